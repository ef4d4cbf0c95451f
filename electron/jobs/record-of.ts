import type { Transcript } from '../contract/records.ts'
import type { TranscriptRow } from '../ledger/transcripts.ts'
import type { Job } from './machine.ts'

/** What is known of a transcript beside its row in the ledger. */
interface Known {
	/** Its job, where that is not over; the row may be behind it. */
	readonly job: Job | undefined
	/** 0-based place in line; -1 when it is not in it. */
	readonly place: number
	readonly aside: (id: string, samples: number) => Pick<Transcript, 'away' | 'audio'>
	readonly polishing: number | null
}

/** The record of a transcript as windows see it. */
export function recordOf(row: TranscriptRow, { job, place, aside, polishing }: Known): Transcript {
	const { ended: _ended, place: _place, sourcePath: _path, microphone: _microphone, ...known } = row
	const samples = Math.max(row.samples, job?.samples ?? 0)
	const { state, problem, cursor } = job ?? row
	return {
		...known,
		...{ state, problem, samples, cursor },
		position: place < 0 ? null : place + 1,
		playable: samples > 0,
		...aside(row.id, samples),
		polishing
	}
}
