import { type MouseEvent, memo, useMemo } from 'react'
import type { GapRecord, SegmentRecord, TranscriptDeath } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { clock, seconds } from '../../messages/clock.ts'
import { roleOf } from '../../messages/process-role.ts'
import { useWords } from '../../messages/use-words.ts'
import { choice } from '../../messages/words.ts'
import { hashOf } from '../../stores/place.ts'
import { gapKey } from '../../stores/transcripts.ts'
import { piecesOf } from './arrange.ts'
import { mannerOf } from './manner.ts'

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

/** A range without text: why, and another try where that may help. `deaths`: those that made it a gap. */
export function GapLine({ gap, deaths }: { readonly gap: GapRecord; readonly deaths: readonly TranscriptDeath[] }) {
	const { transcripts, notices } = useApp()
	const { t, number } = useWords()
	const trying = useFrom(transcripts, state => state.retrying.has(gapKey(gap.transcript, gap.from)))
	const length = seconds(gap.to - gap.from)
	const from = clock(gap.from)
	const last = deaths.at(-1)
	const retry = async () => {
		const problem = await transcripts.retryGap(gap.transcript, gap.from)
		if (problem) notices.tell(problem)
	}
	return (
		<div className="remark warn" role="note">
			<span>
				{t('transcript.gap', {
					from,
					to: clock(gap.to),
					seconds: number(length, length < 10 ? 1 : 0),
					times: Math.max(2, deaths.length),
					cause: choice(gap.cause)
				})}
			</span>
			<span className="remark-actions">
				{last !== undefined && (
					<a href={hashOf({ at: 'crashes', exit: last.exit })} aria-label={t('transcript.whyName', { clock: from })}>
						{t('transcript.why')}
					</a>
				)}
				{gap.cause.startsWith('engine-') && (
					<button
						type="button"
						className="link"
						aria-disabled={trying}
						aria-label={t('transcript.retryGapName', { clock: from })}
						onClick={() => !trying && void retry()}
					>
						{t(trying ? 'transcript.retryingGap' : 'transcript.retryGap')}
					</button>
				)}
			</span>
		</div>
	)
}

/** What died here, and what it cost. */
export function DeathLine({ deaths }: { readonly deaths: readonly TranscriptDeath[] }) {
	const { t, number } = useWords()
	const last = deaths.at(-1)
	if (last === undefined) return null
	const words = deaths.reduce((sum, death) => sum + death.wordsLost, 0)
	const place = clock(last.sample)
	const manner = mannerOf(deaths.map(death => death.code))
	// A tab does not come back as itself: another is opened.
	const back = last.recoveredMs !== null ? (last.tookOver ? 'standby' : 'again') : manner === 'lost' ? 'none' : 'not'
	return (
		<div className={words > 0 ? 'remark bad' : back === 'not' ? 'remark warn' : 'remark ok'} role="note">
			<span>
				{t('transcript.death', {
					name: t('process.subject', { role: roleOf(last) }),
					manner,
					times: deaths.length,
					clock: place,
					back,
					seconds: number((last.recoveredMs ?? 0) / 1000, 2),
					words
				})}
			</span>
			<a href={hashOf({ at: 'crashes', exit: last.exit })} aria-label={t('transcript.whyName', { clock: place })}>
				{t('transcript.why')}
			</a>
		</div>
	)
}
