import { SAMPLE_RATE, secondsOf } from '../protocol/units.ts'

/** What a model said about a stretch of audio. */
export interface Heard {
	readonly text: string
	/** Sub-word pieces; a leading space begins a word. */
	readonly tokens: readonly string[]
	/** Where each token begins, and how long it lasts, in seconds from the beginning of the audio. Empty or left out: the model does not say. */
	readonly times?: readonly number[]
	readonly durations?: readonly number[]
	/** How likely each token was to the model, as natural logarithms. Empty or left out: it does not say. */
	readonly logProbs?: readonly number[]
	/** The language that it found, as in BCP 47. Empty or left out: it does not say. */
	readonly language?: string
}

/** Why a result is not to be believed. `no-words` is the only one that may be right after all. */
export type Suspicion = 'loop' | 'unknown-token' | 'no-words'

/** Longest audio that the engine is ever given at once, in samples; at 60 s the model falls into loops, at 10 min it asks for 20 GB. */
const LONGEST_INPUT = 21 * SAMPLE_RATE
/** With silence behind it: Whisper takes less than 30 s. */
export const LONGEST_ROOM = 28 * SAMPLE_RATE

/** More tokens than this per second are spoken by nobody for long (normal is 3 to 4.5, very fast 10). */
const FAST = 7
/** So many tokens per second may still be speech; a library that stops a decode at fewer than this may have stopped what was right. */
const SPEAKABLE = 10

/** Throws for audio that must not reach native code: it would answer with nonsense or end the process, not with an error. */
export function checkInput(samples: Float32Array): void {
	if (samples.length === 0 || samples.length > LONGEST_INPUT) {
		throw new RangeError(`An engine was given ${samples.length} samples; 1 to ${LONGEST_INPUT} are allowed.`)
	}
	for (const s of samples) {
		if (!Number.isFinite(s)) throw new RangeError('An engine was given audio with a sample that is not a number.')
	}
}

/**
 * Judges a result for `samples` of audio in which `speech` samples of speech were detected, at a mean level of `levelDb`.
 * `loopsAt`: tokens per second at which the library stops such a model; null for one that can't loop. Null: nothing speaks against it.
 */
export function suspect(heard: Heard, samples: number, speech: number, levelDb: number, loopsAt: number | null): Suspicion | null {
	const seconds = secondsOf(samples)
	const count = heard.tokens.length
	if (loopsAt !== null && count > 0) {
		const stopped = count >= Math.floor(seconds * loopsAt) - 1
		if (stopped && loopsAt > SPEAKABLE) return 'loop'
		if ((stopped || count > FAST * seconds) && repeats(heard.tokens)) return 'loop'
	}
	if (heard.tokens.some(token => token === '<unk>' || token.includes('<<ST_')) || heard.text.includes('<unk>')) return 'unknown-token'
	// The library reports out-of-memory and wrong shapes as empty text: only of little or faint speech is it to be believed at once.
	if (heard.text.trim() === '' && secondsOf(speech) >= 1 && levelDb > -50) return 'no-words'
	return null
}

/**
 * Whether the library stopped a model although it may not have been done: some are stopped at fewer tokens a second than are spoken (Whisper at
 * six, and a Chinese character may be two).
 */
export function stoppedEarly(heard: Heard, samples: number, loopsAt: number | null): boolean {
	if (loopsAt === null || loopsAt > SPEAKABLE || heard.tokens.length === 0) return false
	return heard.tokens.length >= Math.floor(secondsOf(samples) * loopsAt) - 1 && !repeats(heard.tokens)
}

/** Whether some unit of one to eight tokens comes at least four times in a row. */
export function repeats(tokens: readonly string[]): boolean {
	for (let unit = 1; unit <= 8; unit++) {
		let run = 0
		for (let i = unit; i < tokens.length; i++) {
			run = tokens[i] === tokens[i - unit] ? run + 1 : 0
			if (run >= unit * 3) return true
		}
	}
	return false
}
