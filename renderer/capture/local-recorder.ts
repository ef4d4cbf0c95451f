import type { AppEvent } from '../../electron/contract/events.ts'
import { type Interrupted, idleRecorder, type RecorderState, type RecordingOptions } from '../../electron/contract/recorder.ts'
import type { Mark } from '../../electron/contract/records.ts'
import type { Client } from '../api/client.ts'
import type { Problem } from '../api/problem.ts'
import { listDevices, watchDevices, watchPermission } from './devices.ts'
import { fromMain, obey } from './from-main.ts'
import { type InputEvent, Inputs } from './inputs.ts'
import { keepRecording, keptRecording } from './kept-recording.ts'
import { askWhereToGoOn, closeRecording, tellLateNote, tellNote } from './line-of-recording.ts'
import { PEAK_SAMPLES, peaksOf } from './loudness.ts'
import { stepRecording } from './machine.ts'
import { Metering } from './metering.ts'
import { askMicrophone } from './microphone.ts'
import { plainOptions, type Recorder } from './recorder.ts'
import { newRecording, type Recording, takenUp } from './recording.ts'
import type { RecordingEffect, RecordingInput } from './recording-messages.ts'
import { askOf, shownRecording } from './shown-recording.ts'
import { askSystemAudio } from './system-audio.ts'
import { startTicking } from './ticker.ts'

/** A recorder in this page, and what the page's line to main tells it. */
export interface LocalRecorder extends Recorder {
	/** `id`: of the mark, when it was chosen elsewhere. */
	mark(note: string, id?: string): Promise<Mark | null>
	/** `lost`: where it is said which range nobody heard, beside main's own record of it. */
	goOn(interrupted: readonly Interrupted[], lost?: (recording: string, from: number, to: number) => void): Promise<void>
	/** Goes on with what this tab recorded before its page was loaded anew, if it did. */
	comeBack(): Promise<void>
	/** Main says something to all pages. */
	event(event: AppEvent): void
	lineUp(): void
	lineLost(): void
	saved(recording: string, samples: number, at: number): void
	notSaved(recording: string, samples: number, problem: Problem): void
}

/** The microphone of a recording, and the one that is only metered. */
const WHOLE = 0
const METER = -1
/** The page before this one may not be gone yet for main: it is asked again after these times, ms. */
const COME_BACK_MS = [0, 500, 1_500, 4_000, 8_000]

/**
 * `isUp`: whether the line to main can be used at this moment. `storage`: the tab's own, where a page that is loaded again finds what it
 * recorded, and how; null where none is made.
 */
export function createLocalRecorder(client: Client, isUp: () => boolean, storage: Storage | null): LocalRecorder {
	return new PageRecorder(client, isUp, storage)
}

