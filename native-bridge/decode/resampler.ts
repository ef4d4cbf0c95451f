import { SAMPLE_RATE } from '../protocol/units.ts'

/** Zero crossings of the filter on each side: about 60 dB against what would fold back. */
const CROSSINGS = 24
/** Where the filter begins to close, as a part of the lower rate's half. */
const CUTOFF = 0.92

/**
 * Any whole rate to 16 kHz mono s16, in pieces of any size: a windowed sinc, one filter a phase. For the fallback decoder only,
 * where FFmpeg's resampler is not there; plain linear would let everything above 8 kHz fold into the speech.
 */
export class Resampler {
	readonly #up: number
	readonly #down: number
	readonly #reach: number
	readonly #filters: readonly Float32Array[]
	/** Input not yet used up; its first sample is number `#start` of the whole. */
	#input: Float32Array
	#start: number
	#received = 0
	#made = 0

	/** `rate`: of the input, in Hz, a whole number. */
	constructor(rate: number) {
		const divisor = greatestCommonDivisor(rate, SAMPLE_RATE)
		this.#up = SAMPLE_RATE / divisor
		this.#down = rate / divisor
		const width = Math.max(1, rate / SAMPLE_RATE) / CUTOFF
		this.#reach = Math.ceil(CROSSINGS * width)
		this.#filters = Array.from({ length: this.#up }, (_, phase) => filterOf(phase / this.#up, this.#reach, width))
		// Silence before the first sample, so that its filter has something to look back at.
		this.#input = new Float32Array(this.#reach)
		this.#start = -this.#reach
	}

	/** Takes input in −1…1, gives what can be made of it so far. */
	push(samples: Float32Array): Int16Array {
		const joined = new Float32Array(this.#input.length + samples.length)
		joined.set(this.#input)
		joined.set(samples, this.#input.length)
		this.#input = joined
		this.#received += samples.length
		return this.#make(Math.floor(((this.#received - this.#reach) * this.#up) / this.#down))
	}

	/** The rest. In all, as many samples as the input lasts, rounded up. */
	end(): Int16Array {
		const joined = new Float32Array(this.#input.length + this.#reach + 1)
		joined.set(this.#input)
		this.#input = joined
		return this.#make(Math.ceil((this.#received * this.#up) / this.#down))
	}

	/** Makes samples up to number `to` of the output. */
	#make(to: number): Int16Array {
		const out = new Int16Array(Math.max(0, to - this.#made))
		for (let i = 0; i < out.length; i++, this.#made++) {
			const at = Math.floor((this.#made * this.#down) / this.#up)
			const filter = this.#filters[(this.#made * this.#down) % this.#up] ?? new Float32Array()
			const from = at - this.#reach + 1 - this.#start
			let sum = 0
			for (let k = 0; k < filter.length; k++) sum += (filter[k] ?? 0) * (this.#input[from + k] ?? 0)
			out[i] = Math.max(-32_768, Math.min(32_767, Math.round(sum * 32_768)))
		}
		const keep = Math.max(0, Math.floor((this.#made * this.#down) / this.#up) - this.#reach - this.#start)
		this.#input = this.#input.slice(keep)
		this.#start += keep
		return out
	}
}

/** Weights for the samples from `reach - 1` before to `reach` after, for a point `fraction` past a sample. They sum to 1. */
function filterOf(fraction: number, reach: number, width: number): Float32Array {
	const weights = Float32Array.from({ length: reach * 2 }, (_, k) => {
		const x = k - (reach - 1) - fraction
		const sinc = x === 0 ? 1 : Math.sin((Math.PI * x) / width) / ((Math.PI * x) / width)
		const window = Math.abs(x) >= reach ? 0 : 0.42 + 0.5 * Math.cos((Math.PI * x) / reach) + 0.08 * Math.cos((2 * Math.PI * x) / reach)
		return sinc * window
	})
	const sum = weights.reduce((total, weight) => total + weight, 0)
	return weights.map(weight => weight / sum)
}

function greatestCommonDivisor(a: number, b: number): number {
	return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
