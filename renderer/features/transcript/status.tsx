import type { Transcript } from '../../../electron/contract/records.ts'
import type { Problem } from '../../api/problem.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { summarizeHealth } from '../../stores/health.ts'
import { placeInLine } from '../../stores/queue.ts'
import type { Detail } from '../../stores/transcript-detail.ts'
import { Button, Note } from '../../ui/controls.tsx'
import { FindSource } from './find-source.tsx'

/** Problems that are over when the file is found. */
const LOST: ReadonlySet<string> = new Set(['source-missing', 'source-unreadable', 'source-forbidden', 'no-upload'])

interface StatusProps {
	readonly transcript: Transcript
	readonly detail: Detail | undefined
	readonly hasPartial: boolean
}

/** Below the text: why there is no more of it, or none yet. */
export function Status({ transcript, detail, hasPartial }: StatusProps) {
	const { transcripts, health, recording, settings, notices } = useApp()
	const words = useWords()
	const engine = useFrom(health, state => summarizeHealth(state.processes).is)
	// It is not listened to at all: the line of the mark, or the foot of the window, says why.
	const deaf = useFrom(recording, now =>
		now.id === transcript.id
			? now.phase !== 'recording' || now.muted || now.sources.some(source => source.state !== 'hearing')
			: transcript.away || (detail?.marks.some(mark => mark.ms === null) ?? false)
	)
	const paused = useFrom(settings, now => now.settings?.queuePaused ?? false)
	const position = useFrom(transcripts, now => placeInLine(now.transcripts, transcript))
	const { t } = words
	const { state } = transcript
	const channels = detail === undefined ? [] : [detail, ...detail.parts]
	const empty = channels.every(({ segments }) => segments.length === 0)
	// What nobody could hear through may hold speech: its gap says that.
	const unheard = channels.some(({ gaps }) => gaps.some(gap => gap.cause === 'engine-died'))
	const tell = (problem: Problem | null) => problem && notices.tell(problem)
	const working = state === 'recording' || state === 'decoding' || state === 'transcribing'
	return (
		<div className="status">
			{working && !hasPartial && quiet()}
			{position !== null && <p className="hint">{paused ? t('transcript.queuePaused') : t('transcript.inLine', { position })}</p>}
			{state === 'paused' && (
				<Note
					tone="plain"
					actions={<Button onClick={() => void transcripts.resume(transcript.id).then(tell)}>{t('transcript.resume')}</Button>}
				>
					{t('transcript.paused', { clock: clock(transcript.cursor) })}
				</Note>
			)}
			{transcript.problem && (
				<Note
					tone={state === 'failed' ? 'bad' : 'warn'}
					actions={
						state === 'failed' && (
							<>
								{LOST.has(transcript.problem.code) && <FindSource transcript={transcript.id} />}
								<Button onClick={() => void transcripts.retry(transcript.id).then(tell)}>{t('transcript.retry')}</Button>
							</>
						)
					}
				>
					{state === 'failed' && transcript.cursor > 0 && `${t('transcript.failedAt', { clock: clock(transcript.cursor) })} `}
					{words.problem(transcript.problem)}
				</Note>
			)}
			{detail?.problem && (
				<Note tone="bad" actions={<Button onClick={() => void transcripts.open(transcript.id)}>{t('transcript.retry')}</Button>}>
					{words.problem(detail.problem)}
				</Note>
			)}
			{state === 'cancelled' && (
				<Note
					tone="plain"
					actions={<Button onClick={() => void transcripts.retry(transcript.id).then(tell)}>{t('transcript.resume')}</Button>}
				>
					{t('transcript.cancelled', { clock: clock(transcript.cursor) })}
				</Note>
			)}
			{state === 'done' && detail?.status === 'ready' && empty && !unheard && <Note tone="plain">{t('transcript.nothingSaid')}</Note>}
		</div>
	)

	/** Nothing moves: is that as it should be? */
	function quiet() {
		if (engine !== 'ready' && engine !== 'unknown') return <p className="hint">{t('transcript.engineAway')}</p>
		if (state === 'recording' && deaf) return null
		if (state === 'recording') return <p className="hint breathing">{t('transcript.listening')}</p>
		return empty ? <p className="hint breathing">{t('transcript.reading')}</p> : null
	}
}
