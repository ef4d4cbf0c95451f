import type { DrillClient } from './client.ts'

/** A Holdfast of its own, with an empty library: nothing that happens to it touches the user's. */
export interface Stage {
	/** What is transcribed. */
	readonly speech: string
	/** Changes when main is another. */
	readonly client: DrillClient
	/** Null where there is none; then main can't be killed either, since nobody would be left to look on. */
	readonly guardianPid: number | null
	/** A new line to main, which may be just starting again. Rejects after `ms`. */
	reconnect(ms: number): Promise<void>
	/** Ends everything that was started, and deletes the library. */
	close(): Promise<void>
}
