import type { GapRecord, SegmentRecord, TranscriptDeath } from '../../../electron/contract/records.ts'
import { roleOf } from '../../messages/process-role.ts'
import type { Detail } from '../../stores/transcript-detail.ts'

/** A line of the transcript. Deaths of one kind of process at one place are one line. */
export type Line =
	| { readonly type: 'segment'; readonly from: number; readonly segment: SegmentRecord }
	/** `deaths`: those that made it a gap. */
	| { readonly type: 'gap'; readonly from: number; readonly gap: GapRecord; readonly deaths: readonly TranscriptDeath[] }
	| { readonly type: 'death'; readonly from: number; readonly deaths: readonly TranscriptDeath[] }

/** Everything in the order of the audio: what died stands before the text that it delayed, as it happened. */
export function arrangeTranscript({ segments, gaps, deaths }: Pick<Detail, 'segments' | 'gaps' | 'deaths'>): Line[] {
	const causes = new Map(gaps.map(gap => [gap, gap.cause === 'engine-died' ? deaths.filter(death => isCause(death, gap)) : []]))
	const told = new Set([...causes.values()].flat())
	const lines: Line[] = [
		...groupDeaths(deaths.filter(death => !told.has(death))),
		...gaps.map(gap => ({ type: 'gap' as const, from: gap.from, gap, deaths: causes.get(gap) ?? [] })),
		...segments.map(segment => ({ type: 'segment' as const, from: segment.from, segment }))
	]
	// Stable: at one sample deaths come first, then gaps, then text.
	return lines.sort((a, b) => a.from - b.from)
}

/** The gap's own line tells of them: that nothing was lost would be no true word beside it. */
function isCause(death: TranscriptDeath, gap: GapRecord): boolean {
	return death.role === 'engine' && death.sample >= gap.from && death.sample <= gap.to
}

function groupDeaths(deaths: readonly TranscriptDeath[]): Line[] {
	const lines: { type: 'death'; from: number; deaths: TranscriptDeath[] }[] = []
	for (const death of deaths) {
		const last = lines.at(-1)
		const [first] = last?.deaths ?? []
		if (last?.from === death.sample && first !== undefined && roleOf(first) === roleOf(death)) last.deaths.push(death)
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

/** The line at which `sample` stands: what died or is missing there before the text; -1 when there are no lines. */
export function lineOf(lines: readonly Line[], sample: number): number {
	const index = lines.findIndex(line => line.from === sample || (line.type === 'gap' && isIn(line, sample)))
	return index >= 0 ? index : Math.max(lineAt(lines, sample), lines.length > 0 ? 0 : -1)
}

/** Deaths that made a gap are told in its line, though they may stand at its very end. */
function isIn({ gap, deaths }: Extract<Line, { type: 'gap' }>, sample: number): boolean {
	return (gap.from <= sample && sample < gap.to) || deaths.some(death => death.sample === sample)
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
