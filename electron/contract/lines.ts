/** What a transcript reads as, once what the user wrote stands in it: the one truth for the window, exports, search and copies. */
import * as v from 'valibot'
import type { Segment, Word } from '../../native-bridge/protocol/messages.ts'
import { isOfVoices } from './of-voices.ts'
import { pairsOf } from './pairs.ts'
import { between, UNSPACED_SCRIPTS } from './script.ts'

/** What the user made of one segment. More than one piece: it is split. `joined`: it stands in one line with the segment before it. */
export const Edit = v.object({
	pieces: v.pipe(
		// `speaker`: the id of who says it (`TranscriptDetail.speakers`); null: whoever is heard on the channel.
		v.array(v.object({ text: v.pipe(v.string(), v.maxLength(20_000)), speaker: v.nullable(v.pipe(v.string(), v.maxLength(100))) })),
		v.minLength(1),
		v.maxLength(1_000)
	),
	joined: v.boolean()
})
export type Edit = v.InferOutput<typeof Edit>

/** What `linesOf` needs to know of a segment. */
export type Heard = Pick<Segment, 'from' | 'to' | 'text' | 'words' | 'times'>

/** Where a line comes from: which piece of the segment with that first sample. */
export interface Part {
	readonly segment: number
	readonly piece: number
	/** Its share of the line's text, in characters: what is between two parts is the space that joins them. */
	readonly start: number
	readonly end: number
}

export interface Written {
	/** The id of who speaks; null where the user named nobody. */
	readonly speaker: string | null
	/** More than one where segments are joined; never none. */
	readonly of: readonly Part[]
	/** Text or cut are not as they were heard. False where only somebody was named. */
	readonly changed: boolean
}

/** A segment, or what the user made of it. `times` of a written line: `estimated` when those of any word are. */
export type Line<S extends Heard = Heard> = S & { readonly written?: Written }

/**
 * Segments in their order, edits by their segment's first sample. A segment without an edit is its own line; a piece without words has none, but
 * a segment of which nothing is left has one without text. An edit without its segment says nothing.
 */
export function linesOf<S extends Heard>(segments: readonly S[], edits: ReadonlyMap<number, Edit>): Line<S>[] {
	if (edits.size === 0) return [...segments]
	const lines: Line<S>[] = []
	for (const segment of segments) {
		const edit = edits.get(segment.from)
		if (edit === undefined) {
			lines.push(segment)
			continue
		}
		const made = madeOf(segment, edit)
		const last = lines.at(-1)
		const [first, ...rest] = made
		if (edit.joined && last && first?.written?.of[0]?.piece === 0) lines.splice(-1, 1, joined(last, first), ...rest)
		else lines.push(...made)
	}
	return lines
}

/** One segment as it reads, whatever it is cut into. */
export function readingOf(segment: Heard, edit: Edit | undefined): { text: string; words: readonly Word[] } {
	if (edit === undefined) return segment
	return { text: writtenText(edit), words: madeOf(segment, edit).flatMap(line => line.words) }
}

/** All that stands in an edit. */
export function writtenText({ pieces }: Edit): string {
	return pieces.map(({ text }) => text.trim()).reduce(together, '')
}

/** Two texts as one, with a space where their script wants it. */
export function together(a: string, b: string): string {
	return a + (a === '' || b === '' ? '' : between(a, b)) + b
}

/** Where a line comes from, also one that nobody wrote in. */
export function partsOf({ from, text, written }: Line): readonly Part[] {
	return written?.of ?? [{ segment: from, piece: 0, start: 0, end: text.length }]
}

// Edits are values: what was made of one is made once, and stays the same object for whoever draws it.
const made = new WeakMap<Edit, { segment: Heard; lines: readonly Line[] }>()

function madeOf<S extends Heard>(segment: S, edit: Edit): readonly Line<S>[] {
	const known = made.get(edit)
	if (known?.segment === segment) return known.lines as readonly Line<S>[]
	const lines = asEdited(segment, edit, !isOfVoices(edit))
	made.set(edit, { segment, lines })
	return lines
}

