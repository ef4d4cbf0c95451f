import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import bitIterator from 'unbzip2-stream/lib/bit_iterator.js'
import bzip2 from 'unbzip2-stream/lib/bzip2.js'

const READ_BYTES = 1 << 18

/**
 * What a bzip2 file holds, block by block, each as it is asked for: however much a small file would become, only one block of it is ever in memory (at
 * most 46 MB). Reads without waiting, for a thread of its own. Throws when the file is damaged or cut off.
 */
export function* bunzip2(path: string, progress: (bytes: number) => void): Generator<Buffer> {
	const file = openSync(path, 'r')
	try {
		const { size } = fstatSync(file)
		const bits = bitIterator(() => {
			const chunk = Buffer.alloc(READ_BYTES)
			const read = readSync(file, chunk, 0, READ_BYTES, null)
			return read === 0 ? undefined : chunk.subarray(0, read)
		})
		const out = new Growing()
		// Several files set one after the other are one, as parallel compressors write them.
		do {
			const blockBytes = 100_000 * bzip2.header(bits)
			const buffer = new Int32Array(blockBytes)
			for (let sum: number | null = 0; ; ) {
				sum = bzip2.decompress(bits, out.put, buffer, blockBytes, sum)
				progress(bits.bytesRead)
				if (sum === null) break
				yield out.take()
			}
		} while (bits.bytesRead < size)
	} finally {
		closeSync(file)
	}
}

class Growing {
	#buffer = Buffer.alloc(1 << 20)
	#length = 0

	readonly put = (byte: number): void => {
		if (this.#length === this.#buffer.length) {
			const larger = Buffer.alloc(this.#length * 2)
			this.#buffer.copy(larger)
			this.#buffer = larger
		}
		this.#buffer[this.#length++] = byte
	}

	/** A copy: the next block is written over it. */
	take(): Buffer {
		const taken = Buffer.from(this.#buffer.subarray(0, this.#length))
		this.#length = 0
		return taken
	}
}
