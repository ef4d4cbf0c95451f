import { type MouseEvent, memo, useMemo } from 'react'
import type { GapRecord, SegmentRecord, TranscriptDeath } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { clock, seconds } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { choice } from '../../messages/words.ts'
import { hashOf } from '../../stores/place.ts'
import { piecesOf } from './arrange.ts'

/** Below this the engine itself doubts what it heard. */
const UNSURE = 0.5

interface SegmentProps {
	readonly segment: SegmentRecord
	/** Playback is in it. */
	readonly active: boolean
	readonly playable: boolean
	readonly onPlay: (sample: number) => void
}

export const SegmentLine = memo(function SegmentLine({ segment, active, playable, onPlay }: SegmentProps) {
	const { t } = useWords()
	const unsure = segment.confidence !== null && segment.confidence < UNSURE
	const place = clock(segment.from)
	return (
		<div className={active ? 'segment active' : 'segment'}>
			{playable ? (
				<button
					type="button"
					className="place"
					aria-label={t('transcript.playFrom', { clock: place })}
					onClick={() => onPlay(segment.from)}
				>
					{place}
				</button>
			) : (
				<span className="place">{place}</span>
			)}
			{/* biome-ignore lint/a11y/useKeyWithClickEvents: the same by keyboard: the button before it, and the arrow keys */}
			<p
				dir="auto"
				lang={segment.language}
				className={unsure ? 'unsure' : ''}
				title={unsure ? t('transcript.unsure') : undefined}
				onClick={playable ? clicked : undefined}
			>
				{active ? <SpokenWords segment={segment} /> : <Words segment={segment} spoken={-1} />}
			</p>
		</div>
	)

	function clicked(event: MouseEvent) {
		// Selecting text to copy it is not a click on a word.
		if (getSelection()?.isCollapsed === false) return
		const word = (event.target as HTMLElement).dataset.word
		onPlay(word === undefined ? segment.from : (segment.words[Number(word)]?.from ?? segment.from))
	}
})

function SpokenWords({ segment }: { readonly segment: SegmentRecord }) {
	const { playback } = useApp()
	const spoken = useFrom(playback, ({ sample }) => segment.words.findLastIndex(word => word.from <= sample))
	return <Words segment={segment} spoken={spoken} />
}

function Words({ segment, spoken }: { readonly segment: SegmentRecord; readonly spoken: number }) {
	const pieces = useMemo(() => piecesOf(segment.text, segment.words), [segment])
	let at = 0
	return pieces.map(piece => {
		const key = at
		at += piece.text.length
		if (piece.word === null) return piece.text
		return (
			<span key={key} data-word={piece.word} className={piece.word === spoken ? 'spoken' : undefined}>
				{piece.text}
			</span>
		)
	})
}

export function GapLine({ gap }: { readonly gap: GapRecord }) {
	const { t, number } = useWords()
	const length = seconds(gap.to - gap.from)
	return (
		<div className="remark warn" role="note">
			{t('transcript.gap', {
				from: clock(gap.from),
				to: clock(gap.to),
				seconds: number(length, length < 10 ? 1 : 0),
				cause: choice(gap.cause)
			})}
		</div>
	)
}

/** What died here, and what it cost. */
export function DeathLine({ deaths }: { readonly deaths: readonly TranscriptDeath[] }) {
	const { t, number } = useWords()
	const last = deaths.at(-1)
	if (last === undefined) return null
	const words = deaths.reduce((sum, death) => sum + death.wordsLost, 0)
	const common = { role: last.role, clock: clock(last.sample), times: deaths.length, words }
	return (
		<div className={words > 0 ? 'remark bad' : last.recoveredMs === null ? 'remark warn' : 'remark ok'} role="note">
			<span>
				{last.recoveredMs === null
					? t('transcript.deathOpen', common)
					: t('transcript.death', { ...common, seconds: number(last.recoveredMs / 1000, 2) })}
			</span>
			<a href={hashOf({ at: 'crashes', exit: last.exit })} aria-label={t('transcript.whyName', { clock: common.clock })}>
				{t('transcript.why')}
			</a>
		</div>
	)
}
