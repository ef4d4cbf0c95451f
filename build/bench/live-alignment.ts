import { type SampleRange, samplesOf } from '../../native-bridge/protocol/units.ts'

/** How far before or after its place in the file sound may be in the recording: the page begins to record when it is ready. */
const FAR = samplesOf(6)
/** How far two utterances may be apart more or less than in the file: a busy machine's microphone loses some. */
const NEAR = samplesOf(0.5)
/** Compared of each utterance, and how finely: 1 ms. */
const COMPARED = samplesOf(1)
const FINE = 16
const COARSE = samplesOf(0.005)

/**
 * Finds each utterance of what was played in what was recorded. The first by its loudness over time, then each by its wave: a browser's
 * fake microphone resamples, so that no two samples are equal. `withinMs`: how much the delays of the utterances differ.
 */
export function alignment(
	played: Int16Array,
	saved: Int16Array,
	spoken: readonly SampleRange[]
): { readonly utterances: SampleRange[]; readonly withinMs: number } {
	const [loudPlayed, loudSaved] = [loudness(played), loudness(saved)]
	let delay = best(-FAR / COARSE, FAR / COARSE, 1, shift => product(loudPlayed, loudSaved, shift, 0, loudPlayed.length, 1)) * COARSE
	const delays = spoken.map(({ from }) => {
		delay = best(delay - NEAR, delay + NEAR, FINE, shift => Math.abs(product(played, saved, shift, from, from + COMPARED, 3)))
		return delay
	})
	return {
		utterances: spoken.map(({ from, to }, i) => ({ from: from + (delays[i] ?? 0), to: to + (delays[i] ?? 0) })),
		withinMs: (Math.max(...delays) - Math.min(...delays)) / 16
	}
}

function loudness(audio: Int16Array): Float64Array {
	return Float64Array.from({ length: Math.floor(audio.length / COARSE) }, (_, i) =>
		audio.subarray(i * COARSE, (i + 1) * COARSE).reduce((sum, s) => sum + Math.abs(s), 0)
	)
}

function best(from: number, to: number, step: number, fit: (shift: number) => number): number {
	let at = from
	let most = Number.NEGATIVE_INFINITY
	for (let shift = from; shift <= to; shift += step) {
		const fits = fit(shift)
		if (fits > most) [at, most] = [shift, fits]
	}
	return at
}

function product(a: ArrayLike<number>, b: ArrayLike<number>, shift: number, from: number, to: number, step: number): number {
	let sum = 0
	for (let i = Math.max(from, -shift); i < Math.min(to, a.length, b.length - shift); i += step) sum += (a[i] ?? 0) * (b[i + shift] ?? 0)
	return sum
}
