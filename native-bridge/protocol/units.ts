/** Samples per second of every journal and of everything an engine sees. */
export const SAMPLE_RATE = 16_000

/** Samples in one microphone chunk: 50 ms, the most that a process death may cost. Of 100 ms the first word came 50 ms later. */
export const CHUNK_SAMPLES = 800

/** A half-open range of samples in a journal, `from` inclusive, `to` exclusive, both ≥ 0 and counted from its first sample. */
export interface SampleRange {
	readonly from: number
	readonly to: number
}

export function secondsOf(samples: number): number {
	return samples / SAMPLE_RATE
}

export function samplesOf(seconds: number): number {
	return Math.round(seconds * SAMPLE_RATE)
}

/** Bytes that so many seconds of audio take in a journal, its header apart: what must be free on the disk before a file is decoded. */
export function journalBytes(seconds: number): number {
	return samplesOf(seconds) * 2
}

/** `secondsOf(samples)` as people write it: `0:07`, `12:30`, `1:58:20`. Whole seconds, rounded down. */
export function clockOf(samples: number): string {
	const total = Math.floor(secondsOf(samples))
	const s = String(total % 60).padStart(2, '0')
	const m = Math.floor(total / 60) % 60
	const h = Math.floor(total / 3600)
	return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`
}

/** Ends a `switch` over a union: the compiler names the member that is missing. Throws when bytes from outside got past a schema. */
export function assertNever(value: never): never {
	throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
