import type { ToWorker } from '../../native-bridge/protocol/messages.ts'
import type { WorkSpeeds } from '../contract/processes.ts'

/** `engine-other` works with another model than the engine, `speakers` tells speakers apart: both are there only while somebody needs them. */
export type WorkerName = EngineName | 'decoder' | 'speakers'

/** `engine-second` takes files beside the engine, with the same model, and is there only while there are two. */
export type EngineName = 'engine' | 'engine-second' | 'engine-other'

/** What jobs need of the supervisor. */
export interface Workers {
	isReady(name: WorkerName): boolean
	gaveUp(name: WorkerName): boolean
	/** `going`: on the way out, or given up and not let go of; nobody comes after it. */
	standing(name: 'engine-other' | 'engine-second' | 'speakers'): 'away' | 'coming' | 'ready' | 'going'
	/** Starts it when it is not running. */
	start(name: WorkerName): void
	/** Ends it: nobody needs it. */
	letGo(name: 'engine-other' | 'engine-second' | 'speakers'): void
	send(name: WorkerName, message: ToWorker): void
	/** It has done something useful. */
	produced(name: WorkerName): void
	/** How fast it is, × real time, at recordings or at files. */
	measured(name: WorkerName, speed: number, at: keyof WorkSpeeds): void
	/** What it calls its model; null before it is ready. */
	model(name: 'engine-other' | 'engine-second'): string | null
	/** What its library said on standard error since this was asked last, when it failed without saying so in its result; else null. */
	silentFailure(name: WorkerName): string | null
	/** It sent something that can't be true. */
	violation(name: WorkerName, issue: string): void
}
