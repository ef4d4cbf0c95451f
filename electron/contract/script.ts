/** Scripts that put no spaces between words: Chinese, Japanese (not Korean), Thai, Lao, Khmer, Burmese. For use within `[…]` of a pattern with the flag `u`. */
export const UNSPACED_SCRIPTS =
	'\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const UNSPACED = new RegExp(`[${UNSPACED_SCRIPTS}]`, 'u')
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu
/** Full-width punctuation, which brings its own space along. */
const WIDE_PUNCTUATION = /[\u3000-\u303f\uff00-\uff65]/

/** Whether text holds characters of a script that separates no words. */
export function isUnspaced(text: string): boolean {
	return UNSPACED.test(text)
}

/** Whether text is mostly written in characters of double width. */
export function isWide(text: string): boolean {
	return (text.match(WIDE)?.length ?? 0) * 2 > text.replace(/\s/g, '').length
}

/** What stands between two words: nothing where both sides, or the punctuation there, belong to a script without spaces. */
export function between(before: string, after: string): '' | ' ' {
	const [last, first] = [Array.from(before).at(-1) ?? '', Array.from(after)[0] ?? '']
	if (WIDE_PUNCTUATION.test(last) || WIDE_PUNCTUATION.test(first)) return ''
	return isUnspaced(last) && isUnspaced(first) ? '' : ' '
}
