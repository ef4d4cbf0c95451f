import { type SampleRange, samplesOf } from '../protocol/units.ts'
import { lengthOf, unit, type Voice } from './voice.ts'

/** What the networks say, of audio as they want it (−1…1). Both block; what they throw is a bug or a damaged model. */
export interface Ears {
	/** Who speaks when in at most `WINDOW` samples; speakers are told apart in it, and have no meaning beyond. */
	turnsIn(audio: Float32Array): { readonly from: number; readonly to: number; readonly speaker: number }[]
	/** A print of the voice that is heard in these pieces; null: too little. */
	printOf(pieces: readonly Float32Array[]): Float32Array | null
}

/** What the segmentation network hears at once: what it was made for, and what it gives an answer to in a fraction of a second. */
export const WINDOW: number = samplesOf(10)
/** So much of somebody alone says more of his voice than twice as much of him and another. */
const ALONE = samplesOf(0.5)

/** The voices of one window; `from`: where it begins in the journal. */
export function voicesIn(audio: Int16Array, from: number, ears: Ears): Voice[] {
	const heard = Float32Array.from(audio, sample => sample / 32_768)
	const turns = ears
		.turnsIn(heard)
		.map(turn => ({ ...turn, from: Math.max(0, turn.from), to: Math.min(audio.length, turn.to) }))
		.filter(turn => turn.to > turn.from)
	return [...new Set(turns.map(({ speaker }) => speaker))].map(speaker => {
		const ranges = turns.filter(turn => turn.speaker === speaker)
		const others = turns.filter(turn => turn.speaker !== speaker)
		const alone = without(ranges, others)
		const listened = lengthOf({ ranges: alone }) >= ALONE ? alone : ranges
		const print = ears.printOf(listened.map(range => heard.subarray(range.from, range.to)))
		return { ranges: ranges.map(range => ({ from: from + range.from, to: from + range.to })), print: print && unit(print) }
	})
}

/** What is left of ranges where none of the others is. */
function without(ranges: readonly SampleRange[], others: readonly SampleRange[]): SampleRange[] {
	let left: SampleRange[] = [...ranges]
	for (const other of others)
		left = left.flatMap(range =>
			other.to <= range.from || other.from >= range.to
				? [range]
				: [
						{ from: range.from, to: other.from },
						{ from: other.to, to: range.to }
					].filter(({ from, to }) => to > from)
		)
	return left
}
