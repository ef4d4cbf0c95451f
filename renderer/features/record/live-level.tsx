import { useEffect, useRef } from 'react'
import type { Channel } from '../../../electron/contract/records.ts'
import { useApp } from '../../app-context.ts'
import type { RecordingState } from '../../stores/recording.ts'
import { loudness } from './loudness.ts'

interface LiveLevelProps {
	readonly label: string
	/** Whose level; the microphone's when not given. */
	readonly channel?: Channel
	readonly wide?: boolean
}

/** What screen readers are told: a number that changes more often can't be read. */
const TOLD_MS = 1_000
/** From here on it is shown as too loud: −1 dB. */
const LOUD = 0.89

/** How loud it is, as a bar. It moves many times a second, so React has no part in that. */
export function LiveLevel({ label, channel = 'me', wide = false }: LiveLevelProps) {
	const { recording } = useApp()
	const meter = useRef<HTMLSpanElement>(null)
	useEffect(() => {
		let told = 0
		const draw = (state: RecordingState) => {
			const element = meter.current
			if (element === null) return
			const level = levelOf(state, channel)
			element.style.setProperty('--level', loudness(level).toFixed(3))
			element.toggleAttribute('data-loud', level >= LOUD)
			const now = performance.now()
			if (now - told < TOLD_MS) return
			told = now
			element.setAttribute('aria-valuenow', String(Math.round(loudness(level) * 100)))
		}
		draw(recording.getState())
		return recording.subscribe(draw)
	}, [recording, channel])
	return (
		// biome-ignore lint/a11y/useSemanticElements: <meter> can not be drawn alike in every browser
		<span
			ref={meter}
			className={wide ? 'level wide' : 'level'}
			role="meter"
			aria-label={label}
			aria-valuemin={0}
			aria-valuemax={100}
			aria-valuenow={0}
		>
			<i />
		</span>
	)
}

function levelOf(state: RecordingState, channel: Channel): number {
	const source = state.sources.find(each => each.channel === channel)
	if (channel === 'me' && (state.muted || state.phase === 'paused')) return 0
	return source?.level ?? (channel === 'me' ? state.level : 0)
}
