import { samplesOf } from '../protocol/units.ts'

const SPAN = samplesOf(0.1)
const HOP = samplesOf(0.01)

/**
 * Middle of the quietest 100 ms (in steps of 10 ms) of the audio, as an index into it: the least bad place to cut speech that
 * makes no pause. Of equally quiet ones the latest, so that what comes before is as long as it may be. Audio shorter than
 * 100 ms is cut at its middle.
 */
export function quietest(audio: Int16Array): number {
	let best = Math.floor(audio.length / 2)
	let least = Number.POSITIVE_INFINITY
	for (let from = 0; from + SPAN <= audio.length; from += HOP) {
		let energy = 0
		for (let i = from; i < from + SPAN; i++) {
			const s = audio[i] ?? 0
			energy += s * s
		}
		if (energy <= least) {
			least = energy
			best = from + SPAN / 2
		}
	}
	return best
}
