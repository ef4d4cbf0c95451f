/** Half the filter's width in samples of the slower side: wide enough that what is above the new limit is about 60 dB down. */
const LOBES = 16

/**
 * Turns a stream of samples at `from` per second into one at `to` per second: windowed sinc, band-limited to the slower of
 * the two. Call it with consecutive blocks; it keeps what the next one needs. Output lags input by the filter's half width.
 * Used where the browser can't run its audio graph at our rate (Firefox, with a microphone of another rate).
 */
export function createResampler(from: number, to: number): (block: Float32Array) => Float32Array {
	if (from === to) return block => block
	const step = from / to
	// In input samples: the cut-off of the slower side, and how far the filter reaches.
	const cutoff = Math.min(1, to / from)
	const reach = Math.ceil(LOBES / cutoff)
	const weightsAt = rememberWeights(cutoff, reach)
	/** How often the places of output samples between two input samples repeat: 147 for 44,100, 1 for 48,000. */
	const cycle = to / gcd(from, to)
	let kept = new Float32Array(reach)
	/** Output samples made in this second of the stream, and where in `kept` it began. */
	let made = 0
	let base = reach

	return block => {
		const input = new Float32Array(kept.length + block.length)
		input.set(kept)
		input.set(block, kept.length)
		const output: number[] = []
		for (;;) {
			// Exact for as long as numbers are: positions are not added up.
			const position = base + made * step
			const whole = Math.floor(position + 1e-9)
			if (whole + reach + 1 >= input.length) break
			const weights = weightsAt(made % cycle, Math.max(0, position - whole))
			let sum = 0
			for (let i = 0; i < weights.length; i++) sum += (input[whole - reach + i] ?? 0) * (weights[i] ?? 0)
			output.push(sum)
			made++
			if (made === to) {
				// A second is a whole number of samples on either side.
				made = 0
				base += from
			}
		}
		const drop = Math.max(0, Math.floor(base + made * step) - reach)
		kept = input.slice(drop)
		base -= drop
		return Float32Array.from(output)
	}
}

/** The filter's weights for an output sample that lies `fraction` behind an input sample, from `reach` before that one on. */
function rememberWeights(cutoff: number, reach: number): (phase: number, fraction: number) => Float64Array {
	const known = new Map<number, Float64Array>()
	return (phase, fraction) => {
		const found = known.get(phase)
		if (found) return found
		const weights = Float64Array.from({ length: 2 * reach + 2 }, (_, i) => {
			const distance = i - reach - fraction
			if (Math.abs(distance) > reach + 1) return 0
			const sinc = distance === 0 ? 1 : Math.sin(Math.PI * cutoff * distance) / (Math.PI * cutoff * distance)
			// Hann window: falls to nothing at the filter's ends.
			return (0.5 + 0.5 * Math.cos((Math.PI * distance) / (reach + 1))) * sinc * cutoff
		})
		known.set(phase, weights)
		return weights
	}
}

function gcd(a: number, b: number): number {
	return b === 0 ? a : gcd(b, a % b)
}
