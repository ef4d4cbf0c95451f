import { isAtWork, type Job } from './machine.ts'

interface InLine {
	readonly job: Job
	/** The smaller, the sooner. */
	readonly place: number
	/** It waits until so many bytes are free. */
	readonly roomNeeded?: number
}
type Jobs = Iterable<readonly [id: string, InLine]>

/** Files that are at work, in order. Recordings wait for nobody and stand in no line. */
export function activeFiles(jobs: Jobs): string[] {
	return [...jobs]
		.filter(([, { job }]) => job.kind === 'file' && isAtWork(job.state))
		.sort(([, a], [, b]) => a.place - b.place)
		.map(([id]) => id)
}

/**
 * The file whose turn it is next. While the engine is given up none is: starting one would only fail it. A given-up
 * decoder holds up those that are not yet read, a full disk those that wait for room (`room`: bytes).
 */
export function nextInLine(
	jobs: Jobs,
	gaveUp: { readonly engine: boolean; readonly decoder: boolean },
	room = Number.POSITIVE_INFINITY
): string | null {
	if (gaveUp.engine) return null
	return first(jobs, ({ job, roomNeeded = 0 }) => job.state === 'queued' && roomNeeded <= room && (job.ended || !gaveUp.decoder))
}

/**
 * The file that the decoder is to read: one at work whose audio is not all there; else, with `ahead`, the next in line, so that its turn begins
 * with text. One ahead is enough: reading is many times faster than hearing, and what is read takes room on the disk.
 */
export function fileToRead(jobs: Jobs, ahead: boolean, room = Number.POSITIVE_INFINITY): string | null {
	const known = new Map(jobs)
	const active = first(known, ({ job }) => job.kind === 'file' && !job.ended && isAtWork(job.state))
	if (active !== null || !ahead) return active
	const next = first(known, ({ job, roomNeeded = 0 }) => job.state === 'queued' && roomNeeded <= room)
	return next !== null && known.get(next)?.job.ended === false ? next : null
}

function first(jobs: Jobs, isMeant: (each: InLine) => boolean): string | null {
	let found: { id: string; place: number } | null = null
	for (const [id, each] of jobs) if ((found === null || each.place < found.place) && isMeant(each)) found = { id, place: each.place }
	return found?.id ?? null
}
