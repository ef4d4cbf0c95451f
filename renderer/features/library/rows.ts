import type { Transcript } from '../../../electron/contract/records.ts'
import type { Day } from './arrange.ts'

export type Row =
	| { readonly is: 'heading'; readonly key: string; readonly day: Day }
	/** `n`: which of its day, from 1. */
	| { readonly is: 'entry'; readonly key: string; readonly day: Day; readonly n: number; readonly transcript: Transcript }

/** Days as the rows of one list. */
export function rowsOf(days: readonly Day[]): Row[] {
	return days.flatMap((day): Row[] => [
		{ is: 'heading', key: `day ${day.at}`, day },
		...day.transcripts.map((transcript, n): Row => ({ is: 'entry', key: transcript.id, day, n: n + 1, transcript }))
	])
}
