/**
 * Archives as every system's `tar` reads them: POSIX.1-1988 (ustar), with GNU's binary form for sizes from 8 GiB on. Written here, so that a
 * backup streams at the speed of the disk and needs nothing installed. Names are plain and at most 100 characters long.
 */
const BLOCK = 512
const LARGEST_OCTAL = 8 ** 11 - 1

/** The 512 bytes before an entry of `size` bytes, changed at `at` (ms since 1970). */
export function tarHeader(name: string, size: number, at: number): Buffer {
	if (Buffer.byteLength(name) > 100) throw new Error(`“${name}” is too long for the archive.`)
	const head = Buffer.alloc(BLOCK)
	const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')
	head.write(name, 0, 100)
	head.write(`${octal(0o600, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100)
	if (size <= LARGEST_OCTAL) head.write(`${octal(size, 11)}\0`, 124)
	else {
		head[124] = 0x80
		head.writeBigUInt64BE(BigInt(size), 128)
	}
	head.write(`${octal(Math.floor(at / 1000), 11)}\0`, 136)
	head.write('        0', 148)
	head.write('ustar\x0000', 257)
	head.write(`${octal(sumOf(head), 6)}\0 `, 148)
	return head
}

/** Zeros up to the next full block. */
export function tarPadding(size: number): Buffer {
	return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK)
}

/** What ends an archive. */
export const TAR_END: Buffer = Buffer.alloc(2 * BLOCK)

/** An entry's name and size; null for the block that ends an archive; undefined for what is no header. */
export function readTarHeader(head: Uint8Array): { name: string; size: number } | null | undefined {
	const bytes = Buffer.from(head)
	if (bytes.every(byte => byte === 0)) return null
	const text = (from: number, to: number) => bytes.toString('utf8', from, to).replace(/\0.*/s, '')
	if (Number.parseInt(text(148, 156), 8) !== sumOf(bytes)) return undefined
	const size = bytes[124] === 0x80 ? Number(bytes.readBigUInt64BE(128)) : Number.parseInt(text(124, 136), 8)
	// Plain files only: nothing that points elsewhere.
	return Number.isSafeInteger(size) && size >= 0 && ['0', ''].includes(text(156, 157)) ? { name: text(0, 100), size } : undefined
}

/** The sum over the header with its own field as spaces. */
function sumOf(head: Uint8Array): number {
	return head.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0)
}

/** Takes pieces of a stream, and gives them out in the sizes that are asked for. */
export class Pieces {
	readonly #source: AsyncIterator<Buffer>
	#rest: Buffer = Buffer.alloc(0)

	constructor(source: AsyncIterable<Buffer>) {
		this.#source = source[Symbol.asyncIterator]()
	}

	/** Up to `most` bytes, at least one; null at the end. */
	async some(most: number): Promise<Buffer | null> {
		while (this.#rest.length === 0) {
			const next = await this.#source.next()
			if (next.done) return null
			this.#rest = next.value
		}
		const piece = this.#rest.subarray(0, most)
		this.#rest = this.#rest.subarray(piece.length)
		return piece
	}

	/** Exactly so many; null when the stream ends before. */
	async exactly(bytes: number): Promise<Buffer | null> {
		const pieces: Buffer[] = []
		for (let missing = bytes; missing > 0; ) {
			const piece = await this.some(missing)
			if (piece === null) return null
			pieces.push(piece)
			missing -= piece.length
		}
		return Buffer.concat(pieces)
	}
}
