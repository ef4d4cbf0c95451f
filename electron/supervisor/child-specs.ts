/** Every number of the supervision policy, with its reason. */
import type { Role } from '../contract/processes.ts'
import type { WorkerEntry } from '../hosts/host.ts'

export interface ChildSpec {
	readonly name: string
	readonly role: Role
	readonly entry: WorkerEntry
	/**
	 * Restart intensity: at the `deaths`-th death within `withinMs` the child is given up. Only deaths of lives that produced
	 * nothing count: an engine that is killed between two committed segments gets on with the work, one that dies while loading doesn't.
	 */
	readonly intensity: { readonly deaths: number; readonly withinMs: number }
	/** The same for all deaths, productive lives included: a limit against burning the machine. */
	readonly anyIntensity: { readonly deaths: number; readonly withinMs: number }
	/** Wait before the restart after the n-th death in a row without anything produced; the last one repeats. */
	readonly backoffMs: readonly number[]
	/** From fork to `ready`. */
	readonly readyTimeoutMs: number
	/** A ping every so often; a child that has not answered for the limit is stuck. */
	readonly heartbeat: { readonly everyMs: number; readonly limitMs: number }
	/** From `stop` to SIGKILL. */
	readonly shutdownMs: number
}

export const ENGINE: ChildSpec = {
	name: 'engine',
	role: 'engine',
	entry: 'asr',
	// A model that can't be loaded dies in 0.2–0.6 s: four tries tell that it is not bad luck, within seconds.
	intensity: { deaths: 4, withinMs: 60_000 },
	anyIntensity: { deaths: 60, withinMs: 600_000 },
	// The first at once: most deaths are single. Then leave a struggling machine some air. After the fourth there is no restart.
	backoffMs: [0, 200, 500],
	// Loading takes 0.45–0.9 s here; a cold disk and a slow laptop may take far longer.
	readyTimeoutMs: 60_000,
	// Decoding is asynchronous, so a busy engine answers within 10 ms. A 480 ms garbage collection was seen; 10 s is no pause.
	heartbeat: { everyMs: 1_000, limitMs: 10_000 },
	// Workers end themselves at once; this is for one that does not listen.
	shutdownMs: 1_000
}

export const DECODER: ChildSpec = {
	...ENGINE,
	name: 'decoder',
	role: 'decoder',
	entry: 'decode',
	readyTimeoutMs: 30_000
}

/** A job whose worker died so often at one cursor fails; others get their turn. */
export const DEATHS_AT_ONE_PLACE = 3
