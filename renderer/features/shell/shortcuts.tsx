import { useEffect } from 'react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import type { Key } from '../../messages/words.ts'
import { MODIFIER, REPLACE_KEYS, SHIFT } from '../../ui/controls.tsx'
import { DialogFrame } from '../../ui/dialog-frame.tsx'
import { takesLetters } from '../../ui/own-keys.ts'

export interface ShortcutActions {
	record(): void
	open(): void
	search(): void
	/** Opens the export dialog; does nothing where there is nothing to export. */
	export(): void
	play(): void
	/** Of the recording under way; nothing happens without one. */
	pause(): void
	mark(): void
	mute(): void
}

/** Keys that work everywhere in the window, and the list of them. */
export function Shortcuts({ actions }: { readonly actions: ShortcutActions }) {
	const { place } = useApp()
	const { t } = useWords()
	const open = useFrom(place, state => state.open === 'shortcuts')
	useEffect(() => {
		const pressed = (event: KeyboardEvent) => {
			const action = actionOf(event)
			if (action === null) return
			event.preventDefault()
			// A key that is held down plays or stops once, and scrolls nothing.
			if (event.repeat && action === 'play') return
			if (action === 'help') place.show('shortcuts')
			else actions[action]()
		}
		addEventListener('keydown', pressed)
		return () => removeEventListener('keydown', pressed)
	}, [actions, place])
	const keys: [Key, string[]][] = [
		['keys.record', [`${MODIFIER}R`]],
		['keys.pause', ['P']],
		['keys.mark', ['M']],
		['keys.mute', [`${MODIFIER}${SHIFT}M`]],
		['keys.search', [`${MODIFIER}K`]],
		['keys.find', [`${MODIFIER}F`, 'F3']],
		['keys.replace', [REPLACE_KEYS]],
		['keys.open', [`${MODIFIER}O`]],
		['keys.export', ['E']],
		['keys.play', [t('keys.space')]],
		['keys.segments', ['↑', '↓']],
		['keys.skip', ['←', '→']],
		['keys.speed', [',', '.']],
		['keys.loop', ['L']],
		['keys.loopEnds', ['[', ']']],
		['keys.silence', ['S']],
		['keys.follow', ['F']],
		['keys.edit', ['F2']],
		['keys.split', ['Enter', `${MODIFIER}Enter`, t('keys.escape')]],
		['keys.speaker', ['Alt+1', 'Alt+9']],
		['keys.undo', [`${MODIFIER}Z`, `${MODIFIER}${SHIFT}Z`]],
		['keys.library', [`${SHIFT}↓`, `${MODIFIER}A`]],
		['keys.libraryDo', ['F2', '*', '#', t('keys.delete')]],
		['keys.toast', ['F6']],
		['keys.close', [t('keys.escape')]],
		['keys.help', ['?']]
	]
	return (
		<DialogFrame title={t('app.shortcuts')} close={t('app.close')} open={open} onClose={() => place.show(null)}>
			<dl className="keys">
				{keys.map(([key, names]) => (
					<div key={key}>
						<dt>{t(key)}</dt>
						<dd>
							{names.map(name => (
								<kbd key={name}>{name}</kbd>
							))}
						</dd>
					</div>
				))}
			</dl>
		</DialogFrame>
	)
}

const LETTERS: Readonly<Record<string, keyof ShortcutActions>> = { e: 'export', m: 'mark', p: 'pause' }

function actionOf(event: KeyboardEvent): keyof ShortcutActions | 'help' | null {
	const key = event.key.toLowerCase()
	if (event.ctrlKey || event.metaKey) {
		if (event.altKey || event.repeat) return null
		if (event.shiftKey) return key === 'm' ? 'mute' : null
		return key === 'r' ? 'record' : key === 'o' ? 'open' : key === 'k' ? 'search' : null
	}
	if (event.altKey || event.defaultPrevented) return null
	// Letters and Space belong to whatever is being written or pressed.
	const target = event.target as Element
	if (takesLetters(target)) return null
	if (key === '?') return 'help'
	if (!event.repeat && !event.shiftKey && key in LETTERS) return LETTERS[key] ?? null
	if (key === ' ' && !target.closest('button, a, summary')) return 'play'
	return null
}
