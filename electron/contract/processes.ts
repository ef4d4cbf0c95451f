/** The processes that Holdfast consists of: their health now, and their lives. */
import * as v from 'valibot'
import { Problem } from '../../native-bridge/protocol/problem.ts'

/** ms since 1970. */
const time = v.number()

/** What kind of process. `window`: an Electron renderer or a browser tab; `gpu`: Electron's own helper. */
export const Role = v.picklist(['main', 'engine', 'decoder', 'window', 'gpu', 'guardian'])
export type Role = v.InferOutput<typeof Role>

export const ProcessState = v.picklist(['stopped', 'starting', 'ready', 'busy', 'stopping', 'backing-off', 'gave-up'])
export type ProcessState = v.InferOutput<typeof ProcessState>

/** The engine with another model than the usual one: there only while somebody needs it. */
export const OTHER_ENGINE_POST = 'engine-other'

/** Loads the model that is to be used from now on, and is `engine` when it is ready: there only for that long. */
export const NEXT_ENGINE_POST = 'engine-next'

/** The engine that takes a second file beside the first: there only while files wait. */
export const SECOND_ENGINE_POST = 'engine-second'

/** The engine whose speed is measured: there only for that long. */
export const MEASURED_ENGINE_POST = 'engine-measured'

/** What tells speakers apart: there only while somebody wants that. */
export const SPEAKERS_POST = 'speakers'

const ON_DEMAND: ReadonlySet<string> = new Set([
	NEXT_ENGINE_POST,
	OTHER_ENGINE_POST,
	SECOND_ENGINE_POST,
	MEASURED_ENGINE_POST,
	SPEAKERS_POST
])

/** Posts that nobody holds while nobody needs them; work goes on without them. */
export function isOnDemand(post: string): boolean {
	return ON_DEMAND.has(post)
}

/** × real time of each kind of work; null: there was none. */
const WorkSpeeds = v.object({ live: v.nullable(v.number()), file: v.nullable(v.number()) })
export type WorkSpeeds = v.InferOutput<typeof WorkSpeeds>

/** One supervised process (or main itself), as it is now. */
export const ProcessHealth = v.object({
	/** `engine`, `engine-standby` (loaded, idle, takes over at a death), `engine-next`, `engine-other`, `engine-second`, `engine-measured` and `speakers` (see above), `decoder`, `main`, `guardian`. Stays over restarts. */
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
	/** Audio time per computing time over the last minute of work, of whatever kind that was: 38 = 38 × real time. */
	speed: v.nullable(v.number()),
	/** The same over the last minute of recordings (their settled text alone) and of files; left out: it is no engine, or had none of either. */
	speeds: v.optional(WorkSpeeds),
	/** Why it is held, or why it is of no use: what to do. */
	problem: v.nullable(Problem),
	/** When it is started again, while `backing-off`. */
	retryAt: v.nullable(time)
})
export type ProcessHealth = v.InferOutput<typeof ProcessHealth>

/** A process once a second, for its curves. */
export const HealthSample = v.object({
	at: time,
	/** Bytes resident; per cent of one core; round trip of the heartbeat, ms. Unknown is null. */
	rss: v.nullable(v.number()),
	cpu: v.nullable(v.number()),
	beatMs: v.nullable(v.number())
})
export type HealthSample = v.InferOutput<typeof HealthSample>

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
