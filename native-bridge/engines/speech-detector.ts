import type { Vad } from 'sherpa-onnx-node'
import { SAMPLE_RATE, type SampleRange, samplesOf } from '../protocol/units.ts'
import type { SherpaLibrary } from './sherpa-library.ts'

/** What the detector's network reads at a time, and what it sees of the window before (Silero v5 and v6 at 16 kHz). */
const WINDOW = 512
const OVERLAP = 64

/** How readily speech is believed; seconds. */
export interface Strictness {
	/** Of the network's probability. */
	readonly threshold: number
	readonly minSilence: number
	readonly minSpeech: number
}

/** Finds the bounds of speech; rather noise too much than a word too little, as the model is silent about noise. */
export const FINDING: Strictness = { threshold: 0.5, minSilence: 0.25, minSpeech: 0.1 }
/** For a second opinion: lets speech in 0 dB of noise and the babble of a dozen voices pass, and hardly anything else. */
export const DOUBTING: Strictness = { threshold: 0.9, minSilence: 0.1, minSpeech: 0.25 }

/** How much audio `hear` wants next: always the same for the same place, so that results do not depend on how audio arrives. */
export type WindowSamples = 512 | 576

/**
 * Silero's voice activity detection through sherpa. Only its bounds are used: its own segments have no tail, and its
 * `maxSpeechDuration` is not a limit. One instance serves one step at a time; making one costs 35 ms, so they are kept.
 */
export class SpeechDetector {
	readonly #vad: Vad
	readonly #minSpeech: number
	#cursor = 0
	#heard = 0
	#islands: SampleRange[] = []
	#open: number | null = null

	constructor(sherpa: SherpaLibrary, modelFile: string, strictness: Strictness) {
		this.#minSpeech = samplesOf(strictness.minSpeech)
		const sileroVad = {
			model: modelFile,
			threshold: strictness.threshold,
			minSilenceDuration: strictness.minSilence,
			minSpeechDuration: strictness.minSpeech,
			windowSize: WINDOW,
			// Beyond any segment of ours: what it does at its limit (a higher threshold) would depend on what was before.
			maxSpeechDuration: 60
		}
		// Buffer: more than the longest silence and the longest segment of one step together.
		this.#vad = new sherpa.Vad({ sileroVad, sampleRate: SAMPLE_RATE, numThreads: 1, provider: 'cpu', debug: 0 }, 60)
	}

	/** Forgets everything; the next window begins at sample `cursor` of the journal. */
	begin(cursor: number): void {
		this.#vad.reset()
		this.#cursor = cursor
		this.#heard = 0
		this.#islands = []
		this.#open = null
	}

	/** Samples that `hear` wants next. */
	get wants(): WindowSamples {
		return this.#heard === 0 ? ((WINDOW + OVERLAP) as 576) : WINDOW
	}

	/** Hears the next window. One that is shorter than wanted is the journal's last: it is passed over, and speech going on is ended. */
	hear(window: Float32Array): void {
		const last = window.length < this.wants
		if (last) this.#vad.flush()
		else this.#vad.acceptWaveform(window)
		this.#heard += window.length
		while (!this.#vad.isEmpty()) {
			const { start, samples } = this.#vad.front(false)
			this.#vad.pop()
			this.#islands.push({ from: this.#cursor + start, to: this.#cursor + start + samples.length })
		}
		if (!this.#vad.isDetected()) this.#open = null
		else this.#open ??= this.#onset()
	}

	/** Stretches of speech that have ended. */
	get islands(): readonly SampleRange[] {
		return this.#islands
	}

	/** Where the speech that goes on began, or null: where its island will begin. */
	get open(): number | null {
		return this.#open
	}

	/** Computed as sherpa does when it first notices speech; it tells only at the end, by the island. */
	#onset(): number {
		const noticed = this.#heard - OVERLAP
		const begin = this.#cursor + Math.max(0, noticed - 2 * (WINDOW + OVERLAP) - this.#minSpeech)
		return Math.max(begin, this.#islands.at(-1)?.to ?? 0)
	}
}
