/** What is shown of a segment that is still open: words that are to stay, then those that only the newest hypothesis has. */
export interface Agreed {
	readonly firm: readonly string[]
	readonly faint: readonly string[]
}

/**
 * LocalAgreement-2 that does not waver: a word is firm when two hypotheses in a row begin with the same words up to it and the newest goes on
 * behind it; a firm one is taken back only when two in a row agree on something else there. Words are compared without case and punctuation.
 * Showing only raw hypotheses would rewrite about three words for each that stays.
 */
export function agree(firm: readonly string[], before: readonly string[], newest: readonly string[]): Agreed {
	// The newest one's last word may be half a word; the model ends it with a full stop all the same.
	const agreed = Math.min(sameWords(before, newest), newest.length - 1)
	const kept = sameWords(firm, newest)
	// More than one hypothesis against it, or none.
	if (kept === firm.length || agreed > kept) {
		const length = Math.max(agreed, kept)
		return { firm: newest.slice(0, length), faint: newest.slice(length) }
	}
	return { firm, faint: newest.slice(endOf(firm, newest)) }
}

/**
 * The text of a whole segment from an earlier one of it and from what only its end sounds like: they share a run of words, and there the one
 * goes over into the other. Null when they share too few to be sure where.
 */
export function spliced(whole: readonly string[], tail: readonly string[]): string[] | null {
	const NEEDED = 3
	let best = { at: 0, from: 0, length: 0 }
	for (let at = Math.max(0, whole.length - tail.length - NEEDED); at < whole.length; at++) {
		for (let from = 0; from < tail.length; from++) {
			const length = sameWords(whole.slice(at), tail.slice(from))
			if (length >= best.length) best = { at, from, length }
		}
	}
	if (best.length < NEEDED) return null
	// The last shared word as the tail spells it: in the earlier text it may have ended a sentence.
	const shared = best.length - 1
	return [...whole.slice(0, best.at + shared), ...tail.slice(best.from + shared)]
}

/** How many words two texts both begin with. */
function sameWords(a: readonly string[], b: readonly string[]): number {
	let same = 0
	while (same < a.length && same < b.length && bare(a[same]) === bare(b[same])) same++
	return same
}

/** How many words of `text` say the same as `firm`, nearly: the beginning that is least changes away from it. */
function endOf(firm: readonly string[], text: readonly string[]): number {
	let row = Array.from({ length: text.length + 1 }, (_, j) => j)
	for (const [i, word] of firm.entries()) {
		const next = [i + 1]
		for (let j = 1; j <= text.length; j++) {
			const changed = bare(word) === bare(text[j - 1]) ? 0 : 1
			next.push(Math.min((row[j - 1] ?? 0) + changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
		}
		row = next
	}
	const least = Math.min(...row)
	const ends = row.flatMap((changes, j) => (changes === least ? [j] : []))
	return ends.reduce((best, j) => (Math.abs(j - firm.length) < Math.abs(best - firm.length) ? j : best), ends[0] ?? 0)
}

function bare(word: string | undefined): string {
	return (word ?? '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
