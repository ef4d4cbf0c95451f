import { isAtWork, type Job } from './machine.ts'

interface InLine {
	readonly job: Job
	/** The smaller, the sooner. */
	readonly place: number
}
type Jobs = Iterable<readonly [id: string, InLine]>

/** The file that is at work, or null. Recordings wait for nobody and stand in no line. */
export function activeFile(jobs: Jobs): string | null {
	return first(jobs, ({ kind, state }) => kind === 'file' && isAtWork(state))
}

/**
 * The file whose turn it is when none is active. While the engine is given up none is: starting one would only fail it. A given-up
 * decoder holds up those that are not yet read.
 */
export function nextInLine(jobs: Jobs, gaveUp: { readonly engine: boolean; readonly decoder: boolean }): string | null {
	if (gaveUp.engine) return null
	return first(jobs, ({ state, ended }) => state === 'queued' && (ended || !gaveUp.decoder))
}

/**
 * The file that the decoder is to read: one at work whose audio is not all there; else, with `ahead`, the next in line, so that its turn begins
 * with text. One ahead is enough: reading is many times faster than hearing, and what is read takes room on the disk.
 */
export function fileToRead(jobs: Jobs, ahead: boolean): string | null {
	const known = new Map(jobs)
	const active = first(known, ({ kind, state, ended }) => kind === 'file' && !ended && isAtWork(state))
	if (active !== null || !ahead) return active
	const next = first(known, ({ state }) => state === 'queued')
	return next !== null && known.get(next)?.job.ended === false ? next : null
}

function first(jobs: Jobs, isMeant: (job: Job) => boolean): string | null {
	let found: { id: string; place: number } | null = null
	for (const [id, { job, place }] of jobs) if ((found === null || place < found.place) && isMeant(job)) found = { id, place }
	return found?.id ?? null
}
