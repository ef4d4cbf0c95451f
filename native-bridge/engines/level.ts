import { samplesOf } from '../protocol/units.ts'

/** Speech is brought to this peak (1 is full scale): the detector misses quiet speech that the model itself would understand. */
const TARGET = 0.5
/** +40 dB: a whisper far from a microphone. */
const MOST = 100
/** Stretches over which a peak is taken: the detector's window. */
const WINDOW = 512
/** A click is shorter than this many windows (0.19 s): the loudest ones are passed over, or one would keep quiet speech unheard. */
const CLICK_WINDOWS = 6

/** How far back the gain looks: pauses inside this are not turned up. */
export const LEVEL_MEMORY = samplesOf(10)

/**
 * The gain for audio that is read window by window, from the audio in front of each window and in it. A function of samples
 * alone, so that a run that begins at this place in another process amplifies in the same way.
 */
export class Level {
	readonly #peaks: number[] = []

	/** `before`: the `LEVEL_MEMORY` samples before the first window, as far as there are any. */
	constructor(before: Int16Array) {
		// Whole windows, counted back from the first one that will be read.
		for (let from = before.length % WINDOW; from < before.length; from += WINDOW) this.#peaks.push(peakOf(before, from, from + WINDOW))
	}

	/** The next window, amplified. It is never driven into clipping, whatever came before it. */
	raise(window: Int16Array): Float32Array {
		const peak = peakOf(window, 0, window.length)
		this.#peaks.push(peak)
		if (this.#peaks.length > LEVEL_MEMORY / WINDOW) this.#peaks.shift()
		return amplify(window, Math.min(gainFor(this.#peaks), peak > 0 ? Math.max(1, 32_768 / peak) : MOST))
	}
}

/** A whole segment, amplified by one gain. Only a click may be clipped. */
export function raised(audio: Int16Array): Float32Array {
	const peaks: number[] = []
	for (let from = 0; from < audio.length; from += WINDOW) peaks.push(peakOf(audio, from, Math.min(audio.length, from + WINDOW)))
	return amplify(audio, gainFor(peaks))
}

/** Mean level of ranges of the audio in dB below full scale; -Infinity for digital silence or no ranges. */
export function levelOf(audio: Int16Array, ranges: ReadonlyArray<{ readonly from: number; readonly to: number }>): number {
	let energy = 0
	let count = 0
	for (const range of ranges) {
		for (let i = Math.max(0, range.from); i < Math.min(audio.length, range.to); i++) {
			const s = (audio[i] ?? 0) / 32_768
			energy += s * s
			count++
		}
	}
	return count === 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10(energy / count)
}

/** 1 … `MOST`, from the peaks (0 … 32768) of windows. */
export function gainFor(peaks: readonly number[]): number {
	// The n-th largest, by a small insertion list: called for every window, so no sorting of all of them.
	const top: number[] = []
	for (const peak of peaks) {
		if (top.length === CLICK_WINDOWS && peak <= (top[CLICK_WINDOWS - 1] ?? 0)) continue
		let at = top.length
		while (at > 0 && (top[at - 1] ?? 0) < peak) at--
		top.splice(at, 0, peak)
		if (top.length > CLICK_WINDOWS) top.pop()
	}
	const peak = (top.at(-1) ?? 0) / 32_768
	return peak === 0 ? MOST : Math.min(MOST, Math.max(1, TARGET / peak))
}

function peakOf(audio: Int16Array, from: number, to: number): number {
	let peak = 0
	for (let i = from; i < to; i++) {
		const s = audio[i] ?? 0
		if (s > peak) peak = s
		else if (-s > peak) peak = -s
	}
	return peak
}

function amplify(audio: Int16Array, gain: number): Float32Array {
	const out = new Float32Array(audio.length)
	const factor = gain / 32_768
	for (let i = 0; i < audio.length; i++) {
		const s = (audio[i] ?? 0) * factor
		out[i] = s > 1 ? 1 : Math.max(s, -1)
	}
	return out
}
