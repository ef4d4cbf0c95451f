/** What voices make of a text: it is cut where another begins to speak, and says who speaks; what the user made of a segment stands. */
import type { Word } from '../../native-bridge/protocol/messages.ts'
import { type Edit, type Heard, linesOf } from './lines.ts'
import { ofVoices } from './of-voices.ts'
import { type Said, type SpeakerTurn, saidBy, speakerAt } from './speakers.ts'

/** A segment as voices cut it; null where nobody has listened for them, or heard any. */
export function voicedEdit(segment: Heard, turns: readonly SpeakerTurn[]): Edit | null {
	if (turns.length === 0) return null
	const near = turnsIn(turns, segment.from, segment.to)
	const starts = startsOf(segment)
	const pieces = atSentences(segment.words, saidBy(starts === null ? [segment] : segment.words, near))
	if (pieces.every(({ speaker }) => speaker === null)) return null
	const edit: Edit = {
		pieces: pieces.map(({ speaker, from }, n) => {
			const next = pieces[n + 1]
			const begins = n === 0 ? 0 : starts?.[from]
			return { text: segment.text.slice(begins, next && starts?.[next.from]).trim(), speaker }
		}),
		joined: false
	}
	return ofVoices(edit)
}

/** What stands for each segment, by its first sample: what the user made of it, else what voices say. */
export function withVoices(
	segments: readonly Heard[],
	edits: ReadonlyMap<number, Edit>,
	turns: readonly SpeakerTurn[]
): ReadonlyMap<number, Edit> {
	if (turns.length === 0) return edits
	const all = new Map(edits)
	for (const segment of segments) {
		const own = edits.get(segment.from)
		const edit = own ? spokenEdit(segment, own, turns) : onceVoiced(segment, turns)
		if (edit) all.set(segment.from, edit)
	}
	return all
}

/** Segments are values, and stay while others come and are written in: what voices make of one is made once. */
function onceVoiced(segment: Heard, turns: readonly SpeakerTurn[]): Edit | null {
	const known = voiced.get(segment)
	if (known?.turns === turns) return known.edit
	const edit = voicedEdit(segment, turns)
	voiced.set(segment, { turns, edit })
	return edit
}

const voiced = new WeakMap<Heard, { turns: readonly SpeakerTurn[]; edit: Edit | null }>()

/** What the user wrote before anybody was told apart: whose it mostly is. Where he has named somebody in it, it is as he has it. */
function spokenEdit(segment: Heard, edit: Edit, turns: readonly SpeakerTurn[]): Edit {
	if (edit.pieces.some(({ speaker }) => speaker !== null)) return edit
	const known = spoken.get(edit)
	if (known?.turns === turns) return known.edit
	const whose = new Map(
		linesOf([segment], new Map([[segment.from, edit]])).map(line => [line.written?.of[0]?.piece, speakerAt(turns, line.from, line.to)])
	)
	const made = { ...edit, pieces: edit.pieces.map((piece, n) => ({ ...piece, speaker: whose.get(n) ?? null })) }
	spoken.set(edit, { turns, edit: made })
	return made
}

// Edits are values: what was made of one stays the same object for whoever draws it.
const spoken = new WeakMap<Edit, { turns: readonly SpeakerTurn[]; edit: Edit }>()

/** Those that reach into the range; `turns` are by where they begin. */
function turnsIn(turns: readonly SpeakerTurn[], from: number, to: number): SpeakerTurn[] {
	const ends = endsOf(turns)
	const first = firstWhere(turns.length, at => (ends[at] ?? 0) > from)
	const behind = firstWhere(turns.length, at => (turns[at]?.from ?? 0) >= to)
	return turns.slice(first, behind).filter(turn => turn.to > from)
}

/** Of each turn how far it or any before it reaches: one may go on below those that follow. */
function endsOf(turns: readonly SpeakerTurn[]): readonly number[] {
	const known = reaches.get(turns)
	if (known) return known
	let end = 0
	const made = turns.map(turn => {
		end = Math.max(end, turn.to)
		return end
	})
	reaches.set(turns, made)
	return made
}

const reaches = new WeakMap<readonly SpeakerTurn[], readonly number[]>()

/** The first of so many places from which on it is so; all of them: none. */
function firstWhere(length: number, isSo: (at: number) => boolean): number {
	let low = 0
	let high = length
	while (low < high) {
		const middle = (low + high) >> 1
		if (isSo(middle)) high = middle
		else low = middle + 1
	}
	return low
}

/** Where each word stands in the text; null when one does not, so that nobody can say where to cut. */
function startsOf({ text, words }: Heard): number[] | null {
	const starts: number[] = []
	let at = 0
	for (const word of words) {
		const start = text.indexOf(word.text, at)
		if (start < 0) return null
		starts.push(start)
		at = start + word.text.length
	}
	return starts.length > 0 ? starts : null
}

/** People change at sentences' ends; times of words are often estimated. A change that is so near to such an end is there. */
const NEAR_WORDS = 2
const SENTENCE_END = /[.?!。？！…]["'”’»）)]*$/u

function atSentences(words: readonly Word[], said: readonly Said[]): Said[] {
	const begins = said.map(({ from }) => from)
	for (let n = 1; n < begins.length; n++) {
		const at = begins[n] ?? 0
		const after = (begins[n - 1] ?? 0) + 1
		const before = (begins[n + 1] ?? words.length) - 1
		for (const move of [0, -1, 1, -2, 2].filter(each => Math.abs(each) <= NEAR_WORDS)) {
			const place = at + move
			if (place < after || place > before || !SENTENCE_END.test(words[place - 1]?.text ?? '')) continue
			begins[n] = place
			break
		}
	}
	return said.map(({ speaker, to }, n) => ({ speaker, from: begins[n] ?? 0, to: begins[n + 1] ?? to }))
}
