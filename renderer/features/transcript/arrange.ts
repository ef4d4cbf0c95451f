import { linesOf, partsOf, type Line as Spoken } from '../../../electron/contract/lines.ts'
import type { Channel, GapRecord, Mark, SegmentRecord, TranscriptDeath } from '../../../electron/contract/records.ts'
import { roleOf } from '../../messages/process-role.ts'
import type { Detail } from '../../stores/transcript-detail.ts'
import { cutSegment } from './cut.ts'

/** A line of the transcript; `from` is its place in the whole. Deaths of one kind of process at one place are one line. */
export type Line =
	| SpokenLine
	/** `deaths`: those that made it a gap. `offset`: what its places are ahead of those in its own channel. */
	| {
			readonly type: 'gap'
			readonly from: number
			readonly gap: GapRecord
			readonly deaths: readonly TranscriptDeath[]
			readonly offset: number
	  }
	| { readonly type: 'death'; readonly from: number; readonly deaths: readonly TranscriptDeath[] }
	/** Set by the user, or a pause, a mute, a sleep. */
	| { readonly type: 'mark'; readonly from: number; readonly mark: Mark }
	/** Unsettled text of the channel `transcript`; the text itself changes too often to be arranged. */
	| {
			readonly type: 'partial'
			readonly from: number
			readonly transcript: string
			readonly speaker: Channel | null
			readonly turn: boolean
	  }

/**
 * What was said, as it reads now. `speaker`: who is heard, where more than one is; `named`: as the user calls who says it; `turn`: somebody else was
 * before.
 */
export interface SpokenLine {
	readonly type: 'segment'
	/** The same for as long as it begins at the same word of the same segment. */
	readonly name: string
	readonly from: number
	readonly segment: Spoken<SegmentRecord>
	/** What it is a piece of where something was marked in it, from which character of that on; else the same. */
	readonly whole: Spoken<SegmentRecord>
	readonly start: number
	/** Which piece, counted from 0. */
	readonly cut: number
	readonly speaker: Channel | null
	readonly named: Named | null
	readonly turn: boolean
}

export interface Named {
	readonly id: string
	readonly name: string
}

/** Where unsettled text begins, in the whole. */
export interface Unsettled {
	readonly transcript: string
	readonly from: number
}

export type Arrangeable = Pick<Detail, 'segments' | 'edits' | 'gaps' | 'marks' | 'deaths' | 'speakers' | 'parts'>

/** What a gap of another channel may differ by from that of the whole and still be the same event, in samples: 1 s. */
const SAME_GAP = 16_000

/**
 * Everything in the order of the audio: what died stands before the text that it delayed, as it happened. `writtenIn` names the line that is being
 * written in: it stays whole, as the places of its words move with each letter.
 */
export function arrangeTranscript(
	{ segments, edits, gaps, marks, deaths, speakers, parts }: Arrangeable,
	unsettled: readonly Unsettled[] = [],
	writtenIn: string | null = null
): Line[] {
	const causes = new Map(gaps.map(gap => [gap, gap.cause === 'engine-died' ? deaths.filter(death => isCause(death, gap)) : []]))
	const told = new Set([...causes.values()].flat())
	const others = new Map(parts.map(part => [part.id, part.channel]))
	// Who speaks matters only where more than one does.
	const several = parts.some(part => part.segments.length > 0 || unsettled.some(each => each.transcript === part.id))
	const speakerOf = (transcript: string): Channel | null => (several ? (others.get(transcript) ?? 'me') : null)
	const names = new Map(speakers.map(each => [each.id, each]))
	const lines: Line[] = [
		...groupDeaths(deaths.filter(death => !told.has(death))),
		...gaps.map(gap => ({ type: 'gap' as const, from: gap.from, gap, deaths: causes.get(gap) ?? [], offset: 0 })),
		...parts.flatMap(part =>
			part.gaps
				.filter(gap => !gaps.some(each => isSame(each, gap)))
				.map(gap => ({ type: 'gap' as const, from: gap.from, gap, deaths: [], offset: part.offset }))
		),
		...marks.map(mark => ({ type: 'mark' as const, from: mark.sample, mark })),
		...[{ segments, edits }, ...parts].flatMap(each =>
			linesOf(each.segments, each.edits).flatMap(whole => {
				const places = within(marks, whole.from, whole.to)
				const who = { speaker: speakerOf(whole.transcript), named: names.get(whole.written?.speaker ?? '') ?? null }
				// A segment may be long: what was marked in it stands where it was marked.
				if (places.length === 0 || nameOf(whole) === writtenIn) return spokenAsWhole(whole, who)
				return spokenInPieces(whole, cutSegment(whole, places), who)
			})
		),
		...unsettled.map(({ transcript, from }) => ({
			type: 'partial' as const,
			from,
			transcript,
			speaker: speakerOf(transcript),
			turn: false
		}))
	]
	// Stable: at one sample deaths come first, then gaps, marks, text.
	return withTurns(lines.sort((a, b) => a.from - b.from))
}

