import { MICROPHONE } from '../../electron/contract/audio-frame.ts'

/** What can be said of how loud a source is. */
export interface Loudness {
	/** Loudest sample of each 50 ms, 0…1, newest last: the last 4 s. */
	readonly recent: readonly number[]
	/** Whether it was ever more than silence. */
	readonly sounded: boolean
}

export const PEAK_SAMPLES = MICROPHONE.sampleRate / 20
const KEPT = 80
/** Peaks of 4 s below this (−66 dB): the microphone is off, or dead. Real rooms are louder. */
const SILENT = 0.0005
/** The largest that a sample can be, but for a rounding. */
const CUT_OFF = 0.999
/** So many times 50 ms in 3 s: a single clap is no reason to warn. */
const CUT_OFF_PEAKS = 5
const CUT_OFF_AMONG = 60

export const notLoud: Loudness = { recent: [], sounded: false }

export function peaksOf(samples: Int16Array): number[] {
	const peaks: number[] = []
	for (let from = 0; from < samples.length; from += PEAK_SAMPLES) {
		let peak = 0
		for (const sample of samples.subarray(from, from + PEAK_SAMPLES)) peak = Math.max(peak, Math.abs(sample))
		peaks.push(peak / 32_768)
	}
	return peaks
}

export function loudnessAfter(loudness: Loudness, peaks: readonly number[]): Loudness {
	return {
		recent: [...loudness.recent, ...peaks].slice(-KEPT),
		sounded: loudness.sounded || peaks.some(peak => peak >= SILENT)
	}
}

/** Loudest sample of the last 50 ms, 0…1. */
export function levelOf({ recent }: Loudness): number {
	return recent.at(-1) ?? 0
}

/** So quiet for 4 s that it must be off or dead. */
export function isFlat({ recent }: Loudness): boolean {
	return recent.length === KEPT && recent.every(peak => peak < SILENT)
}

/** So loud, again and again in the last 3 s, that speech is cut off. */
export function isClipping({ recent }: Loudness): boolean {
	return recent.slice(-CUT_OFF_AMONG).filter(peak => peak >= CUT_OFF).length >= CUT_OFF_PEAKS
}
