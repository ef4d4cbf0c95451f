/** What the window may know of: the records that main keeps, as they travel to it. */
import * as v from 'valibot'
import { Crumb } from '../../native-bridge/protocol/crumb.ts'
import { Gap, Segment, SourceFacts } from '../../native-bridge/protocol/messages.ts'
import { Problem } from '../../native-bridge/protocol/problem.ts'

/** ms since 1970. */
const time = v.number()

/**
 * Where a transcript's job stands. `recording`: audio still comes. `queued`, `decoding` (audio is being read, text may already
 * come), `transcribing` (all audio is in the journal). `done`, `failed`, `cancelled` are ends.
 */
export const JobState = v.picklist(['recording', 'queued', 'decoding', 'transcribing', 'done', 'failed', 'cancelled'])
export type JobState = v.InferOutput<typeof JobState>

export const Transcript = v.object({
	id: v.string(),
	kind: v.picklist(['recording', 'file']),
	title: v.string(),
	createdAt: time,
	state: JobState,
	/** Samples in the journal so far, and how many of them are settled (text, silence or gap). */
	samples: v.number(),
	cursor: v.number(),
	/** Seconds the source claims to have; null when it doesn't say or lies. For progress while decoding. */
	claimedSeconds: v.nullable(v.number()),
	words: v.number(),
	gaps: v.number(),
	/** The source's name, without its folder; null for recordings. */
	sourceName: v.nullable(v.string()),
	source: v.nullable(SourceFacts),
	/** Microphone's name, for recordings. */
	device: v.nullable(v.string()),
	/** What the engine said it is; null until a first segment. */
	model: v.nullable(v.string()),
	language: v.nullable(v.string()),
	/** Why it failed, or what the user should know although it went on (partly damaged file, cut recording). */
	problem: v.nullable(Problem),
	notices: v.array(Problem),
	/** 1-based place in line while `queued`, else null. */
	position: v.nullable(v.number()),
	/** Whether the journal can be played. */
	playable: v.boolean()
})
export type Transcript = v.InferOutput<typeof Transcript>

/** A committed segment, as the ledger keeps it. */
export const SegmentRecord = v.object({ ...Segment.entries, transcript: v.string(), seq: v.number(), model: v.string(), at: time })
export type SegmentRecord = v.InferOutput<typeof SegmentRecord>

/** A range without text; the screen puts its cause into words. */
export const GapRecord = v.object({ ...Gap.entries, transcript: v.string() })
export type GapRecord = v.InferOutput<typeof GapRecord>

/** A death that happened while a transcript was being made, at the place in it where it happened. */
export const TranscriptDeath = v.object({
	exit: v.string(),
	at: time,
	sample: v.number(),
	role: v.string(),
	recoveredMs: v.nullable(v.number()),
	wordsLost: v.number()
})
export type TranscriptDeath = v.InferOutput<typeof TranscriptDeath>

export const TranscriptDetail = v.object({
	transcript: Transcript,
	segments: v.array(SegmentRecord),
	gaps: v.array(GapRecord),
	deaths: v.array(TranscriptDeath)
})
export type TranscriptDetail = v.InferOutput<typeof TranscriptDetail>

export const Role = v.picklist(['main', 'engine', 'decoder', 'window'])
export type Role = v.InferOutput<typeof Role>

export const ProcessState = v.picklist(['stopped', 'starting', 'ready', 'busy', 'stopping', 'backing-off', 'gave-up'])
export type ProcessState = v.InferOutput<typeof ProcessState>

/** One supervised process (or main itself), as it is now. */
export const ProcessHealth = v.object({
	/** The child spec's name: `engine`, `decoder`, `main`. Stays over restarts. */
	name: v.string(),
	role: Role,
	state: ProcessState,
	pid: v.nullable(v.number()),
	/** When this life began; null when none is under way. */
	since: v.nullable(time),
	/** Deaths since main started. */
	restarts: v.number(),
	/** Bytes resident, and CPU in per cent of one core over the last beat; null before the first. */
	rss: v.nullable(v.number()),
	cpu: v.nullable(v.number()),
	/** Round trip of the last heartbeat, ms. */
	beatMs: v.nullable(v.number()),
	activity: v.nullable(v.string()),
	model: v.nullable(v.string()),
	versions: v.record(v.string(), v.string()),
	/** Audio time per computing time over the last minute of work: 38 = 38 × real time. */
	speed: v.nullable(v.number()),
	/** Why it is held, or why it is of no use: what to do. */
	problem: v.nullable(Problem),
	/** When it is started again, while `backing-off`. */
	retryAt: v.nullable(time)
})
export type ProcessHealth = v.InferOutput<typeof ProcessHealth>

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

/** One life of a process, for the lanes. */
export const Life = v.object({
	id: v.string(),
	role: Role,
	name: v.string(),
	pid: v.nullable(v.number()),
	startedAt: time,
	endedAt: v.nullable(time),
	exit: v.nullable(v.string())
})
export type Life = v.InferOutput<typeof Life>

export const ExportFormat = v.object({ id: v.string(), name: v.string(), extension: v.string(), mime: v.string() })
export type ExportFormat = v.InferOutput<typeof ExportFormat>
