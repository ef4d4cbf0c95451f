/** Letters of scripts that put no space between words, and the punctuation that goes with them. */
const UNSPACED =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3000-\u303f\uff01-\uff20\uff3b-\uff65]/u
/** What opens rather than closes: it belongs to the word behind it. */
const OPENING = /^[\p{Ps}\p{Pi}¿¡]+$/u

const segmenters = new Map<string, Intl.Segmenter>()

/**
 * The words of a text, each with the punctuation that stands at it, in order; without the spaces they are the text. Between words that are
 * written without spaces the borders are Unicode's and its dictionaries' (`Intl.Segmenter`): 今天|天气|很|好。
 */
export function wordsIn(text: string, language = 'zh'): string[] {
	return text.split(/\s+/).flatMap(piece => (UNSPACED.test(piece) ? unspacedWords(piece, language) : piece === '' ? [] : [piece]))
}

/** Words as one writes them: with a space, but not where one of two neighbours is written without. */
export function joinWords(words: readonly string[]): string {
	let text = ''
	for (const word of words) {
		if (word === '') continue
		const close = text === '' || UNSPACED.test(text.at(-1) ?? '') || UNSPACED.test(word.charAt(0))
		text += close ? word : ` ${word}`
	}
	return text
}

function unspacedWords(piece: string, language: string): string[] {
	const words: string[] = []
	let opening = ''
	for (const { segment, isWordLike } of segmenterOf(language).segment(piece)) {
		if (isWordLike || words.length === 0) {
			if (!isWordLike && OPENING.test(segment)) opening += segment
			else {
				words.push(opening + segment)
				opening = ''
			}
		} else if (OPENING.test(segment)) opening += segment
		else if (opening === '') words[words.length - 1] += segment
		else opening += segment
	}
	if (opening !== '') words.push(opening)
	return words
}

/** Which dictionary there is depends on the script, not on the language, except that one of them has to be named. */
function segmenterOf(language: string): Intl.Segmenter {
	const known = segmenters.get(language)
	if (known) return known
	const made = new Intl.Segmenter(language, { granularity: 'word' })
	segmenters.set(language, made)
	return made
}
