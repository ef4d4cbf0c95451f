/** Every number of the supervision policy, with its reason. */
import type { Role } from '../contract/processes.ts'
import type { WorkerEntry } from '../hosts/host.ts'

export interface ChildSpec {
	readonly name: string
	readonly role: Role
	readonly entry: WorkerEntry
	/** Whether a second process, loaded and idle, may wait to take over. */
	readonly standby: boolean
	/** There only while somebody needs it, and let go of then. */
	readonly onDemand: boolean
	/** `low`: where processors are short, all others go first. */
	readonly priority: 'usual' | 'low'
	/**
	 * Restart intensity: at the `deaths`-th death within `withinMs` the child is given up. Only deaths of lives that produced
	 * nothing count: an engine that is killed between two committed segments gets on with the work, one that dies while loading doesn't.
	 * Of two children that share a post each counts its own: while either can be started the post is held, and one that can't is given up
	 * alone. A model that nobody can load is given up before a standby is started; at worst a post takes twice as many deaths.
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
	/** The same while it starts: libraries are read and models set up then. Infinity: it is not asked before it is ready. */
	readonly startSilenceMs: number
	/**
	 * Bytes resident. Over `recycleAt` a process is replaced at the next boundary of its work (a committed step, a decoded file, or when it
	 * has nothing to do); still there after `graceMs`, or over `killAt`, it is killed. They are meant for one that weighs no more than `loaded`
	 * when it is ready: what a larger model weighs beyond that is added, twice to `killAt`. Until it is ready, `loadingKillAt` holds alone.
	 */
	readonly memory: {
		readonly loaded: number
		readonly loadingKillAt: number
		readonly recycleAt: number
		readonly killAt: number
		readonly graceMs: number
	}
	/** A process of this age is replaced in the same way, ms; never killed for it. */
	readonly recycleAgeMs: number
	/** A native step that takes longer than `leastMs`, and than its audio so many times over, will not end: killed. */
	readonly slow: { readonly leastMs: number; readonly timesAudio: number }
	/** From `stop` to SIGKILL. */
	readonly shutdownMs: number
	/** From SIGABRT to SIGKILL: until then its dump must be written. */
	readonly dumpMs: number
}

/** What the machine decides by: all of a spec but whom it is about. */
export type ChildPolicy = Omit<ChildSpec, 'name' | 'role' | 'entry' | 'standby' | 'onDemand' | 'priority'>

export const ENGINE: ChildSpec = {
	name: 'engine',
	role: 'engine',
	entry: 'asr',
	standby: true,
	onDemand: false,
	priority: 'usual',
	// A model that can't be loaded dies in 0.2–0.6 s: four tries tell that it is not bad luck, within seconds.
	intensity: { deaths: 4, withinMs: 60_000 },
	// A file that kills wherever it is heard costs 14 deaths before it fails: several of them must not hold the engine.
	anyIntensity: { deaths: 100, withinMs: 600_000 },
	// The first at once: most deaths are single. Then leave a struggling machine some air. After the fourth there is no restart.
	backoffMs: [0, 200, 500],
	// Loading takes 0.45–0.9 s here; a cold disk and a slow laptop may take far longer.
	readyTimeoutMs: 60_000,
	// Decoding is asynchronous, so a busy engine answers within 10 ms. A 480 ms garbage collection was seen; 10 s is no pause.
	heartbeat: { everyMs: 1_000, limitMs: 10_000 },
	// A model is loaded in a thread, so one that loads answers too. What holds it up is a library that a virus scanner reads first.
	startSilenceMs: 30_000,
	// 430 MB was the most in an hour of speech with the default model. Native pools double: beyond 2 GiB some allocators trap.
	// A larger model (Whisper large: 1–2 GB on disk) needs more, and while it loads its file and its weights are there at once.
	memory: { loaded: 500_000_000, loadingKillAt: 12_000_000_000, recycleAt: 1_500_000_000, killAt: 2_500_000_000, graceMs: 30_000 },
	// Leaks that nobody has found yet stay small; with a standby nobody notices.
	recycleAgeMs: 12 * 3_600_000,
	// 0.03–0.1 of real time is usual. Whisper pads every decode: a second costs as much as eleven, and a step may listen twice, the second
	// time to three times the audio. On a machine that is just as fast as speech that is healthy.
	slow: { leastMs: 60_000, timesAudio: 10 },
	// Workers end themselves at once; this is for one that does not listen.
	shutdownMs: 1_000,
	// Crashpad's handler gets three seconds, then our own writer takes over. The standby is at work meanwhile.
	dumpMs: 4_000
}

