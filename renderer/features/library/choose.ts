import type { Transcript } from '../../../electron/contract/records.ts'
import type { Day } from './arrange.ts'

export const ORDERS = ['newest', 'title', 'length', 'words'] as const
export type Order = (typeof ORDERS)[number]

export const KINDS = ['all', 'recordings', 'files', 'gaps', 'failed'] as const
/** `gaps`: parts of their audio have no text. `failed`: they have none, or not all, for another reason. */
export type Kind = (typeof KINDS)[number]

/** What the user wants to see of the library, and in which order. */
export interface Chosen {
	readonly order: Order
	readonly kind: Kind
}

export const EVERYTHING: Chosen = { order: 'newest', kind: 'all' }

/** Those days with what was chosen; in another order than the newest first, one list without days (its `at` is 0). `collator`: for titles. */
export function chooseFrom(days: readonly Day[], { order, kind }: Chosen, collator: Intl.Collator): Day[] {
	const chosen = days
		.map(day => (kind === 'all' ? day : { ...day, transcripts: day.transcripts.filter(each => isOf(each, kind)) }))
		.filter(day => day.transcripts.length > 0)
	if (order === 'newest' || chosen.length === 0) return chosen
	const transcripts = chosen.flatMap(day => day.transcripts)
	return [{ at: 0, is: 'earlier', transcripts: transcripts.sort((a, b) => before(a, b)) }]

	function before(a: Transcript, b: Transcript): number {
		if (order === 'title') return collator.compare(a.title, b.title)
		return order === 'length' ? b.samples - a.samples : b.words - a.words
	}
}

function isOf({ kind, gaps, state }: Transcript, wanted: Kind): boolean {
	switch (wanted) {
		case 'all':
			return true
		case 'recordings':
			return kind === 'recording'
		case 'files':
			return kind === 'file'
		case 'gaps':
			return gaps > 0
		case 'failed':
			return state !== 'done'
		default:
			return wanted satisfies never
	}
}
