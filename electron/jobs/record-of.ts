import { isOver, type Transcript } from '../contract/records.ts'
import type { TranscriptRow } from '../ledger/transcript-row.ts'
import type { Running } from './running-jobs.ts'

/** What is known of a transcript beside its row in the ledger. */
interface Known {
	/** Its job, where that is not over; the row may be behind it. */
	readonly running: Running | undefined
	readonly aside: (id: string, samples: number) => Pick<Transcript, 'away' | 'audio' | 'findingSpeakers'>
	readonly polishing: Pick<Transcript, 'polishing' | 'polishModel'>
}

/** The record of a transcript as windows see it. */
export function recordOf(row: TranscriptRow, { running, aside, polishing }: Known): Transcript {
	const job = running?.job
	const { ended: _ended, sourcePath: _path, microphone: _microphone, ...known } = row
	const samples = Math.max(row.samples, job?.samples ?? 0)
	const { state, problem, cursor } = job ?? row
	const beside = aside(row.id, samples)
	return {
		...known,
		...{ state, problem, samples, cursor },
		place: running?.job.kind === 'file' && !isOver(running.job.state) ? running.place : null,
		speed: running?.pace.speed ?? null,
		playable: samples > 0 && (beside.audio.wav || beside.audio.opus),
		...beside,
		...polishing
	}
}
