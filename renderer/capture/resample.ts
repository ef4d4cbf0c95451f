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
	let kept = new Float32Array(reach)
	/** Where in `kept` the next output sample lies. */
	let position = reach

	return block => {
		const input = new Float32Array(kept.length + block.length)
		input.set(kept)
		input.set(block, kept.length)
		const output: number[] = []
		while (Math.floor(position) + reach + 1 < input.length) {
			output.push(interpolate(input, position, cutoff, reach))
			position += step
		}
		const drop = Math.max(0, Math.floor(position) - reach)
		kept = input.slice(drop)
		position -= drop
		return Float32Array.from(output)
	}
}

function interpolate(input: Float32Array, position: number, cutoff: number, reach: number): number {
	let sum = 0
	for (let i = Math.ceil(position - reach); i <= position + reach; i++) {
		const distance = i - position
		const sinc = distance === 0 ? 1 : Math.sin(Math.PI * cutoff * distance) / (Math.PI * cutoff * distance)
		// Hann window: falls to nothing at the filter's ends.
		const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (reach + 1))
		sum += (input[i] ?? 0) * sinc * cutoff * window
	}
	return sum
}
