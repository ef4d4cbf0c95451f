import { SAMPLE_RATE } from '../protocol/units.ts'

/** s16le bytes as samples; an odd last byte is left out. Copies only where the bytes lie at an odd address. */
export function samplesOfBytes(bytes: Uint8Array): Int16Array {
	const even = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice()
	return new Int16Array(even.buffer, even.byteOffset, even.length >> 1)
}

/** `samples` of silence in pieces of at most a second. */
export function* silence(samples: number): Generator<Int16Array> {
	for (let left = samples; left > 0; left -= SAMPLE_RATE) yield new Int16Array(Math.min(left, SAMPLE_RATE))
}

/** Gathers small pieces into blocks of about `size` samples: the journal is written in fewer, larger steps. */
export class Blocks {
	readonly #size: number
	#pieces: Int16Array[] = []
	#length = 0

	constructor(size: number = SAMPLE_RATE / 2) {
		this.#size = size
	}

	/** Takes a piece in. A block when enough is gathered, else null. */
	add(piece: Int16Array): Int16Array | null {
		this.#pieces.push(piece)
		this.#length += piece.length
		return this.#length >= this.#size ? this.take() : null
	}

	/** Whatever is gathered, or null when that is nothing. */
	take(): Int16Array | null {
		if (this.#length === 0) return null
		const block = new Int16Array(this.#length)
		let at = 0
		for (const piece of this.#pieces) {
			block.set(piece, at)
			at += piece.length
		}
		this.#pieces = []
		this.#length = 0
		return block
	}
}
