import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppEvent } from '../../electron/contract/events.ts'
import type { Interrupted, RecorderState } from '../../electron/contract/recorder.ts'
import type { Client } from '../api/client.ts'
import type { Problem } from '../api/problem.ts'
import type { Recorder } from '../capture/recorder.ts'

/** What the recorder of this window does, and what waits for one. */
export type RecordingState = RecorderState & {
	/** Recordings whose page is gone: one may be gone on with here (`goOn`), or ended (`finish`). Wholes only. */
	readonly interrupted: readonly Interrupted[]
}
export type Phase = RecordingState['phase']

export type RecordingStore = StoreApi<RecordingState> &
	Pick<
		Recorder,
		| 'meter'
		| 'start'
		| 'stop'
		| 'pause'
		| 'resume'
		| 'mute'
		| 'mark'
		| 'changeMark'
		| 'removeMark'
		| 'choose'
		| 'addSystemAudio'
		| 'dropSystemAudio'
		| 'forgetProblem'
	> & {
		/** Goes on here with a recording whose page is gone. */
		goOn(interrupted: Interrupted): Promise<void>
		/** Ends one whose page is gone, with what it has. Gives the problem when it can't. */
		finish(interrupted: Interrupted): Promise<Problem | null>
		/** Whether leaving this page now would lose audio that is not on disk yet. */
		holdsAudio(): boolean
		/** Peaks of all that the microphone heard, 20 a second, 0…1. The array changes in place. */
		readonly peaks: readonly number[]
		/** Asks main what waits. */
		look(): Promise<void>
	}

/** The recording as it is shown, wherever it is made. */
export function createRecordingStore(recorder: Recorder, client: Client): RecordingStore {
	const store = createStore<RecordingState>(() => ({ ...recorder.now, interrupted: [] }))
	/** All that main told, parts too. */
	let waiting: readonly Interrupted[] = []
	// A recorder that is just being brought back goes on by itself.
	const offered = () => waiting.filter(each => each.partOf === null && each.recording !== recorder.now.id)
	recorder.watch(() => {
		const another = recorder.now.id !== store.getState().id
		store.setState({ ...recorder.now, ...(another ? { interrupted: offered() } : {}) })
	})
	const together = ({ recording }: Interrupted) => waiting.filter(each => each.recording === recording || each.partOf?.whole === recording)
	const look = async () => {
		const told = await client.request('recording.interrupted', {})
		if (!told.ok) return
		waiting = told.value
		store.setState({ interrupted: offered() })
	}
	return Object.assign(store, {
		peaks: recorder.peaks,
		meter: recorder.meter,
		start: recorder.start,
		stop: recorder.stop,
		pause: recorder.pause,
		resume: recorder.resume,
		mute: recorder.mute,
		mark: recorder.mark,
		changeMark: recorder.changeMark,
		removeMark: recorder.removeMark,
		choose: recorder.choose,
		addSystemAudio: recorder.addSystemAudio,
		dropSystemAudio: recorder.dropSystemAudio,
		forgetProblem: recorder.forgetProblem,
		async goOn(interrupted: Interrupted) {
			await recorder.goOn(together(interrupted))
			await look()
		},
		async finish(interrupted: Interrupted) {
			let problem: Problem | null = null
			for (const { recording, samples } of together(interrupted)) {
				const ended = await client.request('recording.stop', { recording, samples })
				if (!ended.ok) problem = ended.problem
			}
			await look()
			return problem
		},
		holdsAudio: () => recorder.holdsAudio,
		look
	})
}

/** Whether the event says that a recording has lost its page, or one that waited has been taken up or ended. */
export function changesInterrupted(state: RecordingState, event: AppEvent): boolean {
	if (event.type !== 'transcript') return false
	const { id, away } = event.transcript
	return id !== state.id && away !== state.interrupted.some(each => each.recording === id)
}
