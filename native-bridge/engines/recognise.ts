import { type SampleRange, samplesOf } from '../protocol/units.ts'
import { type Heard, type Suspicion, suspect } from './guards.ts'
import { levelOf } from './level.ts'
import { quietest } from './quietest.ts'
import { joinWords } from './words.ts'

/** A stretch of audio to be put into words. */
export interface Stretch extends SampleRange {
	/** The audio of the range, s16. */
	readonly audio: Int16Array
	/** Where speech was detected in it, in samples of the journal. */
	readonly islands: readonly SampleRange[]
}

/** What the model said to a piece of audio, and the sample of the journal at which that began. */
export interface Part {
	readonly at: number
	readonly heard: Heard
}

/** What became of a stretch, up to `to`: the whole of it, or its first half when only that could be settled. */
export type Finding =
	| {
			readonly kind: 'text'
			readonly to: number
			readonly text: string
			readonly parts: readonly Part[]
			readonly guards: readonly Suspicion[]
	  }
	| { readonly kind: 'gap'; readonly to: number; readonly suspicion: Suspicion }
	/** Nothing was said. */
	| { readonly kind: 'nothing'; readonly to: number }

/** Below this, halves are too short to be understood. */
const WORTH_HALVING = samplesOf(2)
/** Moves the model's frames against the audio: what looped at one position rarely loops at another. */
const SHIFT = samplesOf(0.1)

/**
 * Puts a stretch into words and doubts the result (see `guards.ts`). A result that is not to be believed is tried again in
 * halves, then shifted by 0.1 s; a half that is good is kept. What is left is a gap, which the user sees, never silence.
 *
 * `no-words` is different: a model that says nothing to noise that the detector took for speech is right. When the whole, its
 * halves and the shifted whole all say nothing, `surelySpeech` decides between a gap and silence.
 */
export async function recognise(
	stretch: Stretch,
	decode: (audio: Int16Array) => Promise<Heard>,
	surelySpeech: (stretch: Stretch) => boolean,
	loopsAt: number | null
): Promise<Finding> {
	const judge = (of: Stretch, audio: Int16Array) => judged(of, audio, decode, loopsAt)
	const whole = await judge(stretch, stretch.audio)
	if (!whole.suspicion) return said(stretch, [whole], [])
	const { suspicion } = whole

	const shifted = new Int16Array(SHIFT + stretch.audio.length)
	shifted.set(stretch.audio, SHIFT)
	if (stretch.to - stretch.from < WORTH_HALVING) {
		const again = await judge(stretch, shifted)
		return again.suspicion ? unsettled(stretch, again.suspicion, surelySpeech) : said(stretch, [again], [suspicion])
	}

	const [first, second] = halve(stretch)
	const one = await judge(first, first.audio)
	const two = await judge(second, second.audio)
	if (!one.suspicion && !two.suspicion && (one.text !== '' || two.text !== '')) return said(stretch, [one, two], [suspicion])
	const again = await judge(stretch, shifted)
	if (!again.suspicion && again.text !== '') return said(stretch, [again], [suspicion])
	// From here only the first half is settled: the second gets a step of its own, with other neighbours.
	if (one.text !== '') return said(first, [one], [suspicion])
	if (one.suspicion && one.suspicion !== 'no-words') return { kind: 'gap', to: first.to, suspicion: one.suspicion }
	if (two.text !== '' || (two.suspicion && two.suspicion !== 'no-words')) {
		return one.suspicion ? unsettled(first, one.suspicion, surelySpeech) : { kind: 'nothing', to: first.to }
	}
	return unsettled(stretch, suspicion, surelySpeech)
}

function said(stretch: SampleRange, verdicts: readonly Verdict[], guards: readonly Suspicion[]): Finding {
	const spoken = verdicts.filter(({ text }) => text !== '')
	const text = joinWords(spoken.map(verdict => verdict.text))
	if (text === '') return { kind: 'nothing', to: stretch.to }
	return { kind: 'text', to: stretch.to, text, parts: spoken.map(({ at, heard }) => ({ at, heard })), guards }
}

function unsettled(stretch: Stretch, suspicion: Suspicion, surelySpeech: (stretch: Stretch) => boolean): Finding {
	if (suspicion === 'no-words' && !surelySpeech(stretch)) return { kind: 'nothing', to: stretch.to }
	return { kind: 'gap', to: stretch.to, suspicion }
}

interface Verdict extends Part {
	/** Empty when it is not to be believed. */
	readonly text: string
	readonly suspicion: Suspicion | null
}

async function judged(
	stretch: Stretch,
	audio: Int16Array,
	decode: (audio: Int16Array) => Promise<Heard>,
	loopsAt: number | null
): Promise<Verdict> {
	const heard = await decode(audio)
	const silent = heard.text.trim() === ''
	const level = silent
		? levelOf(
				stretch.audio,
				stretch.islands.map(({ from, to }) => ({ from: from - stretch.from, to: to - stretch.from }))
			)
		: 0
	const suspicion = suspect(heard, audio.length, speechIn(stretch), level, loopsAt)
	// What was put in front of the stretch lies before it.
	return { at: stretch.to - audio.length, heard, text: suspicion ? '' : heard.text.trim(), suspicion }
}

/** Samples of speech inside a stretch. */
export function speechIn(stretch: Omit<Stretch, 'audio'>): number {
	return stretch.islands.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, stretch.to) - Math.max(from, stretch.from)), 0)
}

function halve(stretch: Stretch): [Stretch, Stretch] {
	const { audio, from, to, islands } = stretch
	// Not too near an end, or one "half" would be the whole again.
	const low = Math.floor(audio.length * 0.3)
	const cut = low + quietest(audio.subarray(low, Math.floor(audio.length * 0.7)))
	return [
		{ from, to: from + cut, audio: audio.subarray(0, cut), islands },
		{ from: from + cut, to, audio: audio.subarray(cut), islands }
	]
}
