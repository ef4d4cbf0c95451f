/** Deaths of processes: the record of one, and what is made of many. */
import * as v from 'valibot'
import { Crumb } from '../../native-bridge/protocol/crumb.ts'
import { Problem } from '../../native-bridge/protocol/problem.ts'
import { ProcessState, Role } from './processes.ts'

/** ms since 1970. */
const time = v.number()

/** How sure an explanation is. `known`: the system said so. `likely`: evidence fits one cause. `unknown`: said plainly. */
export const Certainty = v.picklist(['known', 'likely', 'unknown'])

export const Explanation = v.object({
	/** The rule that spoke: `signal`, `model-refused`, `exit-zero`, `hang`… */
	code: v.string(),
	facts: Problem.entries.facts,
	/** One English sentence. */
	text: v.string(),
	certainty: Certainty,
	/** What it rests on, in words: "exit signal SIGSEGV", "last breadcrumb 11 ms before". */
	evidence: v.array(v.string()),
	/** What the user can do; null when nothing is needed. */
	advice: v.nullable(v.string())
})
export type Explanation = v.InferOutput<typeof Explanation>

/** What became of a job that the process was working on. */
export const ExitJob = v.object({
	transcript: v.string(),
	title: v.string(),
	cursor: v.number(),
	outcome: v.picklist(['continued', 'waiting', 'failed'])
})
export type ExitJob = v.InferOutput<typeof ExitJob>

/** One death. Unknown is null (or `unknown` for a signal that the host can't tell). */
export const ExitRecord = v.object({
	id: v.string(),
	/** When it was seen. */
	at: time,
	role: Role,
	name: v.string(),
	pid: v.nullable(v.number()),
	life: v.string(),
	startedAt: v.nullable(time),
	uptimeMs: v.nullable(v.number()),
	code: v.nullable(v.number()),
	/** `SIGSEGV`…, null when it ended by itself, `unknown` when the host does not tell. */
	signal: v.nullable(v.string()),
	/** How the death was learnt: `exit` event, `unclean-start` (main, seen at its next start), `spawn-error`. */
	seen: v.picklist(['exit', 'unclean-start', 'spawn-error']),
	/** What the supervisor thought it was doing. */
	state: ProcessState,
	/** Why we ended it ourselves, or null: `hang`, `ready-timeout`, `protocol`. */
	killedFor: v.nullable(v.string()),
	crumb: v.nullable(Crumb),
	resources: v.object({
		rss: v.nullable(v.number()),
		cpuMs: v.nullable(v.number()),
		freeMemory: v.nullable(v.number()),
		totalMemory: v.nullable(v.number())
	}),
	/** Last lines of its standard error, oldest first. */
	stderr: v.array(v.string()),
	/** Last lines of its own log, oldest first. */
	log: v.array(v.string()),
	model: v.nullable(v.string()),
	versions: v.record(v.string(), v.string()),
	/** The minidump's file name; null when none was made. */
	dump: v.nullable(v.string()),
	explanation: Explanation,
	/** Groups deaths of one cause. */
	signature: v.string(),
	/** The process that took its place, and how long work stood still (death seen → ready again), ms. Null until then, or for ever when held. */
	restarted: v.nullable(v.object({ pid: v.number(), readyAfterMs: v.number() })),
	jobs: v.array(ExitJob),
	wordsLost: v.number(),
	/** Samples of audio lost. */
	audioLost: v.number()
})
export type ExitRecord = v.InferOutput<typeof ExitRecord>

/** Where in a job's transcript its death stands, in samples: where the process was by its crumb, else where the job went on. */
export function placeOfDeath(exit: Pick<ExitRecord, 'crumb'>, job: ExitJob): number {
	return exit.crumb?.job === job.transcript ? Math.max(job.cursor, exit.crumb.to ?? 0) : job.cursor
}
