/** How fast the models here are on this machine: measured over speech, never guessed. */
import * as v from 'valibot'
import { Problem } from '../../native-bridge/protocol/problem.ts'

export const MeasuredSpeed = v.object({
	/** The model's folder. */
	model: v.string(),
	/** When it was measured, ms since 1970, by which version of Holdfast, and with how many threads. */
	at: v.number(),
	holdfast: v.string(),
	threads: v.number(),
	/** Audio time per time on the clock: 9 is 9 × real time. */
	speed: v.number(),
	/** So long the model took to load, ms. */
	loadMs: v.number(),
	/** The most memory that its engine had at once, bytes resident; null: not told. */
	memory: v.nullable(v.number()),
	/** Audio that was measured, seconds. */
	seconds: v.number(),
	/** Other programs kept the processors busy meanwhile: alone it would be faster. */
	busy: v.boolean()
})
export type MeasuredSpeed = v.InferOutput<typeof MeasuredSpeed>

export const SpeedTest = v.object({
	/** The model that is measured now; null: none is. `part`: how far that is, 0 … 1. It is the `place`-th of `of`, from 1. */
	now: v.nullable(
		v.object({
			model: v.string(),
			phase: v.picklist(['loading', 'warming-up', 'measuring']),
			part: v.number(),
			place: v.number(),
			of: v.number()
		})
	),
	/** The last figures of each model that is here, of this machine. */
	measured: v.array(MeasuredSpeed),
	/** Models that could not be measured when that was last tried, and why. */
	failed: v.array(v.object({ model: v.string(), problem: Problem })),
	/** Why measuring was stopped before its end, if not because the user wanted that. */
	stopped: v.nullable(Problem)
})
export type SpeedTest = v.InferOutput<typeof SpeedTest>

/** Whether text keeps up with speech: `yes`; `late`: seconds behind, and nothing is lost; `no`: less and less. */
export type KeepsUp = 'yes' | 'late' | 'no'

/**
 * Who speaks is heard several times over: unsettled text is made anew every half second, then the settled one. Where a model had 9 × real time (one of 47 ×
 * whose decoding was slowed down five times) settled text came 1.0 s after its speech, 2.2 at worst, where it had 3 × (fifteen times) after 2.3 and 5.4 s
 * (docs/measured.md): late, and all of it. Nothing was measured below that.
 */
const LEAST = { yes: 9, late: 3 } as const

/** A model that streams hears each sound once, as it comes, and has its text by then: at 2 × that takes half a processor. */
const LEAST_STREAMING = { yes: 2, late: 1 } as const
const STREAMING_ENGINE = 'sherpa-streaming'

/** `engine`: who loads the model. */
export function keepsUp({ speed }: Pick<MeasuredSpeed, 'speed'>, engine: string): KeepsUp {
	const least = engine === STREAMING_ENGINE ? LEAST_STREAMING : LEAST
	return speed >= least.yes ? 'yes' : speed >= least.late ? 'late' : 'no'
}
