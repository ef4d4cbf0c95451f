import { createStore, type StoreApi } from 'zustand/vanilla'
import { MICROPHONE } from '../../electron/contract/audio-frame.ts'
import type { Client } from '../api/client.ts'
import type { Problem } from '../api/problem.ts'
import { type Microphone, openMicrophone } from '../capture/microphone.ts'
import { type AudioInput, keepAudio, nothingHeard, type Unacknowledged, unsaved } from '../capture/unacknowledged.ts'

/** `asking`: for the microphone. `stopping`: the last audio is on its way to the disk. */
export type Phase = 'idle' | 'asking' | 'recording' | 'stopping'

export interface RecordingState {
	readonly phase: Phase
	readonly id: string | null
	readonly title: string
	readonly device: string | null
	/** Samples heard, and how many of them are only in this page. */
	readonly heard: number
	readonly unsaved: number
	/** When main last said that audio is on disk, ms since 1970; null before the first receipt. */
	readonly savedAt: number | null
	/** Why audio is not being saved now; it is kept in the page. */
	readonly holdUp: Problem | null
	/** Why the last try to record failed or ended; cleared by the next one. */
	readonly problem: Problem | null
	/** Loudest sample of the last 50 ms, 0…1. */
	readonly level: number
}

export type RecordingStore = StoreApi<RecordingState> & {
	/** Begins to record with the chosen microphone (null: the system's). Harmless while one is under way. */
	start(title: string, microphone: string | null): Promise<void>
	/** Lets the microphone go and waits until all of it is on disk, however long main is away. */
	stop(): Promise<void>
	forgetProblem(): void
	/** Peaks of all that was heard, 20 a second, 0…1. The array grows in place. */
	readonly peaks: readonly number[]
	lineUp(): void
	lineLost(): void
	saved(recording: string, samples: number, at: number): void
	notSaved(recording: string, problem: Problem): void
}

const PEAK_SAMPLES = MICROPHONE.chunkSamples / 2

const idle: RecordingState = {
	phase: 'idle',
	id: null,
	title: '',
	device: null,
	heard: 0,
	unsaved: 0,
	savedAt: null,
	holdUp: null,
	problem: null,
	level: 0
}

/** `isUp`: whether the line to main can be used at this moment. */
export function createRecordingStore(client: Client, isUp: () => boolean): RecordingStore {
	const store = createStore<RecordingState>(() => idle)
	const peaks: number[] = []
	let microphone: Microphone | null = null
	let kept: Unacknowledged = nothingHeard
	let startedAt = 0
	let settled: (() => void) | null = null

	const feed = (input: AudioInput) => {
		const id = store.getState().id
		if (id === null) return
		const [next, effects] = keepAudio(kept, input)
		kept = next
		for (const effect of effects) {
			switch (effect.type) {
				case 'ask':
					void ask(id)
					break
				case 'send':
					client.sendAudio({ recording: id, fromSample: effect.chunk.from, samples: effect.chunk.samples })
					break
				case 'retry-later':
					setTimeout(() => store.getState().id === id && feed({ type: 'retry' }), effect.ms)
					break
				case 'begin-anew':
					beginAnew(effect.from)
					break
				default:
					effect satisfies never
			}
		}
		store.setState({ heard: kept.heard, unsaved: unsaved(kept), savedAt: kept.savedAt, holdUp: kept.problem })
		checkSettled()
	}

	const ask = async (id: string) => {
		const { title, device } = store.getState()
		const result = await client.request('recording.start', { recording: id, title, device, startedAt })
		if (store.getState().id !== id) return
		if (result.ok) return feed({ type: 'started', samples: result.value.samples, at: Date.now() })
		if (result.problem.code !== 'recording-closed') return feed({ type: 'start-refused', problem: result.problem })
		// The page was away for so long that main closed the recording: what it didn't get goes into a new one.
		const closed = await client.request('transcript.get', { transcript: id })
		if (store.getState().id !== id) return
		feed(closed.ok ? { type: 'closed', samples: closed.value.transcript.samples } : { type: 'start-refused', problem: closed.problem })
	}

	/** Nothing is spliced: what the old recording can't take is a recording of its own. */
	const beginAnew = (from: number) => {
		peaks.splice(0, Math.floor(from / PEAK_SAMPLES))
		startedAt += Math.round((from / MICROPHONE.sampleRate) * 1000)
		const nothingLeft = kept.heard === 0 && store.getState().phase === 'stopping'
		store.setState({ id: nothingLeft ? null : crypto.randomUUID() })
		if (isUp()) feed({ type: 'line-up' })
	}

	const hear = (samples: Int16Array) => {
		for (let from = 0; from < samples.length; from += PEAK_SAMPLES) peaks.push(peakOf(samples.subarray(from, from + PEAK_SAMPLES)))
		store.setState({ level: peaks.at(-1) ?? 0 })
		feed({ type: 'heard', samples })
	}

	const finish = async (problem: Problem | null) => {
		const { phase, id } = store.getState()
		if (phase !== 'recording' || id === null) return
		store.setState({ phase: 'stopping', level: 0 })
		await microphone?.stop()
		microphone = null
		const unfinished = await closeJournal()
		store.setState({ ...idle, problem: problem ?? unfinished })
		kept = nothingHeard
	}

	/** Waits until main has everything, and tells it that this was all. It may die in between: then the new one is told again. */
	const closeJournal = async (): Promise<Problem | null> => {
		for (let tries = 1; ; tries++) {
			await new Promise<void>(resolve => {
				settled = resolve
				checkSettled()
			})
			const { id } = store.getState()
			if (id === null) return null
			const result = await client.request('recording.stop', { recording: id, samples: kept.saved })
			if (result.ok) return null
			const { code } = result.problem
			// A lost line comes back and asks by itself where main stands. When main counts otherwise than we do, we ask at once.
			if (code === 'audio-missing' && tries < 3) feed({ type: 'line-up' })
			else if (code !== 'connection-lost') return result.problem
		}
	}

	/** Main has all of it. */
	const checkSettled = () => {
		if (store.getState().id === null || (kept.line === 'open' && unsaved(kept) === 0)) settled?.()
	}

	return Object.assign(store, {
		peaks,
		async start(title: string, deviceId: string | null) {
			if (store.getState().phase !== 'idle') return
			store.setState({ ...idle, phase: 'asking' })
			peaks.length = 0
			kept = nothingHeard
			const early: Int16Array[] = []
			const opened = await openMicrophone(deviceId, {
				// Sound may come before the promise: nothing of it is dropped.
				samples: chunk => (store.getState().phase === 'asking' ? void early.push(chunk) : hear(chunk)),
				lost: problem => void finish(problem)
			})
			if (!opened.ok) return store.setState({ ...idle, problem: opened.problem })
			microphone = opened.value
			startedAt = Date.now()
			store.setState({ phase: 'recording', id: crypto.randomUUID(), title, device: microphone.device })
			for (const chunk of early) hear(chunk)
			if (isUp()) feed({ type: 'line-up' })
		},
		stop: () => finish(null),
		forgetProblem: () => store.setState({ problem: null }),
		lineUp: () => feed({ type: 'line-up' }),
		lineLost: () => feed({ type: 'line-lost' }),
		saved(recording: string, samples: number, at: number) {
			if (recording === store.getState().id) feed({ type: 'saved', samples, at })
		},
		notSaved(recording: string, problem: Problem) {
			if (recording === store.getState().id) feed({ type: 'not-saved', problem })
		}
	})
}

function peakOf(samples: Int16Array): number {
	let peak = 0
	for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
	return peak / 32_768
}
