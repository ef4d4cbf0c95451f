import type { Found, FoundPlace } from '../../../electron/contract/finding.ts'
import type { Transcript } from '../../../electron/contract/records.ts'
import { findIn, type TextRange, termsOf } from '../../../electron/contract/search-text.ts'

/** Something the window can do, by a name that can be found. */
export interface Action {
	readonly key: string
	readonly label: string
	/** The keys that do it too. */
	readonly keys?: string
	run(): void
}

export type Entry =
	| { readonly type: 'action'; readonly key: string; readonly action: Action; readonly hits: readonly TextRange[] }
	| { readonly type: 'transcript'; readonly key: string; readonly transcript: Transcript; readonly hits: readonly TextRange[] }
	| { readonly type: 'place'; readonly key: string; readonly transcript: Transcript; readonly place: FoundPlace }

/** One transcript's places, or entries of one kind. */
export interface EntryGroup {
	readonly key: string
	readonly heading: { readonly is: 'actions' | 'recent' | 'titles' } | { readonly is: 'transcript'; readonly transcript: Transcript }
	readonly items: readonly Entry[]
	/** Places in it that are not told. */
	readonly more: number
}

/** So many transcripts stand there before anything is looked for, and so many actions beside what is found. */
const RECENT = 6
const FEW = 4

/** What the palette shows for a query. `found`: null while nothing was answered yet. */
export function entriesFor(
	query: string,
	found: Found | null,
	actions: readonly Action[],
	transcripts: Readonly<Record<string, Transcript>>
): EntryGroup[] {
	const terms = termsOf(query).map(({ tokens }) => ({ tokens, open: true }))
	if (terms.length === 0) {
		const recent = Object.values(transcripts)
			.filter(each => each.partOf === null)
			.sort((a, b) => b.createdAt - a.createdAt)
			.slice(0, RECENT)
		return groups([
			['recent', recent.map(transcript => ({ type: 'transcript', key: transcript.id, transcript, hits: [] }))],
			['actions', actions.map(action => ({ type: 'action', key: action.key, action, hits: [] }))]
		])
	}
	const doable = actions.flatMap((action): Entry[] => {
		const hits = findIn(action.label, terms)
		return hits === null ? [] : [{ type: 'action', key: action.key, action, hits }]
	})
	const titles = (found?.transcripts ?? []).flatMap((each): Entry[] => {
		const transcript = transcripts[each.transcript]
		return transcript && each.title ? [{ type: 'transcript', key: transcript.id, transcript, hits: each.title }] : []
	})
	const said = (found?.transcripts ?? []).flatMap((each): EntryGroup[] => {
		const transcript = transcripts[each.transcript]
		if (!transcript || each.places.length === 0) return []
		const items = each.places.map((place): Entry => ({ type: 'place', key: place.key, transcript, place }))
		return [{ key: transcript.id, heading: { is: 'transcript', transcript }, items, more: each.morePlaces }]
	})
	return [
		...groups([
			['titles', titles],
			['actions', doable.slice(0, FEW)]
		]),
		...said
	]
}

function groups(kinds: readonly (readonly ['actions' | 'recent' | 'titles', readonly Entry[]])[]): EntryGroup[] {
	return kinds.flatMap(([is, items]) => (items.length === 0 ? [] : [{ key: is, heading: { is }, items, more: 0 }]))
}
