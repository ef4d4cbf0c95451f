/** The fire drill: every process is killed in every way while real speech is transcribed, and the transcript compared. */
import * as v from 'valibot'
import { Problem } from '../../native-bridge/protocol/problem.ts'

/** One way to die, and what came of it. */
export const DrillResult = v.object({
	/** Its key in the registry: `engine-sigsegv`. */
	way: v.string(),
	/** In words: “engine: SIGSEGV”. */
	title: v.string(),
	/** `waiting`, `running`; `passed`: seen, recovered, nothing lost; `failed`; `skipped`: can't be tried here, `note` says why. */
	state: v.picklist(['waiting', 'running', 'passed', 'failed', 'skipped']),
	/** The explanation as recorded, its facts with the `role` (or `standby`) of what died; null while nothing is. */
	seenAs: v.nullable(Problem),
	/** ms from death seen to work going on. */
	recoveredMs: v.nullable(v.number()),
	/** Words of the undisturbed transcript that are missing, and words that are there twice. */
	wordsLost: v.nullable(v.number()),
	wordsDoubled: v.nullable(v.number()),
	note: v.nullable(v.string())
})
export type DrillResult = v.InferOutput<typeof DrillResult>

export const Drill = v.object({
	state: v.picklist(['preparing', 'running', 'passed', 'failed', 'stopped']),
	startedAt: v.number(),
	endedAt: v.nullable(v.number()),
	results: v.array(DrillResult),
	/** Why it could not be held; null when it could. */
	problem: v.nullable(v.string())
})
export type Drill = v.InferOutput<typeof Drill>
