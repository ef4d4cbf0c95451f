import type { GapRecord, TranscriptDeath } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { clock, seconds } from '../../messages/clock.ts'
import { roleOf } from '../../messages/process-role.ts'
import { useWords } from '../../messages/use-words.ts'
import { choice } from '../../messages/words.ts'
import { gapKey } from '../../stores/known-transcripts.ts'
import { hashOf } from '../../stores/place.ts'
import { mannerOf } from './manner.ts'
import { OtherModels } from './other-models.tsx'

interface GapProps {
	/** At its place in the whole, `offset` samples after that in its own channel. */
	readonly gap: GapRecord
	readonly offset: number
	/** Those that made it a gap. */
	readonly deaths: readonly TranscriptDeath[]
}

/** A range without text: why, and another try where that may help. */
export function GapLine({ gap, offset, deaths }: GapProps) {
	const { transcripts, notices, models } = useApp()
	const { t, number } = useWords()
	const onlyOne = useFrom(models, state => state.models?.every(model => model.loaded) ?? false)
	const trying = useFrom(transcripts, state => state.retrying.has(gapKey(gap.transcript, gap.from - offset)))
	const length = seconds(gap.to - gap.from)
	const from = clock(gap.from)
	const last = deaths.at(-1)
	const retry = async (model?: string) => {
		const problem = await transcripts.retryGap(gap.transcript, gap.from - offset, model)
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
				{gap.cause === 'engine-died' && onlyOne && ` ${t('transcript.onlyModel')}`}
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
				{gap.cause.startsWith('engine-') && (
					<OtherModels name={t('transcript.otherModelName', { clock: from })} onChoose={model => void retry(model)} />
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
