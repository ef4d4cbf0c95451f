import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RecorderState } from '../../electron/contract/recorder.ts'
import type { Recorder } from '../capture/recorder.ts'

export type RecordingState = RecorderState
export type Phase = RecordingState['phase']

export type RecordingStore = StoreApi<RecordingState> & {
	/** Begins to record with the chosen microphone (null: the system's). Harmless while one is under way. */
	start(title: string, microphone: string | null): Promise<void>
	/** Lets the microphone go and waits until all of it is on disk, however long main is away. */
	stop(): Promise<void>
	forgetProblem(): void
	/** Whether leaving this page now would lose audio that is not on disk yet. */
	holdsAudio(): boolean
	/** Peaks of all that was heard, 20 a second, 0…1. The array changes in place. */
	readonly peaks: readonly number[]
}

/** The recording as it is shown, wherever it is made. */
export function createRecordingStore(recorder: Recorder): RecordingStore {
	const store = createStore<RecordingState>(() => recorder.now)
	recorder.watch(() => store.setState(recorder.now, true))
	return Object.assign(store, {
		peaks: recorder.peaks,
		start: (title: string, microphone: string | null) => recorder.start(title, microphone),
		stop: () => recorder.stop(),
		forgetProblem: () => recorder.forgetProblem(),
		holdsAudio: () => recorder.holdsAudio
	})
}
