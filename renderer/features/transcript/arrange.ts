import type { GapRecord, SegmentRecord, TranscriptDeath } from '../../../electron/contract/records.ts'
import type { Detail } from '../../stores/transcripts.ts'

/** A line of the transcript. Deaths of one role at one place are one line. */
export type Line =
	| { readonly type: 'segment'; readonly from: number; readonly segment: SegmentRecord }
	| { readonly type: 'gap'; readonly from: number; readonly gap: GapRecord }
	| { readonly type: 'death'; readonly from: number; readonly deaths: readonly TranscriptDeath[] }

/** Everything in the order of the audio: what died stands before the text that it delayed, as it happened. */
export function arrangeTranscript({ segments, gaps, deaths }: Pick<Detail, 'segments' | 'gaps' | 'deaths'>): Line[] {
	const lines: Line[] = [
		...groupDeaths(deaths),
		...gaps.map(gap => ({ type: 'gap' as const, from: gap.from, gap })),
		...segments.map(segment => ({ type: 'segment' as const, from: segment.from, segment }))
	]
	// Stable: at one sample deaths come first, then gaps, then text.
	return lines.sort((a, b) => a.from - b.from)
}

function groupDeaths(deaths: readonly TranscriptDeath[]): Line[] {
	const lines: { type: 'death'; from: number; deaths: TranscriptDeath[] }[] = []
	for (const death of deaths) {
		const last = lines.at(-1)
		if (last !== undefined && last.from === death.sample && last.deaths[0]?.role === death.role) last.deaths.push(death)
		else lines.push({ type: 'death', from: death.sample, deaths: [death] })
	}
	return lines
}

/** The last line with text that begins at or before `sample`; -1 when there is none. */
export function lineAt(lines: readonly Line[], sample: number): number {
	let low = 0
	let high = lines.length
	while (low < high) {
		const middle = (low + high) >> 1
		if ((lines[middle]?.from ?? 0) <= sample) low = middle + 1
		else high = middle
	}
	for (let i = low - 1; i >= 0; i--) if (lines[i]?.type === 'segment') return i
	return -1
}

/** The next line with text before (-1) or after (1) line `index`; `index` itself when there is none. */
export function neighbour(lines: readonly Line[], index: number, step: 1 | -1): number {
	for (let i = index + step; i >= 0 && i < lines.length; i += step) if (lines[i]?.type === 'segment') return i
	return index
}

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