/** Runs what `machine.ts` decides: devices, timers, the line to main. */
class PageRecorder implements LocalRecorder {
	readonly peaks: number[] = []
	now: RecorderState = idleRecorder
	readonly #client: Client
	readonly #isUp: () => boolean
	readonly #storage: Storage | null
	readonly #watchers = new Set<() => void>()
	readonly #inputs = new Inputs((key, event) => this.#heard(key, event))
	readonly #meter = new Metering(this.#inputs, METER, {
		isBusy: () => this.#isBusy(),
		changed: () => this.#show(),
		failed: problem => {
			this.#problem = problem
		}
	})
	#recording: Recording | null = null
	/** The one before it. */
	#ended: Recording | null = null
	/** What a start that is under way waits for. */
	#starting: { readonly title: string; readonly options: RecordingOptions; readonly done: () => void } | null = null
	/** Resolves when the recording is over. */
	#over = Promise.withResolvers<void>()
	#problem: Problem | null = null
	#lastKey = WHOLE
	#leave: (() => void) | null = null
	#ticks = 0
	#lost: (recording: string, from: number, to: number) => void = () => {}

	constructor(client: Client, isUp: () => boolean, storage: Storage | null) {
		this.#client = client
		this.#isUp = isUp
		this.#storage = storage
	}

	get holdsAudio(): boolean {
		return this.now.phase !== 'idle'
	}

	watch = (changed: () => void) => {
		this.#watchers.add(changed)
		return () => {
			this.#watchers.delete(changed)
		}
	}

	meter = (options: RecordingOptions | null) => {
		// A new try; that it is not wanted any more is none.
		if (options !== null && !this.#isBusy() && this.#meter.stateFor(options) === 'none') this.#problem = null
		this.#meter.want(options)
	}

	start = async (title: string, options: RecordingOptions) => {
		if (this.#recording || this.#starting) return
		this.#problem = null
		this.peaks.length = 0
		// While the click that started this still counts as one.
		if (options.systemAudio) void this.#add(askSystemAudio())
		const { promise, resolve: done } = Promise.withResolvers<void>()
		this.#starting = { title, options, done }
		this.#show()
		const metered = this.#meter.stateFor(options)
		if (metered === 'none') {
			this.#inputs.release(METER)
			this.#inputs.open(WHOLE, () => askMicrophone(options))
		} else if (metered === 'opening') this.#inputs.rename(METER, WHOLE)
		else {
			await this.#inputs.flush()
			this.#inputs.rename(METER, WHOLE)
			const samples = this.#meter.level.preRoll.take()
			if (this.#starting) this.#begin(this.#meter.level.device, samples)
		}
		await promise
	}

	stop = async () => {
		if (this.#starting) {
			this.#inputs.release(WHOLE)
			return this.#started(null)
		}
		if (!this.#recording) return
		if (this.#recording.phase !== 'stopping') {
			await this.#inputs.flush()
			this.#feed({ type: 'stop' })
		}
		await this.#over.promise
	}

	pause = async () => {
		await this.#inputs.flush()
		this.#feed({ type: 'pause' })
	}

	resume = async () => {
		// What was heard until now is not to be kept.
		await this.#inputs.flush()
		this.#feed({ type: 'resume' })
	}

	mute = (on: boolean) => this.#feed({ type: 'mute', on })

	mark = async (note: string, id: string = crypto.randomUUID()) => {
		this.#feed({ type: 'mark', id, note })
		return this.#recording?.marks.find(each => each.id === id) ?? null
	}

	changeMark = (id: string, note: string) =>
		this.#recording ? this.#feed({ type: 'change-mark', id, note }) : void tellLateNote(this.#client, this.#ended, id, note)

	removeMark = (id: string) => this.#feed({ type: 'remove-mark', id })
	choose = (microphone: string | null) => this.#feed({ type: 'choose', microphone })
	addSystemAudio = () => this.#add(askSystemAudio())

	dropSystemAudio = () => {
		for (const { key, channel } of this.#recording?.sources ?? []) if (channel === 'others') this.#feed({ type: 'drop', key })
	}

	goOn: LocalRecorder['goOn'] = async (interrupted, lost = () => {}) => {
		const whole = interrupted.find(each => each.partOf === null)
		if (!whole || this.#recording || this.#starting) return
		const kept = keptRecording(this.#storage)
		const hadSystemAudio = interrupted.some(each => each.partOf !== null && !each.stopping)
		const options = kept?.recording === whole.recording ? kept.options : { ...plainOptions(whole.microphone), systemAudio: hadSystemAudio }
		const known = await this.#client.request('transcript.get', { transcript: whole.recording })
		// Somebody may have pressed Record meanwhile.
		if (this.#recording || this.#starting) return
		const marks = known.ok ? known.value.marks : []
		this.#inputs.release(METER)
		this.#problem = null
		this.peaks.length = 0
		this.#lost = lost
		this.#enter(takenUp(interrupted, { options, marks, up: this.#isUp() }, this.#moment()))
		// Main waits only a while for the recorder of a recording: it must hear of us before the microphone is open.
		if (this.#isUp()) this.#feed({ type: 'line-up' })
		if (whole.stopping) return void this.stop()
		this.#feed({ type: 'choose', microphone: options.microphone })
		if (options.systemAudio) void this.#add(askSystemAudio())
	}

	comeBack = async () => {
		const kept = keptRecording(this.#storage)
		if (!kept) return
		for (const ms of COME_BACK_MS) {
			await new Promise(resolve => setTimeout(resolve, ms))
			const waiting = await this.#client.request('recording.interrupted', {})
			if (this.#recording || this.#starting) return
			const mine = (waiting.ok ? waiting.value : []).filter(each => [each.recording, each.partOf?.whole].includes(kept.recording))
			if (mine.length > 0) return this.goOn(mine)
		}
		keepRecording(this.#storage, null)
	}

	event = (event: AppEvent) => {
		const told = fromMain(event, this.#recording)
		if (told?.type === 'asked') obey(this, told.ask)
		else if (told) this.#feed(told.input)
	}

	forgetProblem = () => {
		this.#problem = null
		this.#show()
	}

	lineUp = () => this.#feed({ type: 'line-up' })
	lineLost = () => this.#feed({ type: 'line-lost' })
	saved = (recording: string, samples: number, at: number) =>
		this.#feed({ type: 'audio', recording, input: { type: 'saved', samples, at } })

	notSaved = (recording: string, samples: number, problem: Problem) => {
		// Another page goes on with it: what is heard here is a recording of its own from now on.
		const input = problem.code === 'recording-elsewhere' ? { type: 'closed' as const, samples } : { type: 'not-saved' as const, problem }
		this.#feed({ type: 'audio', recording, input })
	}

	#isBusy(): boolean {
		return this.#recording !== null || this.#starting !== null
	}

	#heard(key: number, event: InputEvent): void {
		if (key === METER) this.#meter.heard(event)
		else if (key === WHOLE && this.#starting) this.#startHeard(event)
		else this.#feed({ ...event, key })
	}

	#startHeard(event: InputEvent) {
		if (event.type === 'opened') return this.#begin(event.device, new Int16Array())
		if (event.type === 'not-opened') {
			this.#inputs.release(WHOLE)
			return this.#started(event.problem)
		}
		this.#meter.show(event)
	}

	#begin(device: string | null, preRoll: Int16Array): void {
		if (!this.#starting) return
		const { title, options } = this.#starting
		this.#lost = () => {}
		this.#enter(newRecording({ title, options, device, up: this.#isUp() }, this.#moment()))
		if (preRoll.length > 0) this.#feed({ type: 'chunk', key: WHOLE, samples: preRoll })
		this.#started(null)
	}

	#started(problem: Problem | null): void {
		const { done } = this.#starting ?? {}
		this.#starting = null
		this.#meter.forget()
		if (problem) this.#problem = problem
		this.#show()
		done?.()
	}

	#enter(recording: Recording | null): void {
		if (!recording) return
		this.#recording = recording
		this.#lastKey = Math.max(...recording.sources.map(each => each.key))
		this.#over = Promise.withResolvers<void>()
		const lookAtDevices = () =>
			void listDevices().then(({ microphones, systemChoice }) =>
				this.#feed({ type: 'devices', ids: microphones.map(each => each.id), systemChoice })
			)
		lookAtDevices()
		const leave = [
			startTicking(() => this.#tick()),
			watchDevices(lookAtDevices),
			watchPermission(permission => permission === 'granted' && this.#feed({ type: 'allowed' }))
		]
		this.#leave = () => {
			for (const each of leave) each()
		}
		this.#keep()
	}

	#tick(): void {
		// Settings of a track change rarely.
		if (this.#ticks++ % 4 === 0) this.#inputs.check()
		this.#feed({ type: 'tick' })
	}

	#keep(): void {
		const whole = this.#recording?.sources[0]
		keepRecording(this.#storage, whole ? { recording: whole.recording, options: this.#recording?.options ?? plainOptions(null) } : null)
	}

	async #add(asked: ReturnType<typeof askSystemAudio>): Promise<void> {
		const opened = await asked
		// The microphone may still be on its way.
		while (this.#starting) await new Promise(resolve => setTimeout(resolve, 50))
		if (!opened.ok) {
			this.#problem = opened.problem
			return this.#show()
		}
		const stream = opened.value
		if (!this.#recording || this.#recording.phase === 'stopping') {
			for (const track of stream.getTracks()) track.stop()
			return
		}
		const key = ++this.#lastKey
		this.#inputs.keep(key, stream)
		this.#feed({ type: 'add', key, device: stream.getAudioTracks()[0]?.label ?? null })
		this.#inputs.open(key, async () => ({ ok: true, value: stream }))
	}

	#moment() {
		return { at: performance.now(), wall: Date.now(), newId: () => crypto.randomUUID() }
	}

	#feed(input: RecordingInput): void {
		if (!this.#recording) return
		const [next, effects] = stepRecording(this.#recording, input, this.#moment())
		const moved = next.options !== this.#recording.options
		this.#recording = next
		if (moved) this.#keep()
		for (const effect of effects) this.#run(effect)
		this.#show()
	}

	#run(effect: RecordingEffect) {
		const recording = this.#recording
		if (!recording) return
		switch (effect.type) {
			case 'open': {
				const lasting = this.#inputs.lasting(effect.key)
				const options = { ...recording.options, microphone: effect.microphone }
				return this.#inputs.open(effect.key, async () => (lasting ? { ok: true, value: lasting } : askMicrophone(options)))
			}
			case 'release':
				return this.#inputs.release(effect.key)
			case 'ask':
				return void this.#ask(effect.key)
			case 'send':
				return this.#client.sendAudio({ recording: effect.recording, fromSample: effect.from, samples: effect.samples })
			case 'retry':
				setTimeout(() => this.#feed({ type: 'audio', recording: effect.recording, input: { type: 'retry' } }), effect.ms)
				return
			case 'tell':
				return void tellNote(this.#client, effect.note).then(problem => this.#feed({ type: 'note-answered', n: effect.n, problem }))
			case 'close': {
				const { key, recording, samples } = effect
				const answered = (problem: Problem | null) => this.#feed({ type: 'close-answered', key, problem })
				return void closeRecording(this.#client, recording, samples).then(answered)
			}
			case 'began-anew':
				this.peaks.splice(0, Math.floor(effect.from / PEAK_SAMPLES))
				return this.#keep()
			case 'drawn':
				this.peaks.push(...peaksOf(effect.samples))
				return
			case 'gap':
				return this.#lost(effect.recording, effect.from, effect.to)
			case 'over':
				return this.#end(effect.problem)
			default:
				return effect satisfies never
		}
	}

	async #ask(key: number): Promise<void> {
		const params = this.#recording && askOf(this.#recording, key)
		if (params) this.#feed({ type: 'audio', recording: params.recording, input: await askWhereToGoOn(this.#client, params) })
	}

	#end(problem: Problem | null): void {
		this.#leave?.()
		this.#leave = null
		for (const { key } of this.#recording?.sources ?? []) this.#inputs.release(key)
		this.#ended = this.#recording
		this.#recording = null
		this.#keep()
		if (problem) this.#problem = problem
		this.#meter.again()
		this.#show()
		this.#over.resolve()
	}

	#show(): void {
		const { title, options } = this.#starting ?? {}
		const idle = this.#recording === null
		this.now = {
			...idleRecorder,
			...(idle ? this.#meter.shown() : {}),
			...(title === undefined ? {} : { phase: 'asking', title, microphone: options?.microphone ?? null }),
			...(this.#recording ? shownRecording(this.#recording) : {}),
			problem: this.#problem
		}
		for (const changed of this.#watchers) changed()
	}
}
