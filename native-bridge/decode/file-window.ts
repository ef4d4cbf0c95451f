import type { FileHandle } from 'node:fs/promises'

/** Bytes read where what comes next is not wanted: between the pieces of a film's sound lie its pictures. */
const ALONE = 16_384

/** A piece of a file in memory, which moves through it as it is asked for: read in large steps as long as it is asked for in order. */
export class FileWindow {
	/** Of the file, in bytes. */
	readonly size: number
	readonly #file: FileHandle
	readonly #step: number
	#bytes: Buffer = Buffer.alloc(0)
	#from = 0
	#length = 0

	/** `step`: bytes read at a time. */
	constructor(file: FileHandle, size: number, step: number) {
		this.#file = file
		this.size = size
		this.#step = step
	}

	/** What is in memory already, else null. Valid until the next `read`. */
	at(from: number, bytes: number): Buffer | null {
		const start = this.place(from, bytes)
		return start < 0 ? null : this.#bytes.subarray(start, start + bytes)
	}

	/** Where in `memory` such bytes are, −1 when they are not. Both are good until the next `read`. */
	place(from: number, bytes: number): number {
		const start = from - this.#from
		return start >= 0 && start + bytes <= this.#length ? start : -1
	}

	get memory(): Buffer {
		return this.#bytes
	}

	/** So many bytes, fewer where the file ends. Valid until the next `read`. Rejects with the system's error. */
	async read(from: number, bytes: number): Promise<Buffer> {
		const here = this.at(from, bytes)
		if (here) return here
		// Tables that lie may point anywhere.
		if (from < 0 || from >= this.size) return Buffer.alloc(0)
		const end = this.#from + this.#length
		const isNext = from >= this.#from && from <= end + ALONE
		const wanted = Math.max(bytes, isNext ? this.#step : Math.min(this.#step, ALONE))
		if (this.#bytes.length < wanted) this.#bytes = Buffer.allocUnsafeSlow(wanted)
		// Nothing is in it if reading fails.
		this.#length = 0
		const { bytesRead } = await this.#file.read(this.#bytes, 0, wanted, from)
		this.#from = from
		this.#length = bytesRead
		return this.#bytes.subarray(0, Math.min(bytes, bytesRead))
	}
}
