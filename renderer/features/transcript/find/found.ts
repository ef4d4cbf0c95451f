import type { Line } from '../arrange.ts'
import { type Match, matcher } from '../matches.ts'

/** One place where what is looked for stands. */
export interface Found extends Match {
	/** The line, by its place among the lines. */
	readonly line: number
	/** Which of that line, from 0. */
	readonly nth: number
}

/** All places in the lines of a transcript, from the top. */
export function foundIn(lines: readonly Line[], query: string): Found[] {
	const matches = matcher(query)
	return lines.flatMap((line, index) => {
		if (line.type !== 'segment') return []
		return matches(line.segment.text).map((match, nth) => ({ ...match, line: index, nth }))
	})
}

/** The first at or behind a line, else the first of all; -1 when there is none. */
export function firstFrom(found: readonly Found[], line: number): number {
	const at = found.findIndex(each => each.line >= line)
	return at < 0 && found.length > 0 ? 0 : at
}

/** The next (1) or the one before (-1), round the ends, also from outside of them; -1 when there is none. */
export function beside(found: readonly Found[], at: number, step: 1 | -1): number {
	if (found.length === 0) return -1
	if (at < 0 || at >= found.length) return step === 1 ? 0 : found.length - 1
	return (at + step + found.length) % found.length
}

/** How often a text holds what is looked for. */
export function matchesOf(text: string, query: string): number {
	return matcher(query)(text).length
}
