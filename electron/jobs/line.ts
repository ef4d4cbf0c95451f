import { isSameWish, type Wish } from '../contract/wish.ts'
import { isAtWork, type Job } from './machine.ts'

interface InLine {
	readonly job: Job
	/** The smaller, the sooner. */
	readonly place: number
	/** It waits until so many bytes are free. */
	readonly roomNeeded?: number
	/** How it is to be heard; null or left out: as the settings say. */
	readonly wish?: Wish | null
}
type Jobs = Iterable<readonly [id: string, InLine]>

/** Files that are at work, in order. Recordings wait for nobody and stand in no line. */
export function activeFiles(jobs: Jobs): string[] {
	const active: (readonly [id: string, place: number])[] = []
	for (const [id, { job, place }] of jobs) if (job.kind === 'file' && isAtWork(job.state)) active.push([id, place])
	return active.sort(([, a], [, b]) => a - b).map(([id]) => id)
}

/**
 * The file whose turn it is next. While the engine is given up none is: starting one would only fail it. A given-up
 * decoder holds up those that are not yet read, a full disk those that wait for room (`room`: bytes). `loaded`: what an engine beside the usual one is
 * loaded for; who wants that goes before who would have it loaded with something else, so that models don't come and go with every file.
 */
export function nextInLine(
	jobs: Jobs,
	gaveUp: { readonly engine: boolean; readonly decoder: boolean },
	room = Number.POSITIVE_INFINITY,
	loaded: Wish | null = null
): string | null {
	if (gaveUp.engine) return null
	const mayGo = ({ job, roomNeeded = 0 }: InLine) => job.state === 'queued' && roomNeeded <= room && (job.ended || !gaveUp.decoder)
	const head = first(jobs, mayGo)
	if (head === null || loaded === null || head.wish === null || isSameWish(head.wish, loaded)) return head?.id ?? null
	return (first(jobs, each => isSameWish(each.wish ?? null, loaded) && mayGo(each)) ?? head).id
}

/**
 * The file that the decoder is to read: one at work whose audio is not all there; else, with `ahead`, the next in line, so that its turn begins
 * with text. One ahead is enough: reading is many times faster than hearing, and what is read takes room on the disk.
 */
export function fileToRead(jobs: Jobs, ahead: boolean, room = Number.POSITIVE_INFINITY): string | null {
	const active = first(jobs, ({ job }) => job.kind === 'file' && !job.ended && isAtWork(job.state))
	if (active !== null || !ahead) return active?.id ?? null
	const next = first(jobs, ({ job, roomNeeded = 0 }) => job.state === 'queued' && roomNeeded <= room)
	return next === null || next.job.ended ? null : next.id
}

/** Asked after every message: without a copy of what may be ten thousand. */
function first(
	jobs: Jobs,
	isMeant: (each: InLine) => boolean
): { readonly id: string; readonly job: Job; readonly wish: Wish | null } | null {
	let found: { id: string; job: Job; wish: Wish | null; place: number } | null = null
	for (const [id, each] of jobs)
		if ((found === null || each.place < found.place) && isMeant(each))
			found = { id, job: each.job, wish: each.wish ?? null, place: each.place }
	return found
}
