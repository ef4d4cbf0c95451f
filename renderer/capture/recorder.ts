import type { Interrupted, RecorderState, RecordingOptions } from '../../electron/contract/recorder.ts'
import type { Mark } from '../../electron/contract/records.ts'

/**
 * Whatever records: this page itself (`local-recorder.ts`), or a page of its own that outlives this one (`remote-recorder.ts`). Who shows
 * a recording can't tell which. What can't be done now (nothing is recorded, it is being stopped) is harmless and does nothing.
 */
export interface Recorder {
	/** What it does now; a new object whenever something changed. */
	readonly now: RecorderState
	/** Peaks of what the microphone heard, 20 a second, 0…1, newest last. The array changes in place. */
	readonly peaks: readonly number[]
	/** Whether audio that is not on disk yet would be lost with this page. */
	readonly holdsAudio: boolean
	/** Calls `changed` after each change of `now` or `peaks`, until the function it gives is called. */
	watch(changed: () => void): () => void
	/**
	 * Opens the microphone for its level only (`now.metering`, `level`, `flat`, `clipping`), or closes it (null). Asks for permission. A recording
	 * started while it is open begins at once, half a second before the press. Stays wanted over recordings until null is said.
	 */
	meter(options: RecordingOptions | null): void
	/** Begins to record; resolves when it does, or can't (`now.problem`). */
	start(title: string, options: RecordingOptions): Promise<void>
	/** Lets the microphone go; resolves when all of it is on disk, however long main is away. */
	stop(): Promise<void>
	/** Nothing is kept until `resume`; a mark says how long. The microphone stays open, so that going on takes no time. */
	pause(): Promise<void>
	resume(): Promise<void>
	/** Records silence instead of the microphone; a mark says how long. */
	mute(on: boolean): void
	/** Sets a mark at what is heard now, and gives it. Null when nothing is recorded. */
	mark(note: string): Promise<Mark | null>
	changeMark(mark: string, note: string): void
	removeMark(mark: string): void
	/** Another microphone (null: the system's choice), also in the middle of a recording; until it is open the old one is heard. */
	choose(microphone: string | null): void
	/** What the machine plays as a second channel: the browser asks which. Must be called in answer to a click. `now.problem` says why not. */
	addSystemAudio(): Promise<void>
	dropSystemAudio(): void
	/** Goes on with a recording whose page is gone: the whole, and its other channels where possible. What nobody heard is a gap. */
	goOn(interrupted: readonly Interrupted[]): Promise<void>
	forgetProblem(): void
}

/** A microphone as it is: nothing of what browsers do to it for calls. */
export function plainOptions(microphone: string | null): RecordingOptions {
	return {
		microphone,
		processing: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
		systemAudio: false
	}
}
