/** Who is heard where, as voices tell: the same for the text as it was heard, as it was heard again and as the user has written it. */
import * as v from 'valibot'
import type { Word } from '../../native-bridge/protocol/messages.ts'

/** A stretch of one speaker, in samples of the journal. `speaker`: an id; who is found again by another search keeps it. Two may speak at once. */
export const SpeakerTurn = v.object({ from: v.number(), to: v.number(), speaker: v.string() })
export type SpeakerTurn = v.InferOutput<typeof SpeakerTurn>

/** Ids of speakers that voices were found for; what has another was named by hand. */
const FOUND = /^s(\d+)$/

export function foundId(number: number): string {
	return `s${number}`
}

/** Which speaker that was found it is, counted from 1; null: it was none. */
export function foundNumber(speaker: string): number | null {
	const number = FOUND.exec(speaker)?.[1]
	return number === undefined ? null : Number(number)
}

/** Who speaks most in this range; null where nobody does, or nobody has looked. `turns` are by place. */
export function speakerAt(turns: readonly SpeakerTurn[], from: number, to: number): string | null {
	const shares = new Map<string, number>()
	for (const turn of turns) {
		if (turn.from >= to) break
		const share = Math.min(turn.to, to) - Math.max(turn.from, from)
		if (share > 0) shares.set(turn.speaker, (shares.get(turn.speaker) ?? 0) + share)
	}
	let most: string | null = null
	for (const [speaker, share] of shares) if (most === null || share > (shares.get(most) ?? 0)) most = speaker
	return most
}

/** Words in a row that one speaker says: `from` the first's number, up to but without `to`. */
export interface Said {
	readonly speaker: string | null
	readonly from: number
	readonly to: number
}

/** A change of speaker inside a sentence for less than so many words is taken for one of the clock: times of words are often estimated. */
const LEAST_WORDS = 2

/**
 * Where a segment's words go from one speaker to another. Each word is whose it mostly is; a word between turns belongs to the one before it,
 * before all to the one after. Gives at least one piece, and together they are all words.
 */
export function saidBy(words: readonly Pick<Word, 'from' | 'to'>[], turns: readonly SpeakerTurn[]): Said[] {
	const whose = words.map(word => speakerAt(turns, word.from, word.to))
	const first = whose.find(speaker => speaker !== null) ?? null
	let last = first
	const pieces: { speaker: string | null; from: number; to: number }[] = []
	for (const [number, speaker] of whose.entries()) {
		last = speaker ?? last
		const piece = pieces.at(-1)
		if (piece?.speaker === last) piece.to = number + 1
		else pieces.push({ speaker: last, from: number, to: number + 1 })
	}
	for (let at = 0; at < pieces.length; ) {
		const [before, piece, after] = [pieces[at - 1], pieces[at], pieces[at + 1]]
		if (before && after && piece && piece.to - piece.from < LEAST_WORDS && before.speaker === after.speaker) {
			before.to = after.to
			pieces.splice(at, 2)
		} else at++
	}
	return pieces.length > 0 ? pieces : [{ speaker: first, from: 0, to: 0 }]
}
