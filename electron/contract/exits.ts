/** Deaths of processes: the record of one, and what is made of many. */
import * as v from 'valibot'
import { Crumb } from '../../native-bridge/protocol/crumb.ts'
import { Problem } from '../../native-bridge/protocol/problem.ts'
import { HealthSample, ProcessState, Role } from './processes.ts'

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

/**
 * How a stack frame was found, best first: the thread's own registers; the file's unwind tables; the frame pointer; a value on the
 * stack that follows a call instruction (a guess).
 */
export const FrameTrust = v.picklist(['context', 'cfi', 'frame-pointer', 'scan'])

/** Numbers of 64 bits travel as hexadecimal text: `0x7f…`. */
export const StackFrame = v.object({
	/** File name of the module without its folder; null when the address lies in none (JIT code, a jump into nowhere). */
	module: v.nullable(v.string()),
	/** Within the module; the address itself when there is none. */
	offset: v.string(),
	symbol: v.nullable(v.string()),
	trust: FrameTrust
})
export type StackFrame = v.InferOutput<typeof StackFrame>

/** What a minidump says. */
export const NativeCrash = v.object({
	/** Who wrote it: Crashpad's handler, our own writer in the dying process, Electron's Crashpad. */
	origin: v.picklist(['crashpad', 'own', 'electron']),
	/** `SIGSEGV`, `EXCEPTION_ACCESS_VIOLATION`…, and what it means. */
	reason: v.string(),
	text: v.string(),
	address: v.nullable(v.string()),
	/** Whether the signal was sent (kill) rather than caused by what the process did; null when the dump doesn't say. */
	sentFromOutside: v.nullable(v.boolean()),
	thread: v.object({ id: v.number(), name: v.nullable(v.string()), frames: v.array(StackFrame) }),
	threads: v.number(),
	/** The module blamed: the first frame's that is not the system's own way of ending a process. */
	module: v.nullable(v.string()),
	modules: v.array(v.object({ name: v.string(), version: v.nullable(v.string()), debugId: v.nullable(v.string()) })),
	annotations: v.record(v.string(), v.string()),
	/** What could not be read of it, in sentences. */
	problems: v.array(v.string())
})
export type NativeCrash = v.InferOutput<typeof NativeCrash>

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
	/** Windows' status code of a crash (0xC0000005…); null elsewhere. */
	ntstatus: v.optional(v.nullable(v.number()), null),
	/** What else the host said: Electron's reason (`crashed`, `oom`…), a spawn error; null when nothing. */
	reason: v.optional(v.nullable(v.string()), null),
	/** It had been stopped by a signal (SIGSTOP) when it was given up for not answering; null where nobody looked. */
	frozen: v.optional(v.nullable(v.boolean()), null),
	/**
	 * How the death was learnt: `exit` event; `spawn-error`; `guardian` (main, seen by its parent); `unclean-start` (main, seen at its
	 * next start); `lost-client` (a browser tab whose connection broke without a goodbye); `view-error` (no death: a part of a page threw, and was
	 * replaced by a note).
	 */
	seen: v.picklist(['exit', 'unclean-start', 'spawn-error', 'guardian', 'lost-client', 'view-error']),
	/** It was the standby: loaded, and waiting to take over. No work stood still for its death. */
	standby: v.optional(v.boolean(), false),
	/** What the supervisor thought it was doing. */
	state: ProcessState,
	/** Why we ended it ourselves, or null: `hang`, `slow`, `memory`, `ready-timeout`, `protocol`. */
	killedFor: v.nullable(v.string()),
	crumb: v.nullable(Crumb),
	resources: v.object({
		rss: v.nullable(v.number()),
		cpuMs: v.nullable(v.number()),
		freeMemory: v.nullable(v.number()),
		totalMemory: v.nullable(v.number()),
		/** Processes that the kernel killed for want of memory (in our control group, else on the machine) in the last second; null where it isn’t counted. */
		oomKills: v.optional(v.nullable(v.number()), null)
	}),
	/** Its last minute, oldest first. */
	curve: v.optional(v.array(HealthSample), []),
	/** Last lines of its standard error, oldest first. */
	stderr: v.array(v.string()),
	/** Last lines of its own log, oldest first. */
	log: v.array(v.string()),
	model: v.nullable(v.string()),
	versions: v.record(v.string(), v.string()),
	/** The minidump's file name in our crashes folder; null when none was made, or it was deleted. */
	dump: v.nullable(v.string()),
	/** What the dump says; null until it has been read, or when there is none. */
	crash: v.optional(v.nullable(NativeCrash), null),
	explanation: Explanation,
	/** Groups deaths of one cause. */
	signature: v.string(),
	/** The process that took its place (`standby`: it was already loaded and waiting), and how long work stood still (death seen → ready again), ms. Null until then, or for ever when held. */
	restarted: v.nullable(v.object({ pid: v.number(), readyAfterMs: v.number(), standby: v.optional(v.boolean(), false) })),
	jobs: v.array(ExitJob),
	wordsLost: v.number(),
	/** Samples of audio lost. */
	audioLost: v.number()
})
export type ExitRecord = v.InferOutput<typeof ExitRecord>

/** All deaths of one signature. */
export const ExitGroup = v.object({
	signature: v.string(),
	role: Role,
	/** The newest death's sentence and rule. */
	code: v.string(),
	text: v.string(),
	count: v.number(),
	first: time,
	last: time,
	newest: v.string(),
	/** Deaths a day over the last 14 days, oldest first; today is the last. */
	trend: v.array(v.number())
})
export type ExitGroup = v.InferOutput<typeof ExitGroup>

/** Over everything that is recorded. Times in ms from death seen to work going on; null while there is none. */
export const RecoveryStats = v.object({
	deaths: v.number(),
	recovered: v.number(),
	medianMs: v.nullable(v.number()),
	worstMs: v.nullable(v.number()),
	wordsLost: v.number(),
	/** Samples. */
	audioLost: v.number(),
	/** Since when deaths are counted: the oldest life on record. */
	since: v.nullable(time)
})
export type RecoveryStats = v.InferOutput<typeof RecoveryStats>

/** One file of a crash bundle, before it is made. */
export const BundleEntry = v.object({
	name: v.string(),
	bytes: v.number(),
	/** What it is and what it may tell about the user. */
	note: v.string(),
	/** The text exactly as it goes in; null for what is not text. */
	preview: v.nullable(v.string())
})
export type BundleEntry = v.InferOutput<typeof BundleEntry>

/** What the user wants in a bundle. By default paths and names are replaced, and neither dump nor audio goes in. */
export const BundleChoice = v.object({ dump: v.boolean(), audio: v.boolean(), redact: v.boolean() })
export type BundleChoice = v.InferOutput<typeof BundleChoice>

/** Where in a job's transcript its death stands, in samples: where the process was by its crumb, else where the job went on. */
export function placeOfDeath(exit: Pick<ExitRecord, 'crumb'>, job: ExitJob): number {
	return exit.crumb?.job === job.transcript ? Math.max(job.cursor, exit.crumb.to ?? 0) : job.cursor
}