// There are thousands, of which one changes: the others stay the same objects, and are not drawn anew.
const spoken = new WeakMap<Spoken<SegmentRecord>, SpokenLine>()

function spokenAsWhole(whole: Spoken<SegmentRecord>, who: Pick<SpokenLine, 'speaker' | 'named'>): SpokenLine {
	const known = spoken.get(whole)
	if (known !== undefined && known.speaker === who.speaker && known.named === who.named) return known
	const line: SpokenLine = {
		type: 'segment',
		name: nameOf(whole),
		from: whole.from,
		segment: whole,
		whole,
		start: 0,
		cut: 0,
		...who,
		turn: false
	}
	spoken.set(whole, line)
	return line
}

/** What names a line that begins so; `cut`: which piece of it. */
export function nameOf(whole: Spoken<SegmentRecord>, cut = 0): string {
	const [first] = partsOf(whole)
	return `${whole.transcript} ${first?.segment} ${first?.piece} ${cut}`
}

function spokenInPieces(
	whole: Spoken<SegmentRecord>,
	pieces: readonly Spoken<SegmentRecord>[],
	who: Pick<SpokenLine, 'speaker' | 'named'>
): SpokenLine[] {
	let end = 0
	return pieces.map((segment, cut) => {
		const start = whole.text.indexOf(segment.text, end)
		end = start + segment.text.length
		return { type: 'segment', name: nameOf(whole, cut), from: segment.from, segment, whole, start, cut, ...who, turn: false }
	})
}

/** The places of those marks that lie between the two. */
function within(marks: readonly Mark[], from: number, to: number): number[] {
	const first = firstAfter(marks, from, mark => mark.sample)
	return marks
		.slice(
			first,
			Math.max(
				first,
				firstAfter(marks, to - 1, mark => mark.sample)
			)
		)
		.map(mark => mark.sample)
}

/** The index of the first of `list`, which is ordered by place, that lies after `at`. */
function firstAfter<T>(list: readonly T[], at: number, placeOf: (item: T) => number): number {
	let low = 0
	let high = list.length
	while (low < high) {
		const middle = (low + high) >> 1
		const item = list[middle]
		if (item !== undefined && placeOf(item) <= at) low = middle + 1
		else high = middle
	}
	return low
}

function withTurns(lines: Line[]): Line[] {
	let before: string | null = null
	return lines.map(line => {
		if (line.type !== 'segment' && line.type !== 'partial') return line
		const who = (line.type === 'segment' && line.named?.id) || line.speaker
		const turn = who !== before
		before = who
		return turn ? { ...line, turn } : line
	})
}

/** Whatever kept one channel from being recorded kept the other. */
function isSame(a: GapRecord, b: GapRecord): boolean {
	return a.cause === b.cause && Math.abs(a.from - b.from) < SAME_GAP && Math.abs(a.to - b.to) < SAME_GAP
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

/** All that was said, a paragraph each; where somebody else speaks than before, with their name. */
export function textOf(detail: Arrangeable, nameOf: (speaker: Channel) => string): string {
	return arrangeTranscript({ ...detail, marks: [] })
		.flatMap(line => {
			if (line.type !== 'segment' || line.segment.text === '') return []
			const who = line.named?.name ?? (line.speaker && nameOf(line.speaker))
			return [`${line.turn && who ? `${who}: ` : ''}${line.segment.text}`]
		})
		.join('\n\n')
}

/** The last line with text that begins at or before `sample`; -1 when there is none. */
export function lineAt(lines: readonly Line[], sample: number): number {
	for (let i = firstAfter(lines, sample, line => line.from) - 1; i >= 0; i--) if (lines[i]?.type === 'segment') return i
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
