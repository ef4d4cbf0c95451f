import type { Transcript } from '../../../electron/contract/records.ts'
import type { Chosen, Kind } from '../../stores/library-choice.ts'
import type { Day } from './arrange.ts'

/** Those days with what was chosen; in another order than the newest first, one list without days (its `at` is 0). `collator`: for titles. */
export function chooseFrom(days: readonly Day[], { order, kind, tag }: Chosen, collator: Intl.Collator): Day[] {
	const chosen = days
		.map(day =>
			kind === 'all' && tag === null
				? day
				: { ...day, transcripts: day.transcripts.filter(each => isOf(each, kind) && (tag === null || each.tags.includes(tag))) }
		)
		.filter(day => day.transcripts.length > 0)
	if (order === 'newest' || chosen.length === 0) return chosen
	const transcripts = chosen.flatMap(day => day.transcripts)
	return [{ at: 0, is: 'earlier', transcripts: transcripts.sort((a, b) => before(a, b)) }]

	function before(a: Transcript, b: Transcript): number {
		if (order === 'title') return collator.compare(a.title, b.title)
		return order === 'length' ? b.samples - a.samples : b.words - a.words
	}
}

function isOf({ kind, gaps, marks, favourite, state }: Transcript, wanted: Kind): boolean {
	switch (wanted) {
		case 'all':
			return true
		case 'recordings':
			return kind === 'recording'
		case 'files':
			return kind === 'file'
		case 'favourites':
			return favourite
		case 'marks':
			return marks > 0
		case 'gaps':
			return gaps > 0
		case 'failed':
			return state !== 'done'
		default:
			return wanted satisfies never
	}
}

/** Every tag that is in use, as it is written first, in the order of the language. */
export function tagsOf(transcripts: readonly { readonly tags: readonly string[] }[], collator: Intl.Collator): string[] {
	return [...new Set(transcripts.flatMap(({ tags }) => tags))].sort(collator.compare)
}
