import { fold } from '../../../electron/contract/search-text.ts'

/** A part of a text by its characters (UTF-16); `to` is no part of it. */
export interface Match {
	readonly from: number
	readonly to: number
}

/**
 * Where `query` stands in `text`, in order and without overlaps: as it is written, but for how wide a space is, and, unless `exactCase`, for capitals
 * and diacritics, as in the search through all transcripts. None for a query of spaces alone.
 */
export function matchesIn(text: string, query: string, exactCase = false): Match[] {
	return matcher(query, exactCase)(text)
}

/** As `matchesIn`, for one query and many texts. */
export function matcher(query: string, exactCase = false): (text: string) => Match[] {
	const looked = query.trim()
	if (looked === '') return () => []
	const folded = (text: string) => foldedText(text, exactCase)
	const wanted = folded(looked).text
	if (wanted === '') return () => []
	return text => {
		const all = folded(text)
		const matches: Match[] = []
		for (let at = all.text.indexOf(wanted); at >= 0; at = all.text.indexOf(wanted, at + wanted.length)) {
			const from = all.placeOf(at)
			const last = all.placeOf(at + wanted.length - 1)
			let end = at + wanted.length
			// A character may have become several: it is found as a whole, with the marks upon it.
			while (end < all.text.length && all.placeOf(end) === last) end++
			const to = all.placeOf(end)
			if (from >= (matches.at(-1)?.to ?? 0)) matches.push({ from, to })
		}
		return matches
	}
}

interface Folded {
	readonly text: string
	/** Where in the original its character `at` stands. */
	placeOf(at: number): number
}

const PLAIN = /^(?!.* {2})[ -~]*$/
const known = new Map<string, string>()

function foldedText(text: string, exact: boolean): Folded {
	if (PLAIN.test(text)) return { text: exact ? text : text.toLowerCase(), placeOf: at => at }
	const places: number[] = []
	let out = ''
	let at = 0
	for (const character of text) {
		const folded = /\s/u.test(character) ? (out.endsWith(' ') ? '' : ' ') : exact ? character : foldOf(character)
		for (let n = 0; n < folded.length; n++) places.push(at)
		out += folded
		at += character.length
	}
	return { text: out, placeOf: at => places[at] ?? text.length }
}

/** A transcript has few different characters, and many of each. */
function foldOf(character: string): string {
	let folded = known.get(character)
	if (folded === undefined) {
		folded = fold(character)
		known.set(character, folded)
	}
	return folded
}
