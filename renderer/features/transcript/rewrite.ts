/** What comes of a line when it is written anew, split, joined or named: edits of the segments that it is made of. */
import { type Edit, type Line, linesOf, partsOf, together } from '../../../electron/contract/lines.ts'
import type { SegmentRecord } from '../../../electron/contract/records.ts'

/** What is known of one channel, at its places in the whole. */
export interface Source {
	readonly segments: readonly SegmentRecord[]
	readonly edits: ReadonlyMap<number, Edit>
}

/** What stands for the segment that begins at `from` from now on; null: what was heard. */
export interface Made {
	readonly from: number
	readonly edit: Edit | null
}

/** The whole line reads `text` now. Of a line that is joined, each segment keeps what lies in it; what reaches over a seam goes to the first. */
export function rewritten(source: Source, line: Line, text: string): Made[] {
	const parts = partsOf(line)
	const moved = seams(line.text, text)
	const drafts = drafting(source)
	for (const [n, { segment, piece, start }] of parts.entries()) {
		const next = parts[n + 1]
		const said = text.slice(n === 0 ? 0 : moved(start), next ? moved(next.start) : text.length)
		drafts.change(segment, ({ pieces, joined }) => ({
			pieces: pieces.with(piece, { ...pieceOf(pieces, piece), text: said.trim() }),
			joined
		}))
	}
	return drafts.made()
}

export interface Stretches {
	readonly line: Line
	/** Parts of its text, in order. */
	readonly at: readonly { readonly from: number; readonly to: number }[]
}

/** `text` stands in place of these stretches of lines. */
export function replacedIn({ segments, edits }: Source, lines: readonly Stretches[], text: string): Made[] {
	const made = new Map<number, Edit | null>()
	for (const { line, at } of lines) {
		const own = new Map<number, Edit>()
		for (const { segment } of partsOf(line)) {
			const edit = made.has(segment) ? made.get(segment) : edits.get(segment)
			if (edit) own.set(segment, edit)
		}
		for (const each of replacedInOne({ segments, edits: own }, line, at, text)) made.set(each.from, each.edit)
	}
	return Array.from(made, ([from, edit]) => ({ from, edit }))
}

/** From the last to the first, each for itself: what lies in a segment of a joined line stays in it. */
function replacedInOne(source: Source, line: Line, at: Stretches['at'], text: string): Made[] {
	return at.reduceRight<Made[]>((made, { from, to }) => {
		const now = linesFrom(withMade(source, made), line)[0] ?? line
		const [before, after] = [now.text.slice(0, from) + text, now.text.slice(to)]
		// Replaced by nothing, a word takes one of its two spaces with it.
		return inTurn(source, made, then => rewritten(then, now, before + (/(^|\s)$/.test(before) ? after.trimStart() : after)))
	}, [])
}

/** Two lines, the second from character `at` on. Nothing where one would be empty. */
export function split(source: Source, line: Line, at: number): Made[] {
	const parts = partsOf(line)
	if (line.text.slice(0, at).trim() === '' || line.text.slice(at).trim() === '') return []
	const drafts = drafting(source)
	const n = parts.findLastIndex(part => part.start < at)
	const [part, next] = [parts[n], parts[n + 1]]
	if (part === undefined) return []
	const [left, right] = [line.text.slice(part.start, at).trim(), line.text.slice(at, part.end).trim()]
	if (right === '') {
		if (next) drafts.change(next.segment, ({ pieces }) => ({ pieces, joined: false }))
	} else if (left === '') drafts.change(part.segment, ({ pieces }) => ({ pieces, joined: false }))
	else
		drafts.change(part.segment, ({ pieces, joined }) => {
			const { speaker } = pieceOf(pieces, part.piece)
			return { pieces: pieces.toSpliced(part.piece, 1, { text: left, speaker }, { text: right, speaker }), joined }
		})
	return drafts.made()
}

/** Both in one line. Null where they do not follow each other. */
export function joinedTo(source: Source, before: Line, line: Line): Made[] | null {
	const [a, b] = [partsOf(before).at(-1), partsOf(line)[0]]
	if (a === undefined || b === undefined) return null
	const drafts = drafting(source)
	if (a.segment === b.segment) {
		drafts.change(a.segment, ({ pieces, joined }) => {
			const [first, second] = [pieceOf(pieces, a.piece), pieceOf(pieces, b.piece)]
			const one = { text: together(first.text.trim(), second.text.trim()), speaker: first.speaker ?? second.speaker }
			return { pieces: pieces.toSpliced(a.piece, b.piece - a.piece + 1, one), joined }
		})
		return drafts.made()
	}
	const at = indexOf(source.segments, b.segment)
	const isNext = at > 0 && source.segments[at - 1]?.from === a.segment
	if (!isNext) return null
	// What was before it in its segment has no words.
	drafts.change(b.segment, ({ pieces }) => ({ pieces: pieces.slice(b.piece), joined: true }))
	return drafts.made()
}

