import { MICROPHONE } from '../../electron/contract/audio-frame.ts'
import { type Interrupted, idleRecorder, type RecorderState, type RecordingAsk } from '../../electron/contract/recorder.ts'
import type { Mark } from '../../electron/contract/records.ts'
import type { Client } from '../api/client.ts'
import type { Problem } from '../api/problem.ts'
import { lostWhileAway } from './lost-while-away.ts'
import { type Microphone, openMicrophone } from './microphone.ts'
import { openAgain } from './open-again.ts'
import type { Recorder } from './recorder.ts'
import { type AudioInput, keepAudio, nothingHeard, type Unacknowledged, unsaved } from './unacknowledged.ts'

/** A recorder in this page, and what the page's line to main tells it. */
export type LocalRecorder = Recorder & {
	/** `lost`: where it is said which range nobody heard, beside main's own record of it. */
	goOn(interrupted: readonly Interrupted[], lost?: (recording: string, from: number, to: number) => void): Promise<void>
	/** `id`: of the mark, when it was chosen elsewhere. */
	mark(note: string, id?: string): Promise<Mark | null>
	/** Another page wants something of whoever makes this recording. */
	asked(recording: string, ask: RecordingAsk): void
	/** The machine slept for so many ms, until now. */
	slept(ms: number): void
	lineUp(): void
	lineLost(): void
	saved(recording: string, samples: number, at: number): void
	notSaved(recording: string, problem: Problem): void
}

const PEAK_SAMPLES = MICROPHONE.chunkSamples / 2

