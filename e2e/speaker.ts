import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandParams } from '../electron/contract/commands.ts'
import { CHUNK_SAMPLES, SAMPLE_RATE } from '../native-bridge/protocol/units.ts'
import type { ApiClient } from './api-client.ts'

/** How often a page looks for a main that is away. */
const LOOK_MS = 50

/**
 * A page's microphone: hears `speech` in real time whatever becomes of main, keeps it until main has saved it, and finds main again when it
 * died. One that hears nothing more has `heard` at its end.
 */
export class Speaker {
	readonly #speech: Int16Array
	readonly #start: CommandParams<'recording.start'>
	readonly #connect: () => Promise<ApiClient>
	client: ApiClient
	heard = 0
	#sent = 0
	/** What main said to have when it was found again: of that no receipt comes any more. */
	#safe = 0
	#lost = false

	private constructor(speech: Int16Array, start: CommandParams<'recording.start'>, connect: () => Promise<ApiClient>, client: ApiClient) {
		this.#speech = speech
		this.#start = start
		this.#connect = connect
		this.client = client
	}

	static async begin(speech: Int16Array, start: CommandParams<'recording.start'>, connect: () => Promise<ApiClient>): Promise<Speaker> {
		const client = await connect()
		await client.request('recording.start', start)
		return new Speaker(speech, start, connect, client)
	}

	/** Hears up to sample `to`. */
	async hear(to: number): Promise<void> {
		const end = Math.min(to, this.#speech.length)
		const began = performance.now() - (this.heard / SAMPLE_RATE) * 1_000
		while (this.heard < end) {
			const next = Math.min(this.heard + CHUNK_SAMPLES, end)
			await sleep(Math.max(0, began + (next / SAMPLE_RATE) * 1_000 - performance.now()))
			this.heard = next
			if (!this.#lost) this.#send()
		}
	}

	/** Main has died: finds it again, and resolves when it has saved all that was heard by now. */
	async findAgain(): Promise<void> {
		this.#lost = true
		for (;;) {
			try {
				this.client = await this.#connect()
				break
			} catch {
				await sleep(LOOK_MS)
			}
		}
		this.#safe = (await this.client.request('recording.start', this.#start)).samples
		this.#sent = this.#safe
		this.#lost = false
		this.#send()
		await this.saved(this.heard)
	}

	async saved(samples: number): Promise<void> {
		if (this.#safe >= samples) return
		const { recording } = this.#start
		await this.client.wait(`${samples} samples saved`, m => m.type === 'saved' && m.recording === recording && m.samples >= samples)
	}

	#send(): void {
		for (; this.#sent < this.heard; this.#sent = Math.min(this.#sent + CHUNK_SAMPLES, this.heard))
			this.client.sendAudio(
				this.#start.recording,
				this.#sent,
				this.#speech.subarray(this.#sent, Math.min(this.#sent + CHUNK_SAMPLES, this.heard))
			)
	}
}
