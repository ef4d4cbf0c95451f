import { useEffect } from 'react'
import type { Transcript } from '../../../../electron/contract/records.ts'
import { useApp } from '../../../app-context.ts'
import { samples } from '../../../messages/clock.ts'
import { loopWith, type Stretch } from '../../../stores/jumps.ts'
import { rateBeside } from '../../../stores/playback.ts'
import { takesLetters } from '../../../ui/own-keys.ts'

export const SKIP = samples(5)

export interface PlayActions {
	skip(by: number): void
	toggleLoop(): void
	toggleSilence(): void
	toggleFollowing(): void
}

/** What can be done about the playback of a transcript, by buttons and by the keys that are heard while it is open. `around`: the segment at a place. */
export function usePlayKeys({ id, samples: total }: Transcript, around: (sample: number) => Stretch | null): PlayActions {
	const { playback, preferences } = useApp()
	const here = () => {
		const { transcript, sample, loop } = playback.getState()
		return transcript === id ? { sample, loop } : { sample: 0, loop: null }
	}
	const actions: PlayActions = {
		skip: by => playback.seek(id, Math.min(Math.max(0, here().sample + by), total)),
		toggleLoop() {
			const { sample, loop } = here()
			playback.setLoop(id, loop === null ? around(sample) : null)
		},
		toggleSilence: () => preferences.setState(({ skipSilence }) => ({ skipSilence: !skipSilence })),
		toggleFollowing: () => playback.setFollowing(!playback.getState().following)
	}
	useEffect(() => {
		const keys = new Map<string, () => void>([
			['ArrowLeft', () => actions.skip(-SKIP)],
			['ArrowRight', () => actions.skip(SKIP)],
			[',', () => playback.setRate(rateBeside(preferences.getState().rate, -1))],
			['.', () => playback.setRate(rateBeside(preferences.getState().rate, 1))],
			['l', actions.toggleLoop],
			['[', () => playback.setLoop(id, loopWith(here().loop, 'from', here().sample, total))],
			[']', () => playback.setLoop(id, loopWith(here().loop, 'to', here().sample, total))],
			['s', actions.toggleSilence],
			['f', actions.toggleFollowing]
		])
		const pressed = (event: KeyboardEvent) => {
			const key = playKeyOf(event)
			if (!keys.has(key) || event.defaultPrevented) return
			// Letters belong to whatever is being written, arrows to what is moved by them.
			const target = event.target as Element
			if (takesLetters(target) || (key.startsWith('Arrow') && target.closest('input'))) return
			event.preventDefault()
			keys.get(key)?.()
		}
		addEventListener('keydown', pressed)
		return () => removeEventListener('keydown', pressed)
	})
	return actions
}

type Pressed = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>

/** What was pressed by itself; '' with a key that makes something else of it: Alt with an arrow goes back in a browser, but writes brackets on some Macs. */
export function playKeyOf({ key, altKey, ctrlKey, metaKey, shiftKey }: Pressed): string {
	if (ctrlKey || metaKey || shiftKey || (altKey && key !== '[' && key !== ']')) return ''
	return key.length === 1 ? key.toLowerCase() : key
}
