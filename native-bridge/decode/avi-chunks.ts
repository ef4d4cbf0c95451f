/**
 * The chunks of an AVI, one after the other, without its indexes. Format: Microsoft, “AVI RIFF File Reference”; files of more than 1 GB have further
 * RIFF parts of type `AVIX` (OpenDML AVI File Format Extensions 1.02).
 */
import type { FileWindow } from './file-window.ts'

/** Of a stream's header. Times are `count × scale / rate` seconds. */
export interface AviStream {
	readonly kind: string
	readonly scale: number
	readonly rate: number
	/** Counts before its first. */
	readonly start: number
	/** Counts. */
	readonly length: number
	/** Bytes of a count; 0: each chunk is one. */
	readonly countBytes: number
}

export interface AviHead {
	/** By their number, which the names of their chunks begin with. */
	readonly streams: readonly AviStream[]
	/** Where the first chunk of `movi` is. */
	readonly from: number
}

/** More streams than two digits can tell are none. */
const MOST_STREAMS = 100
/** Chunks before `movi`, at most. */
const MOST_BEFORE = 10_000
/** Of sound: a larger one is damage. Bytes. */
const MOST_BYTES = 1 << 24
/** Looked through at a time for where a damaged file goes on, in bytes. */
const SEARCHED = 65_536

/** Null: it is no AVI, or its beginning says too little. Rejects with the system's error. */
export async function aviHead(file: FileWindow): Promise<AviHead | null> {
	const riff = await file.read(0, 12)
	if (name(riff, 0) !== 'RIFF' || name(riff, 8) !== 'AVI ') return null
	const streams: AviStream[] = []
	let at = 12
	for (let seen = 0; seen < MOST_BEFORE; seen++) {
		const chunk = await file.read(at, 12)
		if (chunk.length < 12) return null
		const [id, size, type] = [name(chunk, 0), chunk.readUInt32LE(4), name(chunk, 8)]
		if (id === 'LIST' && type === 'movi') return { streams, from: at + 12 }
		if (id === 'LIST' && (type === 'hdrl' || type === 'strl')) {
			at += 12
			continue
		}
		if (id === 'strh') {
			const head = await file.read(at + 8, 48)
			if (head.length < 48 || streams.length === MOST_STREAMS) return null
			const [kind, scale, rate] = [name(head, 0), head.readUInt32LE(20), head.readUInt32LE(24)]
			const [start, length, countBytes] = [head.readUInt32LE(28), head.readUInt32LE(32), head.readUInt32LE(44)]
			streams.push({ kind, scale, rate, start, length, countBytes })
		}
		at += 8 + size + (size % 2)
	}
	return null
}

/** Where the pieces of one stream are, in their order. Where something lies between them that is none, it is looked for the next one. */
export async function* piecesOf(
	file: FileWindow,
	from: number,
	stream: number
): AsyncGenerator<{ readonly at: number; readonly bytes: number }> {
	const wanted = `${String(stream).padStart(2, '0')}wb`
	let at = from
	for (;;) {
		const chunk = file.at(at, 12) ?? (await file.read(at, 12))
		if (chunk.length < 8) return
		const [id, size] = [name(chunk, 0), chunk.readUInt32LE(4)]
		if (id === 'RIFF' || (id === 'LIST' && chunk.length === 12 && /^(rec |movi)$/.test(name(chunk, 8)))) {
			at += 12
			continue
		}
		const left = file.size - at - 8
		// The last one of a file that was cut off claims more than is there.
		const isBelievable = /^[\x20-\x7e]{4}$/.test(id) && (size <= left || (id === wanted && size <= MOST_BYTES))
		if (!isBelievable) {
			const next = await nextPiece(file, at + 1)
			if (next === null) return
			at = next
			continue
		}
		if (id === wanted && size > 0) yield { at: at + 8, bytes: Math.min(size, left) }
		at += 8 + size + (size % 2)
	}
}

/** The next place that looks like a stream's piece with a believable length. */
async function nextPiece(file: FileWindow, from: number): Promise<number | null> {
	for (let at = from; ; at += SEARCHED - 7) {
		const bytes = await file.read(at, SEARCHED)
		if (bytes.length < 8) return null
		const text = bytes.toString('latin1')
		for (const { index } of text.matchAll(/\d\d(?:wb|dc|db)/g)) {
			if (index + 8 > bytes.length) break
			if (bytes.readUInt32LE(index + 4) <= Math.min(MOST_BYTES, file.size - at - index - 8)) return at + index
		}
	}
}

function name(bytes: Buffer, at: number): string {
	return bytes.toString('latin1', at, at + 4)
}
