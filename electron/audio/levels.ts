/** How loud audio is, small enough to be drawn: a byte for every 20 ms. */

/** Samples of one level: 20 ms. */
export const SPAN = 320

/** What is kept of a sound's loudness, and how much of the sound it covers, in samples from the first. */
export interface Waveform {
	/** One for each column that was asked for, 0–255: the square root of its largest amplitude, so that quiet speech is seen. Nothing known: 0. */
	readonly levels: number[]
	readonly known: number
}

/** A level for each whole span; what is left over waits for more. */
export function levelsOf(samples: Int16Array): Uint8Array {
	const levels = new Uint8Array(Math.floor(samples.length / SPAN))
	for (let n = 0, at = 0; n < levels.length; n++) {
		let peak = 0
		for (const end = at + SPAN; at < end; at++) {
			const sample = samples[at] ?? 0
			const loud = sample < 0 ? -sample : sample
			if (loud > peak) peak = loud
		}
		levels[n] = Math.round(Math.sqrt(peak / 32_768) * 255)
	}
	return levels
}

/** The spans between two samples that some column takes in. */
export function spansOf(from: number, to: number): { first: number; end: number } {
	const first = Math.max(0, Math.floor(from / SPAN))
	return { first, end: Math.max(first, Math.ceil(to / SPAN)) }
}

/** The time from sample `from` (which may lie before the first) to `to` in columns; `levels` are those from span `first` on. */
export function columnsOf(levels: Uint8Array, first: number, from: number, to: number, columns: number): number[] {
	const width = (to - from) / columns / SPAN
	return Array.from({ length: columns }, (_, column) => {
		const start = from / SPAN + column * width - first
		const begin = Math.max(0, Math.floor(start))
		// Where a column is shorter than a span, it has the level of the span that it lies in.
		const end = Math.min(levels.length, Math.max(Math.floor(start) + 1, Math.floor(start + width)))
		let most = 0
		for (let at = begin; at < end; at++) most = Math.max(most, levels[at] ?? 0)
		return most
	})
}