/** `isUp`: whether the line to main can be used at this moment. */
export function createLocalRecorder(client: Client, isUp: () => boolean): LocalRecorder {
	let now: RecorderState = idleRecorder
	const watchers = new Set<() => void>()
	const peaks: number[] = []
	let microphone: Microphone | null = null
	let kept: Unacknowledged = nothingHeard
	let settled: (() => void) | null = null
	/** Why nothing is heard although it records: its device is being opened again. */
	let deaf: Problem | null = null
	/** Counts starts and resumptions: an opening that took long may belong to an earlier one. */
	let turn = 0

	const set = (some: Partial<RecorderState>) => {
		now = { ...now, ...some }
		for (const changed of watchers) changed()
	}

	const feed = (input: AudioInput) => {
		const { id } = now
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
					setTimeout(() => now.id === id && feed({ type: 'retry' }), effect.ms)
					break
				case 'begin-anew':
					beginAnew(effect.from)
					break
				default:
					effect satisfies never
			}
		}
		set({ heard: kept.heard, unsaved: unsaved(kept), savedAt: kept.savedAt, holdUp: kept.problem ?? deaf })
		checkSettled()
	}

	const begin = (id: string) =>
		client.request('recording.start', { recording: id, title: now.title, device: now.device, startedAt: now.startedAt })

	const ask = async (id: string) => {
		const result = await begin(id)
		if (now.id !== id) return
		if (result.ok) return feed({ type: 'started', samples: result.value.samples, at: Date.now() })
		if (result.problem.code !== 'recording-closed') return feed({ type: 'start-refused', problem: result.problem })
		// The page was away for so long that main closed the recording: what it didn't get goes into a new one.
		const closed = await client.request('transcript.get', { transcript: id })
		if (now.id !== id) return
		feed(closed.ok ? { type: 'closed', samples: closed.value.transcript.samples } : { type: 'start-refused', problem: closed.problem })
	}

	/** Nothing is spliced: what the old recording can't take is a recording of its own. */
	const beginAnew = (from: number) => {
		peaks.splice(0, Math.floor(from / PEAK_SAMPLES))
		const nothingLeft = kept.heard === 0 && now.phase === 'stopping'
		set({
			id: nothingLeft ? null : crypto.randomUUID(),
			startedAt: now.startedAt + Math.round((from / MICROPHONE.sampleRate) * 1000)
		})
		if (isUp()) feed({ type: 'line-up' })
	}

	const hear = (samples: Int16Array) => {
		for (let from = 0; from < samples.length; from += PEAK_SAMPLES) peaks.push(peakOf(samples.subarray(from, from + PEAK_SAMPLES)))
		set({ level: peaks.at(-1) ?? 0 })
		feed({ type: 'heard', samples })
	}

	const finish = async (problem: Problem | null) => {
		if (now.phase !== 'recording' || now.id === null) return
		set({ phase: 'stopping', level: 0 })
		deaf = null
		await microphone?.stop()
		microphone = null
		const unfinished = await closeJournal()
		now = idleRecorder
		kept = nothingHeard
		set({ problem: problem ?? unfinished })
	}

	/** Waits until main has everything, and tells it that this was all. It may die in between: then the new one is told again. */
	const closeJournal = async (): Promise<Problem | null> => {
		for (let tries = 1; ; tries++) {
			await new Promise<void>(resolve => {
				settled = resolve
				checkSettled()
			})
			if (now.id === null) return null
			const result = await client.request('recording.stop', { recording: now.id, samples: kept.saved })
			if (result.ok) return null
			const { code } = result.problem
			// A lost line comes back and asks by itself where main stands. When main counts otherwise than we do, we ask at once.
			if (code === 'audio-missing' && tries < 3) feed({ type: 'line-up' })
			else if (code !== 'connection-lost') return result.problem
		}
	}

	/** Main has all of it. */
	const checkSettled = () => {
		if (now.id === null || (kept.line === 'open' && unsaved(kept) === 0)) settled?.()
	}

	const goOn: LocalRecorder['goOn'] = async ([interrupted], lost) => {
		if (!interrupted) return
		const { recording: id, title, device, microphone: wanted, startedAt, samples, savedAt, stopping, holdUp } = interrupted
		if (now.phase !== 'idle') return
		const mine = ++turn
		const goesOn = () => turn === mine && now.phase === 'recording'
		peaks.length = 0
		kept = { ...nothingHeard, heard: samples, saved: samples, savedAt }
		deaf = holdUp
		set({ ...idleRecorder, phase: 'recording', id, title, device, microphone: wanted, startedAt, heard: samples, savedAt, holdUp })
		// Main waits only a while for the recorder of a recording: it must hear of us before the microphone is open.
		if (isUp()) feed({ type: 'line-up' })
		if (stopping) return finish(null)
		const opened = await openAgain(wanted, goesOn, {
			samples: chunk => {
				if (!goesOn()) return
				if (deaf !== null) {
					deaf = null
					const from = kept.heard
					// When main has closed it meanwhile, what comes is a recording of its own, and begins here.
					if (now.id === id)
						for (const silence of lostWhileAway(savedAt, Date.now(), chunk.length)) feed({ type: 'heard', samples: silence })
					if (kept.heard > from) lost?.(id, from, kept.heard)
				}
				hear(chunk)
			},
			lost: problem => void finish(problem)
		})
		if (opened === null) return
		if (!opened.ok) return finish(opened.problem)
		if (!goesOn()) return opened.value.stop()
		microphone = opened.value
	}

	return {
		get now() {
			return now
		},
		peaks,
		get holdsAudio() {
			return now.phase !== 'idle'
		},
		watch(changed) {
			watchers.add(changed)
			return () => watchers.delete(changed)
		},
		async start(title, { microphone: deviceId }) {
			if (now.phase !== 'idle') return
			turn++
			set({ ...idleRecorder, phase: 'asking', title, microphone: deviceId })
			peaks.length = 0
			kept = nothingHeard
			const early: Int16Array[] = []
			const opened = await openMicrophone(deviceId, {
				// Sound may come before the promise: nothing of it is dropped.
				samples: chunk => (now.phase === 'asking' ? void early.push(chunk) : hear(chunk)),
				lost: problem => void finish(problem)
			})
			if (!opened.ok) return set({ ...idleRecorder, problem: opened.problem })
			microphone = opened.value
			set({ phase: 'recording', id: crypto.randomUUID(), device: microphone.device, startedAt: Date.now() })
			for (const chunk of early) hear(chunk)
			if (isUp()) feed({ type: 'line-up' })
		},
		stop: () => finish(null),
		goOn,
		meter() {},
		async pause() {},
		async resume() {},
		mute() {},
		mark: async () => null,
		changeMark() {},
		removeMark() {},
		choose() {},
		async addSystemAudio() {},
		dropSystemAudio() {},
		asked() {},
		slept() {},
		forgetProblem: () => set({ problem: null }),
		lineUp: () => feed({ type: 'line-up' }),
		lineLost: () => feed({ type: 'line-lost' }),
		saved(recording, samples, at) {
			if (recording === now.id) feed({ type: 'saved', samples, at })
		},
		notSaved(recording, problem) {
			if (recording === now.id) feed({ type: 'not-saved', problem })
		}
	}
}

function peakOf(samples: Int16Array): number {
	let peak = 0
	for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
	return peak / 32_768
}
