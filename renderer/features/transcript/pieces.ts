/** A stretch of a segment's text: a word and its number, or what stands between words (null). */
export interface Piece {
	readonly text: string
	readonly word: number | null
}

/**
 * The text cut so that its words can be clicked. Words are looked for in their order, so punctuation, spaces and scripts
 * without spaces all stay as the engine wrote them; a word that isn't in the text has no piece.
 */
export function piecesOf(text: string, words: readonly { readonly text: string }[]): Piece[] {
	const pieces: Piece[] = []
	let at = 0
	words.forEach((word, index) => {
		const found = word.text === '' ? -1 : text.indexOf(word.text, at)
		if (found < 0) return
		if (found > at) pieces.push({ text: text.slice(at, found), word: null })
		pieces.push({ text: word.text, word: index })
		at = found + word.text.length
	})
	if (at < text.length) pieces.push({ text: text.slice(at), word: null })
	return pieces
}
