import { type FileHandle, open } from 'node:fs/promises'

/** What an AVI says of itself before its sound and pictures ([MS-AVI], OpenDML 1.02). */
export interface AviHead {
	/** Where the first of its pieces begins, in bytes of the file, and how many bytes they are by the head. */
	readonly body: number
	readonly bytes: number
	/** Behind the last of them, as far as one can tell: there may be more lists of them (OpenDML), or a head that lies. */
	readonly end: number
	/** Seconds that its tracks of sound claim to last, in order, and the longest of all tracks. */
	readonly sounds: readonly number[]
	readonly longest: number
}

/** Nobody's head is larger. Bytes. */
const MOST_BYTES = 1 << 20
/** Lists, in which others lie. */
const INSIDE: readonly string[] = ['hdrl', 'strl']
/** What may stand behind the pieces, and how many of them at most. */
const BEHIND: readonly string[] = ['idx1', 'JUNK', 'LIST']
const MOST_BEHIND = 20

/** Null: this is no AVI, or one with another head. Rejects with the system's error. */
export async function aviHead(path: string): Promise<AviHead | null> {
	const file = await open(path)
	try {
		const start = await part(file, 0, 12)
		if (start.length < 12 || start.toString('latin1', 0, 4) !== 'RIFF' || start.toString('latin1', 8, 12) !== 'AVI ') return null
		const head = headIn(await part(file, 0, MOST_BYTES))
		return head && { ...head, end: await endOf(file, head.body + head.bytes) }
	} finally {
		await file.close()
	}
}

/** The head in a file's first bytes. */
function headIn(bytes: Buffer): Omit<AviHead, 'end'> | null {
	const sounds: number[] = []
	let longest = 0
	const name = (at: number) => bytes.toString('latin1', at, at + 4)
	for (let at = 12; at + 12 <= bytes.length; ) {
		const length = bytes.readUInt32LE(at + 4)
		const isList = name(at) === 'LIST'
		if (isList && name(at + 8) === 'movi') return { body: at + 12, bytes: length - 4, sounds, longest }
		if (name(at) === 'strh' && length >= 36 && at + 44 <= bytes.length) {
			const [scale, rate, units] = [28, 32, 40].map(offset => bytes.readUInt32LE(at + offset))
			const seconds = rate ? ((units ?? 0) * (scale ?? 0)) / rate : 0
			longest = Math.max(longest, seconds)
			if (name(at + 8) === 'auds') sounds.push(seconds)
		}
		// Behind an odd one, a byte is empty.
		at += isList && INSIDE.includes(name(at + 8)) ? 12 : 8 + length + (length % 2)
	}
	return null
}

async function endOf(file: FileHandle, pieces: number): Promise<number> {
	const { size } = await file.stat()
	let at = pieces
	for (let n = 0; n < MOST_BEHIND && at < size; n++) {
		const label = await part(file, at, 8)
		if (label.length < 8 || !BEHIND.includes(label.toString('latin1', 0, 4))) return size
		const length = label.readUInt32LE(4)
		at += 8 + length + (length % 2)
	}
	return at < size ? size : Math.min(pieces, size)
}

async function part(file: FileHandle, from: number, bytes: number): Promise<Buffer> {
	const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), { position: from })
	return buffer.subarray(0, bytesRead)
}