/** This speaker says the line; null: whoever is heard on the channel. */
export function spokenBy(source: Source, line: Line, speaker: string | null): Made[] {
	const drafts = drafting(source)
	for (const { segment, piece } of partsOf(line))
		drafts.change(segment, ({ pieces, joined }) => ({ pieces: pieces.with(piece, { ...pieceOf(pieces, piece), speaker }), joined }))
	return drafts.made()
}

/** The segments of the line as they were heard. */
export function unwritten(line: Line): Made[] {
	return [...new Set(partsOf(line).map(({ segment }) => segment))].map(from => ({ from, edit: null }))
}

/** What was heard where a line begins its segments; empty for what follows in a split one. */
export function heardIn(source: Source, line: Line): string {
	return partsOf(line)
		.filter(
			({ segment, piece }) =>
				!source.edits
					.get(segment)
					?.pieces.slice(0, piece)
					.some(({ text }) => text.trim() !== '')
		)
		.map(({ segment }) => source.segments[indexOf(source.segments, segment)]?.text ?? '')
		.reduce(together, '')
}

/** Both as one: what `next` makes of it after the first. */
export function inTurn(source: Source, first: readonly Made[], next: (source: Source) => readonly Made[] | null): Made[] {
	const made = new Map(first.map(each => [each.from, each]))
	for (const each of next(withMade(source, first)) ?? []) made.set(each.from, each)
	return [...made.values()]
}

export function withMade({ segments, edits }: Source, made: readonly Made[]): Source {
	const now = new Map(edits)
	for (const { from, edit } of made)
		if (edit === null) now.delete(from)
		else now.set(from, edit)
	return { segments, edits: now }
}

/** The line that begins where this one did, and those behind it in its segments, as they read now. */
export function linesFrom({ segments, edits }: Source, line: Line): Line<SegmentRecord>[] {
	const parts = partsOf(line)
	const own = [...new Set(parts.map(part => part.segment))].flatMap(from => segments[indexOf(segments, from)] ?? [])
	const lines = linesOf(own, edits)
	return lines.slice(
		lines.findLastIndex(each => partsOf(each).some(({ segment, piece }) => segment === parts[0]?.segment && piece <= parts[0].piece))
	)
}

type Pieces = Edit['pieces']

function drafting({ segments, edits }: Source) {
	const drafts = new Map<number, Edit>()
	return {
		change(from: number, how: (edit: Edit) => Edit): void {
			const heard = segments[indexOf(segments, from)]
			const now = drafts.get(from) ?? edits.get(from) ?? { pieces: [{ text: heard?.text ?? '', speaker: null }], joined: false }
			drafts.set(from, how(now))
		},
		made: (): Made[] =>
			Array.from(drafts, ([from, edit]) => ({ from, edit: isAsHeard(edit, segments[indexOf(segments, from)]) ? null : edit }))
	}
}

function isAsHeard({ pieces: [first, ...rest], joined }: Edit, heard: SegmentRecord | undefined): boolean {
	return !joined && rest.length === 0 && first?.speaker === null && first.text === heard?.text
}

function pieceOf(pieces: Pieces, index: number): Pieces[number] {
	return pieces[index] ?? { text: '', speaker: null }
}

/** Where a place of the old text is in the new one, when one stretch of it has changed. */
function seams(before: string, after: string): (place: number) => number {
	let start = 0
	while (start < before.length && start < after.length && before[start] === after[start]) start++
	let tail = 0
	while (tail < before.length - start && tail < after.length - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++
	return place => (place <= start ? place : place >= before.length - tail ? place + after.length - before.length : after.length - tail)
}

/** By its first sample; -1 when there is none. */
function indexOf(segments: readonly SegmentRecord[], from: number): number {
	let low = 0
	let high = segments.length
	while (low < high) {
		const middle = (low + high) >> 1
		if ((segments[middle]?.from ?? 0) < from) low = middle + 1
		else high = middle
	}
	return segments[low]?.from === from ? low : -1
}
