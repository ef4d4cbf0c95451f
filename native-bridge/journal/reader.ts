import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { samplesInFile, WAV_HEADER_BYTES } from './wav-header.ts'

/** Reads ranges of a journal, also while it grows. Throws what the file system throws: a journal that vanished is a bug of ours. */
export class JournalReader {
	readonly #fd: number

	constructor(path: string) {
		this.#fd = openSync(path, 'r')
	}

	/** Whole samples in the file now. */
	samples(): number {
		return samplesInFile(fstatSync(this.#fd).size)
	}

	/** Samples `from`…`to` as far as they exist. */
	read(from: number, to: number): Int16Array {
		const want = Math.max(0, to - from)
		const out = new Int16Array(want)
		const bytes = new Uint8Array(out.buffer)
		let done = 0
		while (done < bytes.length) {
			const got = readSync(this.#fd, bytes, done, bytes.length - done, WAV_HEADER_BYTES + from * 2 + done)
			if (got === 0) break
			done += got
		}
		return out.subarray(0, done >> 1)
	}

	close(): void {
		closeSync(this.#fd)
	}
}
