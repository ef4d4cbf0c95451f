import { type FileHandle, open } from 'node:fs/promises'

/** Bytes read at a time. */
const STEP = 1 << 20
/** Where what is read goes: nobody looks at it. */
const SCRATCH = Buffer.allocUnsafeSlow(STEP)

/**
 * Reads a file a little ahead of somebody who reads it synchronously, so that he finds it in the system's memory. A disk
 * that must spin up first, or a slow network folder, then delays the decoding but not this process's heartbeats.
 */
export class ReadAhead {
	readonly #file: FileHandle
	#from = 0
	#to = 0

	private constructor(file: FileHandle) {
		this.#file = file
	}

	static async open(path: string): Promise<ReadAhead> {
		return new ReadAhead(await open(path, 'r'))
	}

	/** Whether `ahead` has something to do for a reader at byte `at` (−1: unknown). Cheap enough to ask for every packet. */
	wanted(at: number): boolean {
		return at >= 0 && (at < this.#from || at + STEP / 2 > this.#to)
	}

	/** Reads on until at least half a megabyte after byte `at` is in memory. Errors are left to the reader to find. */
	async ahead(at: number): Promise<void> {
		if (at < this.#from || at > this.#to) {
			this.#from = at
			this.#to = at
		}
		const { bytesRead } = await this.#file.read(SCRATCH, 0, STEP, this.#to).catch(() => ({ bytesRead: STEP }))
		// At the end of the file there is nothing ahead any more.
		this.#to = bytesRead < STEP ? Number.POSITIVE_INFINITY : this.#to + bytesRead
	}

	async close(): Promise<void> {
		await this.#file.close()
	}
}
