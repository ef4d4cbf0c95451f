import type { JobState, Transcript } from '../../electron/contract/records.ts'

/** A transcript that has come to its end. */
export interface News {
	readonly id: string
	readonly title: string
	readonly end: 'done' | 'failed'
}

const AT_WORK: ReadonlySet<JobState> = new Set(['queued', 'decoding', 'transcribing'])

/** What was at work before, and is at its end now. Channels of a recording are not told for themselves. */
export function newsOf(before: Readonly<Record<string, Transcript>> | null, after: Readonly<Record<string, Transcript>> | null): News[] {
	if (before === null || after === null) return []
	return Object.values(after).flatMap(now => {
		const { id, title, state, partOf } = now
		const was = before[id]
		if (was === now || was === undefined || partOf !== null || !AT_WORK.has(was.state)) return []
		return state === 'done' || state === 'failed' ? [{ id, title, end: state }] : []
	})
}