function asEdited<S extends Heard>(segment: S, { pieces }: Edit, byHand: boolean): Line<S>[] {
	const tokens = pieces.map(({ text }) => tokensOf(text))
	const timed = timesOf(segment, tokens.flat())
	let at = 0
	const parts = pieces.map(({ text, speaker }, piece) => {
		const words = timed.slice(at, at + (tokens[piece]?.length ?? 0))
		at += words.length
		return { text: text.trim(), speaker, piece, words }
	})
	const spoken = parts.filter(({ words }) => words.length > 0)
	const shown = spoken.length > 0 ? spoken : parts.slice(0, 1)
	return shown.map(({ text, speaker, piece, words }, n) => {
		const asHeard = shown.length === 1 && text === segment.text
		return {
			...segment,
			text,
			// All of the segment's time stays somebody's.
			from: n === 0 ? segment.from : (words[0]?.from ?? segment.from),
			to: n === shown.length - 1 ? segment.to : (words.at(-1)?.to ?? segment.to),
			words: asHeard ? segment.words : words.map(({ estimated: _, ...word }) => word),
			times: !asHeard && words.some(word => word.estimated) ? ('estimated' as const) : segment.times,
			written: { speaker, of: [{ segment: segment.from, piece, start: 0, end: text.length }], changed: byHand && !asHeard }
		}
	})
}

function joined<S extends Heard>(a: Line<S>, b: Line<S>): Line<S> {
	const text = together(a.text, b.text)
	const shift = text.length - b.text.length
	return {
		...a,
		to: b.to,
		text,
		words: [...a.words, ...b.words],
		times: a.times === 'exact' ? b.times : a.times,
		written: {
			speaker: a.written?.speaker ?? b.written?.speaker ?? null,
			of: [...partsOf(a), ...partsOf(b).map(part => ({ ...part, start: part.start + shift, end: part.end + shift }))],
			changed: true
		}
	}
}

interface Timed extends Word {
	/** Nobody measured when it was said. */
	readonly estimated: boolean
}

/** Words that are as they were heard keep their times; others share what lies between their neighbours, by their characters. */
function timesOf(segment: Heard, written: readonly string[]): Timed[] {
	const heard = heardTokens(segment)
	const texts = heard.map(({ text }) => text)
	const same = pairsOf(texts, written)
	const words: Timed[] = []
	for (let at = 0; at < written.length; ) {
		const kept = heard[same.get(at) ?? -1]
		if (kept) {
			words.push(kept)
			at++
			continue
		}
		let end = at
		while (end < written.length && !same.has(end)) end++
		const from = words.at(-1)?.to ?? segment.from
		const to = Math.max(from, heard[same.get(end) ?? -1]?.from ?? segment.to)
		words.push(...shared(written.slice(at, end), from, to, true))
		at = end
	}
	return words
}

function heardTokens({ words, times }: Heard): Timed[] {
	return words.flatMap(({ text, from, to, ...more }) => {
		const tokens = tokensOf(text)
		return shared(tokens, from, to, times === 'estimated' || tokens.length > 1).map(token => ({ ...token, ...more }))
	})
}

function shared(texts: readonly string[], from: number, to: number, estimated: boolean): Timed[] {
	const all = texts.reduce((sum, text) => sum + text.length, 0)
	let before = 0
	return texts.map(text => {
		const place = (count: number) => Math.round(from + ((to - from) * count) / all)
		const word = { text, from: place(before), to: place(before + text.length), estimated }
		before += text.length
		return word
	})
}

/** A character of an unspaced script with its vowel signs and punctuation, or whatever else stands between spaces. */
const TOKEN = new RegExp(`[${UNSPACED_SCRIPTS}][\\p{M}\\p{P}]*|[^\\s${UNSPACED_SCRIPTS}]+`, 'gu')

function tokensOf(text: string): string[] {
	return text.match(TOKEN) ?? []
}
