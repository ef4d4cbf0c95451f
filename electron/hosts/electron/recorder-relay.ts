import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { ServerMessage } from '../../contract/events.ts'
import {
	FromRecorder,
	FromWindow,
	type Interrupted,
	idleRecorder,
	type RecorderState,
	type ToRecorder,
	type ToWindow
} from '../../contract/recorder.ts'

type Problem = NonNullable<RecorderState['problem']>

export interface RelayEnds {
	/** To the page that records, which listens. */
	toRecorder(message: ToRecorder): void
	/** To the window, if there is one. */
	toWindow(message: ToWindow): void
	/** The window wants to record, but the recorder was given up: bring it back. */
	revive(): void
	/** A range of a recording that nobody heard. */
	lost(recording: string, from: number, to: number): void
}

/**
 * Passes on what the window and the page that records say to each other, and knows what a recorder's death leaves behind: which recording
 * was under way, and how far its journal came. A recorder that comes back is told to go on with it.
 */
export class RecorderRelay {
	readonly #ends: RelayEnds
	#isUp = false
	/** As the recorder last said, or as we say in its place. */
	#state: RecorderState = idleRecorder
	/** What the journals of the recording under way hold, by the receipts that the recorder was given. */
	readonly #saved = new Map<string, { readonly samples: number; readonly at: number }>()
	/** The recording that a recorder shall go on with, then its other channels. */
	#interrupted: readonly Interrupted[] = []
	/** The microphone that the window wants to see the level of: a recorder that comes back is told again. */
	#meter: Extract<FromWindow, { type: 'meter' }> | null = null
	/** What the window said while there was no recorder. */
	readonly #waiting: FromWindow[] = []
	/** Asked by the window and not answered. */
	readonly #open = new Set<string>()
	/** Asked by main itself. */
	readonly #stops = new Map<string, () => void>()

	constructor(ends: RelayEnds) {
		this.#ends = ends
	}

	/** Whether audio comes, or has come and is not all on disk. */
	get isRecording(): boolean {
		return this.#state.phase !== 'idle'
	}

	/** Gives what is wrong with the message, or null. */
	fromWindow(raw: unknown): string | null {
		const parsed = v.safeParse(FromWindow, raw)
		if (!parsed.success) return v.summarize(parsed.issues)
		const message = parsed.output
		if ('n' in message) this.#open.add(message.n)
		if (message.type === 'meter') this.#meter = message.options === null ? null : message
		if (this.#isUp) this.#ends.toRecorder(message)
		else {
			this.#waiting.push(message)
			// What we know is better than nothing until it is up.
			if (message.type === 'look') this.#tellState()
			if (message.type === 'start') this.#ends.revive()
		}
		return null
	}

	/** Gives what is wrong with the message, or null. */
	fromRecorder(raw: unknown): string | null {
		const parsed = v.safeParse(FromRecorder, raw)
		if (!parsed.success) return v.summarize(parsed.issues)
		const message = parsed.output
		switch (message.type) {
			case 'ready':
				this.#ready()
				return null
			case 'lost':
				this.#ends.lost(message.recording, message.from, message.to)
				return null
			case 'state':
				// It begins idle: until it has taken up the recording, what we say holds.
				if (this.#interrupted.length > 0 && message.state.phase === 'idle') return null
				this.#interrupted = []
				if (message.state.phase === 'idle') this.#saved.clear()
				this.#state = message.state
				this.#ends.toWindow(message)
				return null
			case 'done':
				this.#stops.get(message.n)?.()
				if (this.#stops.delete(message.n)) return null
				this.#open.delete(message.n)
				this.#ends.toWindow(message)
				return null
			default:
				return message satisfies never
		}
	}

	/** Listens to what main says to the recorder: its receipts. */
	overhear(send: (message: ServerMessage) => void): (message: ServerMessage) => void {
		return message => {
			if (message.type === 'saved') this.#saved.set(message.recording, { samples: message.samples, at: message.at })
			send(message)
		}
	}

	/** Ends the recording under way; resolves when all of it is on disk, or at once when there is none. */
	stop(): Promise<void> {
		if (!this.isRecording || !this.#isUp) return Promise.resolve()
		const n = randomUUID()
		const { promise, resolve } = Promise.withResolvers<void>()
		this.#stops.set(n, resolve)
		this.#ends.toRecorder({ type: 'stop', n })
		return promise
	}

	/** The recorder died. `next`: whether it comes back. Gives whether a recording was under way. */
	died(next: 'reloaded' | 'gave-up', now: number): boolean {
		this.#isUp = false
		const before = this.#state
		const left = this.#interrupted.length > 0 ? this.#interrupted : this.#interruption(now)
		// Nobody heard the window's wish to stop either.
		const stops = this.#waiting.some(message => message.type === 'stop')
		const interrupted = left.map(each => ({ ...each, stopping: each.stopping || stops }))
		this.#interrupted = next === 'reloaded' ? interrupted : []
		if (next === 'gave-up') this.#state = { ...idleRecorder, problem: GAVE_UP }
		else if (interrupted.length > 0) this.#state = { ...before, level: 0, holdUp: RESTARTING }
		else this.#state = { ...idleRecorder, problem: before.phase === 'idle' ? before.problem : NOT_STARTED }
		this.#tellState()
		// Whoever asked it will get no answer.
		for (const n of this.#open) this.#ends.toWindow({ type: 'done', n })
		this.#open.clear()
		this.#waiting.length = 0
		return interrupted.length > 0
	}

	/** What a recorder that takes over must know; empty when nothing was being recorded. */
	#interruption(now: number): Interrupted[] {
		const { phase, id, title, device, microphone, startedAt, pausedAt, sources } = this.#state
		if (id === null || phase === 'idle' || phase === 'asking') return []
		const left = (recording: string) => {
			const { samples, at } = this.#saved.get(recording) ?? { samples: 0, at: Math.min(startedAt, now) }
			return { recording, title, microphone, startedAt, samples, savedAt: at, stopping: phase === 'stopping', pausedAt, holdUp: RESTARTING }
		}
		// Where a part lies in the whole main knows since it began.
		const parts = sources
			.filter(source => source.recording !== id)
			.map(({ recording, device, channel }) => ({ ...left(recording), device, partOf: { whole: id, channel, offset: 0 } }))
		return [{ ...left(id), device, partOf: null }, ...parts]
	}

	#ready(): void {
		this.#isUp = true
		if (this.#interrupted.length > 0) this.#ends.toRecorder({ type: 'take-up', interrupted: [...this.#interrupted] })
		if (this.#meter && !this.#waiting.includes(this.#meter)) this.#ends.toRecorder(this.#meter)
		for (const message of this.#waiting.splice(0)) this.#ends.toRecorder(message)
	}

	#tellState(): void {
		this.#ends.toWindow({ type: 'state', state: this.#state, peaks: [], fresh: false })
	}
}

const RESTARTING: Problem = {
	code: 'recorder-restarting',
	facts: {},
	text: 'The part of Holdfast that records has crashed and is being started again. Everything up to here is saved; the recording goes on by itself, with a gap that is marked.'
}

const NOT_STARTED: Problem = {
	code: 'recorder-not-started',
	facts: {},
	text: 'The part of Holdfast that records has crashed before it could start. It is back in a moment: press Record again.'
}

const GAVE_UP: Problem = {
	code: 'recorder-gave-up',
	facts: {},
	text: 'The part of Holdfast that records has crashed several times in a row, and the recording was ended. Everything up to there is kept. Press Record to try again; if it stays so, choose another microphone.'
}
