import { Cancelled, type Tape } from '../engines/engine.ts'
import type { JournalReader } from '../journal/reader.ts'

/** Samples read from the disk at once: engines ask for a few hundred at a time. */
const BLOCK = 32_768

/** A journal as an engine sees it. Waits for main's word (`grow`) that samples are there, and trusts the file no further than that. */
export class JournalTape implements Tape {
	readonly #reader: JournalReader
	#samples: number
	#ended: boolean
	#cancelled = false
	#wake: Array<() => void> = []
	#waitedMs = 0
	#block: Int16Array = new Int16Array(0)
	#blockFrom = 0

	constructor(reader: JournalReader, samples: number, ended: boolean) {
		this.#reader = reader
		this.#samples = samples
		this.#ended = ended
	}

	get cancelled(): boolean {
		return this.#cancelled
	}

	/** ms that reads have spent waiting for audio. */
	get waitedMs(): number {
		return this.#waitedMs
	}

	available(): { readonly samples: number; readonly ended: boolean } {
		return { samples: this.#samples, ended: this.#ended }
	}

	/** The journal now has so many samples, and will or will not get more. Messages may come late: a journal never shrinks, and never goes on after its end. */
	grow(samples: number, ended: boolean): void {
		if (this.#ended) return
		this.#samples = Math.max(this.#samples, samples)
		this.#ended = ended
		this.#wakeAll()
	}

	/** All reads, now and later, reject with `Cancelled`. */
	cancel(): void {
		this.#cancelled = true
		this.#wakeAll()
	}

	async read(from: number, to: number): Promise<Int16Array> {
		if (!this.#cancelled && this.#samples < to && !this.#ended) {
			const sinceMs = performance.now()
			while (!this.#cancelled && this.#samples < to && !this.#ended) {
				await new Promise<void>(resolve => {
					this.#wake.push(resolve)
				})
			}
			this.#waitedMs += performance.now() - sinceMs
		}
		if (this.#cancelled) throw new Cancelled('The job was cancelled.')
		return this.#there(from, Math.max(from, Math.min(to, this.#samples)))
	}

	/** Samples that are there for certain. */
	#there(from: number, to: number): Int16Array {
		if (to - from > BLOCK) return this.#load(from, to)
		if (from < this.#blockFrom || to > this.#blockFrom + this.#block.length) {
			this.#block = this.#load(from, Math.max(to, Math.min(from + BLOCK, this.#samples)))
			this.#blockFrom = from
		}
		return this.#block.subarray(from - this.#blockFrom, to - this.#blockFrom)
	}

	#load(from: number, to: number): Int16Array {
		const audio = this.#reader.read(from, to)
		if (audio.length < to - from) {
			throw new Error(`The journal was said to have ${this.#samples} samples, but ends at ${from + audio.length}.`)
		}
		return audio
	}

	#wakeAll(): void {
		const wake = this.#wake
		this.#wake = []
		for (const resolve of wake) resolve()
	}
}
