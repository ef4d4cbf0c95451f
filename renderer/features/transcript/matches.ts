/** A part of a text by its characters (UTF-16); `to` is no part of it. */
export interface Match {
	readonly from: number
	readonly to: number
}

/**
 * Where `query` stands in `text`, in order and without overlaps: as it is written, but for capitals (unless `exactCase`) and how wide a space is.
 * None for a query of spaces alone.
 */
export function matchesIn(text: string, query: string, exactCase = false): Match[] {
	const pattern = patternOf(query, exactCase)
	return pattern === null ? [] : Array.from(text.matchAll(pattern), match => ({ from: match.index, to: match.index + match[0].length }))
}

function patternOf(query: string, exactCase: boolean): RegExp | null {
	const words = query.trim().split(/\s+/)
	if (words[0] === '') return null
	return new RegExp(words.map(word => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('\\s+'), exactCase ? 'gu' : 'giu')
}
