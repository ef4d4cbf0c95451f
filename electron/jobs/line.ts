import type { Job } from './machine.ts'

interface InLine {
	readonly job: Job
	/** Order of arrival. */
	readonly place: number
}
type Jobs = Iterable<readonly [id: string, InLine]>

/** Files that wait for their turn, first come first. */
export function lineOf(jobs: Jobs): string[] {
	return [...jobs]
		.filter(([, { job }]) => job.state === 'queued')
		.sort(([, a], [, b]) => a.place - b.place)
		.map(([id]) => id)
}

/** The one file that is being worked on, or null. Recordings wait for nobody and stand in no line. */
export function activeFile(jobs: Jobs): string | null {
	const active = [...jobs].find(([, { job }]) => job.kind === 'file' && (job.state === 'decoding' || job.state === 'transcribing'))
	return active?.[0] ?? null
}

/**
 * The file whose turn it is when none is active. While the engine is given up none is: starting one would only fail it. A given-up
 * decoder holds up those that are not yet read.
 */
export function nextInLine(jobs: Jobs, gaveUp: { readonly engine: boolean; readonly decoder: boolean }): string | null {
	if (gaveUp.engine) return null
	const known = new Map(jobs)
	return lineOf(known).find(id => !gaveUp.decoder || known.get(id)?.job.ended) ?? null
}
