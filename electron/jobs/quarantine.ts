import type { Problem } from '../../native-bridge/protocol/problem.ts'
import type { SampleRange } from '../../native-bridge/protocol/units.ts'
import { DEATHS_AT_ONE_PLACE, MOST_QUARANTINES } from '../supervisor/child-specs.ts'

/** What a job has done to the workers that worked on it. Of this run of main only: a place that kills does so again. */
export interface Trouble {
	/** Deaths that are this job's doing: of engines since its cursor last moved, of decoders since audio last came. */
	readonly engine: number
	readonly decoder: number
	/** Places passed over so far. */
	readonly passed: number
	/** The place to be passed over next: the engine is given the audio before it, then that behind it. */
	readonly avoid: SampleRange | null
	/** Whether unsettled text is asked for. Not where asking for it kills. */
	readonly partials: boolean
	/** A decoder has died in the middle as often as it may, and the next one is to go on: what is said of the file's end if none can. */
	readonly cut: Problem | null
}

export const NO_TROUBLE: Trouble = { engine: 0, decoder: 0, passed: 0, avoid: null, partials: true, cut: null }

/** A worker's death that was this job's doing, and what its crumb said: what it was at, and which samples it had in hand. */
export interface BlamedDeath {
	readonly worker: 'engine' | 'decoder'
	readonly activity: string | null
	readonly range: SampleRange | null
}

/** `try-again`: once may be chance; or the place is known now, and what lies before it comes first; or the next decoder may get through. */
export type Verdict = 'try-again' | 'fail'

/**
 * What is done about a death that is the doing of a job at `cursor`, of whose audio `samples` are in the journal. `problem`: what is said
 * when there is no going on.
 */
export function afterDeath(
	trouble: Trouble,
	cursor: number,
	samples: number,
	death: BlamedDeath,
	problem: Problem
): readonly [Trouble, Verdict] {
	if (death.worker === 'decoder') {
		const decoder = trouble.decoder + 1
		const isNext = decoder % DEATHS_AT_ONE_PLACE === 0
		// The worker says when there is no decoder left (`decodersToSkip`), or none that goes on where the one before it died.
		return [{ ...trouble, decoder, cut: isNext && samples > 0 ? problem : trouble.cut }, 'try-again']
	}
	const engine = trouble.engine + 1
	if (engine < DEATHS_AT_ONE_PLACE) return [{ ...trouble, engine }, 'try-again']
	// What is shown early can be done without; the final text of the same audio may well come.
	if (death.activity === 'partial' && trouble.partials) return [{ ...trouble, engine: 0, partials: false }, 'try-again']
	const passed = trouble.passed + 1
	if (death.range === null || passed > MOST_QUARANTINES) return [{ ...trouble, engine }, 'fail']
	const from = Math.max(cursor, death.range.from)
	return [{ ...trouble, engine: 0, passed, avoid: { from, to: Math.max(death.range.to, from + 1) } }, 'try-again']
}

/** The place to be avoided has been passed over. */
export function afterPassing(trouble: Trouble): Trouble {
	return { ...trouble, engine: 0, partials: true, avoid: null }
}

/** How many decoders are passed over, the best ones first: each that has died over this job as often as one may at one place. */
export function decodersToSkip(trouble: Trouble): number {
	return Math.floor(trouble.decoder / DEATHS_AT_ONE_PLACE)
}

/** Audio came: its decoder's deaths are forgiven, but not those of the decoders before it, which did not get that far. */
export function afterAudio(trouble: Trouble): Trouble {
	return { ...trouble, decoder: decodersToSkip(trouble) * DEATHS_AT_ONE_PLACE, cut: null }
}

/** Text came: whatever was wrong lies behind. */
export function afterProgress(trouble: Trouble, cursor: number): Trouble {
	const avoid = trouble.avoid !== null && trouble.avoid.to > cursor ? trouble.avoid : null
	if (trouble.engine === 0 && trouble.partials && avoid === trouble.avoid) return trouble
	return { ...trouble, engine: 0, partials: true, avoid }
}