export const DECODER: ChildSpec = {
	...ENGINE,
	name: 'decoder',
	role: 'decoder',
	entry: 'decode',
	// It starts in a quarter of a second and holds no model.
	standby: false,
	readyTimeoutMs: 30_000,
	startSilenceMs: 15_000,
	// 135 MB was the most, for files of hours.
	memory: {
		loaded: Number.POSITIVE_INFINITY,
		loadingKillAt: 2_000_000_000,
		recycleAt: 1_000_000_000,
		killAt: 2_000_000_000,
		graceMs: 60_000
	}
}

/** An engine with another model than the usual one, for what that one can't do: it is nobody's standby, and what is being said goes first. */
export const OTHER_ENGINE: ChildSpec = {
	...ENGINE,
	name: 'engine-other',
	standby: false,
	onDemand: true,
	priority: 'low',
	// Where the processors are busy it gets a tenth of one, and with twenty others hardly any: that must not be taken for its being stuck.
	readyTimeoutMs: 300_000,
	startSilenceMs: 120_000,
	heartbeat: { everyMs: 1_000, limitMs: 30_000 },
	slow: { leastMs: 60_000, timesAudio: 50 }
}

/** A second engine with the usual model, for the next file while the first is at one. */
export const SECOND_ENGINE: ChildSpec = { ...OTHER_ENGINE, name: 'engine-second' }

/**
 * An engine whose speed is measured, with any model: it computes as the usual one does, so its priority is the usual one; what else is to be done ends it. It
 * is called once for each model, and one death tells enough: nobody waits for it.
 */
export const MEASURED_ENGINE: ChildSpec = {
	...OTHER_ENGINE,
	name: 'engine-measured',
	priority: 'usual',
	intensity: { deaths: 1, withinMs: 60_000 },
	// One that is replaced in the middle would begin anew, for ever: it lives for half a minute only.
	memory: { ...ENGINE.memory, recycleAt: Number.POSITIVE_INFINITY }
}

/** What tells speakers apart. Its native calls block, each over ten seconds of audio, so that it is silent for as long as one takes. */
export const SPEAKERS: ChildSpec = {
	...OTHER_ENGINE,
	name: 'speakers',
	entry: 'speakers',
	heartbeat: { everyMs: 1_000, limitMs: 120_000 }
}

/**
 * Processors from which on two files are transcribed at once without anybody asking. An engine uses one, main, decoder and page together about
 * half of one; measured on two that had nine others to serve, a second engine brought 0.7 to 1.06 times the speed of one. Its own cost is 5 % of each
 * engine's time (caches), so that where processors are free it is 1.8 times as fast.
 */
export const TWO_FILES_PROCESSORS = 4

/** It is kept so long after its work is done: people try one gap after the other, and loading takes a second or several. */
export const OTHER_ENGINE_IDLE_MS = 10_000

/**
 * Memory that must be free before a model is loaded beside the one at work, bytes: what an engine takes without its model, of the model's
 * files so many times their size (weights are not mapped; 28 MB on disk are 60–110 in memory), and what the rest of the machine needs.
 */
export const OTHER_MEMORY = { engine: 300_000_000, timesFiles: 3, spare: 500_000_000 } as const

/** Deaths at one place that are the work's own doing, after which the place is passed over: once may be chance. */
export const DEATHS_AT_ONE_PLACE = 2

/** A job with so many places passed over in one run is not bad at a place, but as a whole: it fails, and others get their turn. */
export const MOST_QUARANTINES = 6

/**
 * Memory the machine must have to spare for a standby that nobody asked for (`auto`), bytes: what an engine takes and as much again
 * before one is started; what the rest of the machine needs before one is ended.
 */
export const STANDBY_MEMORY = { start: 1_500_000_000, end: 500_000_000 } as const

/** A standby is loaded so long after the engine is ready or has been relieved: loading takes a core for a second, which what is being said needs first. */
export const STANDBY_AFTER_MS = 1_500
