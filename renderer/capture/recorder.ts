import type { RecorderState } from '../../electron/contract/recorder.ts'

/**
 * Whatever records: this page itself (`local-recorder.ts`), or a page of its own that outlives this one (`remote-recorder.ts`). Who shows
 * a recording can't tell which.
 */
export interface Recorder {
	/** What it does now; a new object whenever something changed. */
	readonly now: RecorderState
	/** Peaks of what was heard, 20 a second, 0…1, newest last. The array changes in place. */
	readonly peaks: readonly number[]
	/** Whether audio that is not on disk yet would be lost with this page. */
	readonly holdsAudio: boolean
	/** Calls `changed` after each change of `now` or `peaks`, until the function it gives is called. */
	watch(changed: () => void): () => void
	/** Begins to record with the chosen microphone (null: the system's); resolves when it does, or can't. Harmless while one is under way. */
	start(title: string, microphone: string | null): Promise<void>
	/** Lets the microphone go; resolves when all of it is on disk, however long main is away. */
	stop(): Promise<void>
	forgetProblem(): void
}
