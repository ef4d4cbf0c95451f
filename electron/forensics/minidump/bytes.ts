import { TextDecoder } from 'node:util'

/** Entries and string pieces that one dump may make us look at. A Chromium dump of 200 modules takes about 3,000. */
const BUDGET = 400_000

/** Longest string we keep, in characters; the longest seen in real dumps is a path. */
const MAX_STRING = 4096

/** Longest annotation we keep, in bytes: Chromium's crash keys hold up to 20 KB. */
const MAX_ANNOTATION = 32_768

/**
 * The bytes of a dump, bounded twice: nothing outside them can be read, and everything read is charged against one budget, so that a
 * small file whose lists all point at each other can't keep us busy. Every read answers `undefined` when it can't be fulfilled.
 */
export class Bytes {
	readonly #bytes: Uint8Array
	#budget: number

	constructor(bytes: Uint8Array, budget = BUDGET) {
		this.#bytes = bytes
		this.#budget = budget
	}

	get size(): number {
		return this.#bytes.length
	}

	/** The budget is used up: whatever follows is refused. */
	get exhausted(): boolean {
		return this.#budget <= 0
	}

	/** Takes `amount` units off the budget; false when it is used up. */
	charge(amount: number): boolean {
		this.#budget -= amount
		return this.#budget > 0
	}

	/** Exactly `size` bytes from offset `at` on, without copying. */
	part(at: number, size: number): Uint8Array | undefined {
		// Offsets made of 64 bits may have lost their last digits as a number; they are far outside then, and refused here.
		if (!(at >= 0 && size >= 0 && at + size <= this.#bytes.length) || !this.charge(1)) return undefined
		return this.#bytes.subarray(at, at + size)
	}

	/** Like `part`, to read numbers from. Reading past its end is a bug of ours, and throws. */
	view(at: number, size: number): DataView | undefined {
		const part = this.part(at, size)
		return part && new DataView(part.buffer, part.byteOffset, part.length)
	}

	/** MINIDUMP_STRING at `at`: length in bytes, then UTF-16. Cut after 4,096 characters; broken halves become U+FFFD. */
	utf16(at: number): string | undefined {
		const length = this.view(at, 4)?.getUint32(0, true)
		if (length === undefined) return undefined
		return this.#decode(UTF16, at + 4, Math.min(length - (length % 2), MAX_STRING * 2))
	}

	/** MINIDUMP_UTF8_STRING or a Crashpad byte array at `at`: length, then bytes. Cut after 32 KB. */
	utf8(at: number): string | undefined {
		const length = this.view(at, 4)?.getUint32(0, true)
		return length === undefined ? undefined : this.#decode(UTF8, at + 4, Math.min(length, MAX_ANNOTATION))
	}

	/** Plain text of `size` bytes at `at`, up to its first NUL. Cut after `max` bytes. */
	text(at: number, size: number, max = MAX_STRING): string | undefined {
		return this.#decode(UTF8, at, Math.min(size, max))
	}

	#decode(decoder: TextDecoder, at: number, size: number): string | undefined {
		const part = this.part(at, size)
		if (part === undefined || !this.charge(size >> 4)) return undefined
		const text = decoder.decode(part)
		const end = text.indexOf('\0')
		return end < 0 ? text : text.slice(0, end)
	}
}

/** `0x` and at least one digit, lower case: how an address is written in every result. */
export function hex(value: bigint | number): string {
	return `0x${value.toString(16)}`
}

/** The bytes as lower case hexadecimal digits. */
export function hexDigits(bytes: Uint8Array): string {
	let text = ''
	for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
	return text
}

const UTF8 = new TextDecoder('utf-8')
const UTF16 = new TextDecoder('utf-16le')
