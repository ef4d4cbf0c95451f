import type { ToWorker } from '../../native-bridge/protocol/messages.ts'

/** What jobs need of the supervisor. */
export interface Workers {
	isReady(name: 'engine' | 'decoder'): boolean
	gaveUp(name: 'engine' | 'decoder'): boolean
	/** Starts it when it is not running. */
	start(name: 'engine' | 'decoder'): void
	send(name: 'engine' | 'decoder', message: ToWorker): void
	/** It has done something useful. */
	produced(name: 'engine' | 'decoder'): void
	measured(name: 'engine' | 'decoder', speed: number): void
	/** What its library said on standard error since this was asked last, when it failed without saying so in its result; else null. */
	silentFailure(name: 'engine' | 'decoder'): string | null
	/** It sent something that can't be true. */
	violation(name: 'engine' | 'decoder', issue: string): void
}
