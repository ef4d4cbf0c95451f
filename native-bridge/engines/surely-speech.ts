import { SAMPLE_RATE } from '../protocol/units.ts'
import { raised } from './level.ts'
import type { SherpaLibrary } from './sherpa-library.ts'
import { DOUBTING, SpeechDetector } from './speech-detector.ts'

/**
 * Whether the detector rather than the model is right about a stretch in which speech was found but no words: a second, strict
 * detector must hear a second of it as well. Then the user is told of a gap; else it is noise, and telling would only annoy.
 */
export class SurelySpeech {
	readonly #library: SherpaLibrary
	readonly #file: string
	#detector: SpeechDetector | null = null

	constructor(library: SherpaLibrary, detectorFile: string) {
		this.#library = library
		this.#file = detectorFile
	}

	hears(audio: Int16Array): boolean {
		this.#detector ??= new SpeechDetector(this.#library, this.#file, DOUBTING)
		const detector = this.#detector
		const samples = raised(audio)
		detector.begin(0)
		for (let at = 0, wants = detector.wants; at <= samples.length; at += wants, wants = detector.wants) {
			detector.hear(samples.subarray(at, at + wants))
		}
		return detector.islands.reduce((sum, island) => sum + island.to - island.from, 0) >= SAMPLE_RATE
	}
}
