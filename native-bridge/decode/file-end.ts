import { open } from 'node:fs/promises'

/** A page is at most 65,307 bytes (RFC 3533 §6): one whole page and its neighbour's end fit in. */
const TAIL = 1 << 17

/** Whether the Ogg file at `path` ends with a whole page that is marked as the last. */
export async function oggEndsWell(path: string): Promise<boolean> {
	const file = await open(path, 'r')
	try {
		const { size } = await file.stat()
		const tail = new Uint8Array(Math.min(size, TAIL))
		await file.read(tail, 0, tail.length, size - tail.length)
		return endsWithLastPage(tail)
	} finally {
		await file.close()
	}
}

/** Recorders that write while they record put a number near these in place of a length they don't know yet. */
const UNKNOWN_LENGTH = 0x7fff_0000

/** Bytes that the WAV or AVI at `path` says it has at least; 0 when it does not say. */
export async function riffClaims(path: string): Promise<number> {
	const file = await open(path, 'r')
	try {
		const head = Buffer.alloc(8)
		await file.read(head, 0, 8, 0)
		const claim = head.readUInt32LE(4)
		return head.toString('latin1', 0, 4) === 'RIFF' && claim < UNKNOWN_LENGTH ? claim + 8 : 0
	} finally {
		await file.close()
	}
}

/** Whether the last Ogg page in these bytes, a file's end, is complete and carries the mark "end of stream". */
export function endsWithLastPage(tail: Uint8Array): boolean {
	const text = Buffer.from(tail.buffer, tail.byteOffset, tail.length)
	const at = text.lastIndexOf('OggS')
	const segments = text[at + 26]
	const flags = text[at + 5]
	if (at < 0 || segments === undefined || flags === undefined) return false
	const table = text.subarray(at + 27, at + 27 + segments)
	const body = table.reduce((sum, bytes) => sum + bytes, 0)
	const complete = table.length === segments && at + 27 + segments + body <= text.length
	return complete && (flags & 4) !== 0
}
