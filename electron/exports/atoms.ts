import type { SegmentRecord } from '../contract/records.ts'
import { between, isUnspaced } from '../contract/script.ts'

/** The least that is not torn apart: a word with its punctuation and the space before it. Samples. */
export interface Atom {
	readonly text: string
	readonly space: '' | ' '
	readonly from: number
	readonly to: number
}

/** A line must not begin with these, nor end with those. */
const CLOSES = /^[\p{Pe}\p{Pf}\p{Po}ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ]+$/u
const OPENS = /^[\p{Ps}\p{Pi}]+$/u

/**
 * A segment's words, with exactly the spaces that its text has. A word of a script without spaces may be a whole sentence: it is cut between words as
 * Unicode's rules find them, and the time is shared by characters.
 */
export function atomsOf({ text, words, from, to }: Pick<SegmentRecord, 'text' | 'words' | 'from' | 'to'>): Atom[] {
	const timed = words.length > 0 ? words : [{ text, from, to }]
	let at = 0
	let before = ''
	return timed.flatMap(word => {
		const found = text.indexOf(word.text, at)
		// The text may have been written anew, with other spaces than its words: then their script decides.
		const space = before === '' ? '' : found < 0 ? between(before, word.text) : /\s/.test(text.slice(at, found)) ? ' ' : ''
		if (found >= 0) at = found + word.text.length
		before = word.text
		return pieces(word.text).map((piece, n, all): Atom => {
			const share = (count: number) =>
				Math.round(word.from + ((word.to - word.from) * all.slice(0, count).reduce((sum, p) => sum + p.text.length, 0)) / word.text.length)
			return { text: piece.text, space: n === 0 ? space : piece.space, from: share(n), to: n === all.length - 1 ? word.to : share(n + 1) }
		})
	})
}

interface Piece {
	text: string
	space: '' | ' '
}

function pieces(word: string): Piece[] {
	if (!isUnspaced(word) && !/\s/.test(word)) return [{ text: word, space: '' }]
	const made: Piece[] = []
	let space: '' | ' ' = ''
	for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(word)) {
		if (/^\s+$/.test(segment)) {
			space = ' '
			continue
		}
		const last = made.at(-1)
		// Letters and marks of other scripts stay together as they were written.
		const together =
			last !== undefined &&
			space === '' &&
			(CLOSES.test(segment) || OPENS.test(last.text) || !(isUnspaced(segment) || isUnspaced(last.text)))
		if (together) last.text += segment
		else made.push({ text: segment, space })
		space = ''
	}
	return made
}
