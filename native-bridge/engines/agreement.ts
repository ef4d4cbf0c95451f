/**
 * LocalAgreement-2: of the newest hypothesis, the words that the one before it begins with too are firm, the rest is faint.
 * Words are compared without case and punctuation. Showing only raw hypotheses would rewrite about three words for each that stays.
 */
export function agree(before: string, newest: string): { readonly firm: string; readonly faint: string } {
	const old = wordsOf(before)
	const words = wordsOf(newest)
	let same = 0
	while (same < words.length && same < old.length && bare(words[same]) === bare(old[same])) same++
	return { firm: words.slice(0, same).join(' '), faint: words.slice(same).join(' ') }
}

function wordsOf(text: string): string[] {
	return text.split(/\s+/).filter(word => word !== '')
}

function bare(word: string | undefined): string {
	return (word ?? '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
