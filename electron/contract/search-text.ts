/** How text is cut into what can be found, and where in it something is found. The ledger's index and the window agree in this. */
import { UNSPACED_SCRIPTS } from './script.ts'

/** Written without spaces: each character is a word of its own, so that any two beside each other are found. */
const UNSPACED = `[${UNSPACED_SCRIPTS}]`
const TOKEN = new RegExp(`${UNSPACED}|(?:(?!${UNSPACED})[\\p{L}\\p{N}\\p{M}\\p{Co}])+`, 'gu')
const EACH_UNSPACED = new RegExp(UNSPACED, 'gu')
const IS_UNSPACED = new RegExp(`^${UNSPACED}$`, 'u')

/** What somebody looks for: words that stand beside each other. `open`: the last one may go on. */
export interface Term {
	readonly tokens: readonly string[]
	readonly open: boolean
}

/** A part of a text by its characters (UTF-16); `to` is no part of it. */
export type TextRange = readonly [from: number, to: number]

/** The text as the index takes it: characters of unspaced scripts stand apart. */
export function searchable(text: string): string {
	return text.normalize('NFKC').replace(EACH_UNSPACED, ' $& ')
}

/** The terms of a query, all of which are to be found; what stands in quotes is one. The last word may still be going on. */
export function termsOf(query: string): Term[] {
	const terms: Term[] = []
	for (const [all, quoted, word] of query.matchAll(/["“”„«「『]([^"“”»」』]*)["“”»」』]?|([^\s"“”„«「『]+)/gu)) {
		const tokens = tokensOf(quoted ?? word ?? '').map(({ folded }) => folded)
		if (tokens.length === 0) continue
		const isClosed = quoted !== undefined && /["“”»」』]$/u.test(all) && all.length > 1
		terms.push({ tokens, open: false })
		if (query.endsWith(all) && !isClosed && !IS_UNSPACED.test(tokens.at(-1) ?? '')) terms[terms.length - 1] = { tokens, open: true }
	}
	return terms
}

/** Where the terms stand in a text, in order; null unless all of them do. */
export function findIn(text: string, terms: readonly Term[]): TextRange[] | null {
	const tokens = tokensOf(text)
	const ranges: TextRange[] = []
	for (const term of terms) {
		const before = ranges.length
		for (let at = 0; at + term.tokens.length <= tokens.length; at++) {
			if (!standsAt(tokens, at, term)) continue
			ranges.push([tokens[at]?.from ?? 0, tokens[at + term.tokens.length - 1]?.to ?? 0])
		}
		if (ranges.length === before) return null
	}
	return ranges.sort((a, b) => a[0] - b[0]).filter((range, n, all) => n === 0 || range[0] >= (all[n - 1]?.[1] ?? 0))
}

interface Token {
	readonly folded: string
	readonly from: number
	readonly to: number
}

function standsAt(tokens: readonly Token[], at: number, { tokens: wanted, open }: Term): boolean {
	return wanted.every((want, n) => {
		const folded = tokens[at + n]?.folded
		return open && n === wanted.length - 1 ? folded?.startsWith(want) : folded === want
	})
}

function tokensOf(text: string): Token[] {
	return Array.from(text.matchAll(TOKEN), match => ({ folded: fold(match[0]), from: match.index, to: match.index + match[0].length }))
}

/** Without case and diacritics; so that wide and narrow forms are alike too. */
export function fold(token: string): string {
	return token.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
