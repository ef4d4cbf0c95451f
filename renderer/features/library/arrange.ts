import { isOver, type Transcript } from '../../../electron/contract/records.ts'
import { wholesOf } from '../../stores/wholes.ts'

export interface Day {
	/** Midnight at its start, ms since 1970. */
	readonly at: number
	readonly is: 'today' | 'yesterday' | 'earlier'
	/** Newest first. */
	readonly transcripts: readonly Transcript[]
}

export interface Arranged {
	readonly recordings: readonly Transcript[]
	/** What is worked on first, then what waits, in its order. */
	readonly queue: readonly Transcript[]
	/** Newest first. */
	readonly days: readonly Day[]
	/** Files that ended without a word, failed or cancelled. */
	readonly clearable: number
}

const AT_WORK: readonly string[] = ['transcribing', 'decoding']

/** The library as the sidebar shows it: what is recorded, the queue, then the rest by day. */
export function arrangeLibrary(all: readonly Transcript[], now: number): Arranged {
	const transcripts = wholesOf(all)
	const recordings = transcripts.filter(each => each.state === 'recording').sort((a, b) => a.createdAt - b.createdAt)
	const queue = transcripts
		.filter(each => each.state !== 'recording' && !isOver(each.state))
		.sort((a, b) => waits(a) - waits(b) || (a.place ?? 0) - (b.place ?? 0) || a.createdAt - b.createdAt)
	const days = new Map<number, Transcript[]>()
	for (const transcript of transcripts.filter(each => isOver(each.state)).sort((a, b) => b.createdAt - a.createdAt)) {
		const at = midnight(transcript.createdAt)
		const those = days.get(at)
		if (those) those.push(transcript)
		else days.set(at, [transcript])
	}
	const today = midnight(now)
	const yesterday = midnight(today - 1)
	return {
		recordings,
		queue,
		clearable: transcripts.filter(isUseless).length,
		days: [...days].map(([at, list]) => ({ at, is: at >= today ? 'today' : at === yesterday ? 'yesterday' : 'earlier', transcripts: list }))
	}
}

/** As `queue.clear` means it. */
function isUseless({ kind, state, words }: Transcript): boolean {
	return kind === 'file' && words === 0 && (state === 'failed' || state === 'cancelled')
}

function waits({ state }: Transcript): number {
	return AT_WORK.includes(state) ? 0 : 1
}

function midnight(at: number): number {
	return new Date(at).setHours(0, 0, 0, 0)
}
