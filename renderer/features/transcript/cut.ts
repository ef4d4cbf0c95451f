import type { Line } from '../../../electron/contract/lines.ts'
import type { SegmentRecord } from '../../../electron/contract/records.ts'

/**
 * A segment in pieces, cut between the words at these places of the recording, so that what happened there can stand there. Nothing of its
 * text is lost; a place before the first or after the last word cuts nothing.
 */
export function cutSegment(segment: Line<SegmentRecord>, places: readonly number[]): Line<SegmentRecord>[] {
	const pieces: Line<SegmentRecord>[] = []
	let rest = segment
	for (const place of [...places].sort((a, b) => a - b)) {
		const index = rest.words.findIndex(word => word.from >= place)
		const at = index <= 0 ? -1 : offsetOf(rest, index)
		const first = rest.words[index]
		if (at <= 0 || first === undefined) continue
		pieces.push({ ...rest, to: place, text: rest.text.slice(0, at).trimEnd(), words: rest.words.slice(0, index) })
		rest = { ...rest, from: first.from, text: rest.text.slice(at), words: rest.words.slice(index) }
	}
	return [...pieces, rest]
}

/** Where in the text word `index` begins; words are looked for in their order. -1 when it isn't in the text. */
function offsetOf({ text, words }: SegmentRecord, index: number): number {
	let at = 0
	for (const [i, word] of words.entries()) {
		const found = text.indexOf(word.text, at)
		if (i === index) return found
		if (found >= 0) at = found + word.text.length
	}
	return -1
}
