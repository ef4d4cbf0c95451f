import { fail, type Problem, type Result } from '../api/problem.ts'
import { type Listener, type Listening, listenTo } from './listening.ts'
import { microphoneProblem } from './microphone.ts'
import { prepareTap } from './tap.ts'

/** What happens to an input; the same words as the recording's. */
export type InputEvent =
	/** It is heard from now on: its first chunk follows. */
	| { readonly type: 'opened'; readonly device: string | null; readonly held: boolean }
	| { readonly type: 'not-opened'; readonly problem: Problem }
	| { readonly type: 'chunk'; readonly samples: Int16Array }
	| { readonly type: 'needs-click' }
	| { readonly type: 'ended' }
	| { readonly type: 'held' }
	| { readonly type: 'free' }
	| { readonly type: 'changed' }

/** An opening, and what came of it. */
interface Attempt {
	key: number
	/** `opening`: nothing was heard of it yet. `over`: another took its place, or it was let go. */
	state: 'opening' | 'heard' | 'over'
	stream: MediaStream | null
	listening: Listening | null
	/** Came before the graph was told ready. */
	readonly early: Int16Array[]
	waitsForClick: boolean
	silence: ReturnType<typeof setTimeout> | null
}

/** A device that is open and gives nothing for so long does not work, ms. */
const FIRST_CHUNK_MS = 5_000

/**
 * Devices that are listened to, by key. One that is opened under the key of another takes its place when its first audio is there, so that
 * changing a device costs as little as can be.
 */
export class Inputs {
	readonly #attempts = new Set<Attempt>()
	/** Streams that were asked of the user: opened again without asking, and ended only when let go. */
	readonly #lasting = new Map<number, MediaStream>()
	readonly #tell: (key: number, event: InputEvent) => void

	constructor(tell: (key: number, event: InputEvent) => void) {
		this.#tell = tell
	}

	/** Opens what `ask` gives. A later opening under the same key takes the place of this one. */
	open(key: number, ask: () => Promise<Result<MediaStream>>): void {
		for (const other of this.#attempts) if (other.key === key && other.state === 'opening') this.#end(other)
		const attempt: Attempt = { key, state: 'opening', stream: null, listening: null, early: [], waitsForClick: false, silence: null }
		this.#attempts.add(attempt)
		void this.#open(attempt, ask)
	}

	/** Keeps this stream for `key` until it is let go. */
	keep(key: number, stream: MediaStream): void {
		this.#lasting.set(key, stream)
	}

	lasting(key: number): MediaStream | null {
		return this.#lasting.get(key) ?? null
	}

	/** What is open or being opened under `from` is `to`'s from now on. */
	rename(from: number, to: number): void {
		for (const attempt of this.#attempts) if (attempt.key === from) attempt.key = to
	}

	/** Whether there is anything under this key. */
	state(key: number): 'none' | 'opening' | 'heard' {
		const states = [...this.#attempts].filter(each => each.key === key).map(each => each.state)
		return states.includes('heard') ? 'heard' : states.includes('opening') ? 'opening' : 'none'
	}

	/** Delivers all that was heard until now. */
	async flush(): Promise<void> {
		await Promise.all([...this.#attempts].map(each => each.state === 'heard' && each.listening?.flush()))
	}

	check(): void {
		for (const each of this.#attempts) if (each.state === 'heard') each.listening?.check()
	}

	release(key: number): void {
		for (const each of this.#attempts) if (each.key === key) this.#end(each)
		for (const track of this.#lasting.get(key)?.getTracks() ?? []) track.stop()
		this.#lasting.delete(key)
	}

	async #open(attempt: Attempt, ask: () => Promise<Result<MediaStream>>): Promise<void> {
		const tap = prepareTap()
		const asked = await ask()
		if (asked.ok) attempt.stream = asked.value
		if (!asked.ok || isOver(attempt)) {
			tap.drop()
			return asked.ok ? this.#letGo(attempt) : this.#failed(attempt, asked.problem)
		}
		try {
			attempt.listening = await listenTo(tap, asked.value, this.#listener(attempt))
		} catch (error) {
			return this.#failed(attempt, microphoneProblem(error).problem)
		}
		if (isOver(attempt)) return this.#letGo(attempt)
		attempt.silence = setTimeout(() => attempt.waitsForClick || this.#silent(attempt), FIRST_CHUNK_MS)
		if (attempt.early.length > 0) this.#heard(attempt)
	}

	#listener(attempt: Attempt): Listener {
		const tell = (event: InputEvent) => attempt.state === 'heard' && this.#tell(attempt.key, event)
		return {
			samples: samples => {
				if (attempt.state === 'heard') {
					// The click came.
					if (attempt.waitsForClick) this.#tellOpened(attempt)
					return this.#tell(attempt.key, { type: 'chunk', samples })
				}
				if (attempt.state === 'over') return
				attempt.early.push(samples)
				if (attempt.listening !== null) this.#heard(attempt)
			},
			ended: () => {
				if (attempt.state === 'opening') return this.#failed(attempt, NO_SOUND)
				tell({ type: 'ended' })
				this.#end(attempt)
			},
			held: () => tell({ type: 'held' }),
			free: () => tell({ type: 'free' }),
			changed: () => tell({ type: 'changed' }),
			needsClick: () => {
				attempt.waitsForClick = true
				if (attempt.state !== 'over') this.#tell(attempt.key, { type: 'needs-click' })
			}
		}
	}

	#heard(attempt: Attempt): void {
		const { key, silence } = attempt
		if (silence !== null) clearTimeout(silence)
		for (const other of this.#attempts) if (other !== attempt && other.key === key) this.#end(other)
		attempt.state = 'heard'
		this.#tellOpened(attempt)
		for (const samples of attempt.early.splice(0)) this.#tell(attempt.key, { type: 'chunk', samples })
	}

	/** It stays open until another try takes its place: should it be heard after all, it is. */
	#silent({ key, state }: Attempt): void {
		if (state === 'opening') this.#tell(key, { type: 'not-opened', problem: NO_SOUND })
	}

	#tellOpened(attempt: Attempt): void {
		const { key, listening } = attempt
		attempt.waitsForClick = false
		this.#tell(key, { type: 'opened', device: listening?.device ?? null, held: listening?.held ?? false })
	}

	#failed(attempt: Attempt, problem: Problem): void {
		const wasWanted = attempt.state === 'opening'
		this.#end(attempt)
		if (wasWanted) this.#tell(attempt.key, { type: 'not-opened', problem })
	}

	#end(attempt: Attempt): void {
		attempt.state = 'over'
		this.#attempts.delete(attempt)
		if (attempt.silence !== null) clearTimeout(attempt.silence)
		this.#letGo(attempt)
	}

	#letGo({ key, listening, stream }: Attempt): void {
		listening?.stop()
		if (stream === null || stream === this.#lasting.get(key)) return
		for (const track of stream.getTracks()) track.stop()
	}
}

/** Asked after waiting: it may have ended meanwhile. */
function isOver(attempt: Attempt): boolean {
	return attempt.state === 'over'
}

const NO_SOUND = fail(
	'microphone-failed',
	'The microphone did not start (nothing came from it). Choose another one in the settings, or reload the page.',
	{ detail: 'nothing came from it' }
).problem
