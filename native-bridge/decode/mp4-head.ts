import type { FileWindow } from './file-window.ts'
import { type Box, boxesIn } from './mp4-boxes.ts'

/** One of an MP4's tables: rows of the same length. */
export interface Table {
	/** Where its number of rows stands, and its first row, in bytes of the file. */
	readonly countAt: number
	readonly from: number
	readonly rowBytes: number
	/** As many as it claims and has room for. */
	readonly rows: number
}

/** Tables of a track's samples (§8.6, §8.7), by their box's name. */
export type Tables = ReadonlyMap<string, Table>

/** Which part of a track is played, in its own units (§8.6.6). */
export interface Edit {
	/** Silence before it begins, and how much of its beginning is left out: an encoder's delay. */
	readonly delay: number
	readonly from: number
	/** Infinity: all. */
	readonly lasts: number
}

export interface Mp4Track {
	readonly id: number
	/** `soun`, `vide` and others. */
	readonly kind: string
	/** Players play it unless another one is chosen (§8.3.2). */
	readonly isOn: boolean
	/** Units in a second, and how many of them it says it lasts; Infinity when it does not say. */
	readonly scale: number
	readonly duration: number
	/** Null: it is cut in a way that is not read here. */
	readonly edit: Edit | null
	/** What its samples are, by their four letters. */
	readonly formats: readonly string[]
	/** Bytes of each sample when all are the same, else 0. */
	readonly sampleBytes: number
	readonly tables: Tables
}

/** What an MP4 says of itself before its samples. */
export interface Mp4Head {
	readonly tracks: readonly Mp4Track[]
	/** Per track, what its fragments need not say again; null: the file is not in fragments. */
	readonly fragments: ReadonlyMap<number, { readonly duration: number; readonly bytes: number }> | null
	/** iTunes has noted an encoder's delay in its own way, which FFmpeg understands. */
	readonly noted: boolean
	/** Where the box behind this one begins. */
	readonly end: number
}

/** Of a box that is read as a whole. */
const MOST_BYTES = 65_536
/** Bytes of a row; where the number of rows stands and the first of them, behind the box's own head. */
const ROWS: Readonly<Record<string, readonly [bytes: number, count: number, first: number]>> = {
	stts: [8, 4, 8],
	ctts: [8, 4, 8],
	stsc: [12, 4, 8],
	stco: [4, 4, 8],
	co64: [8, 4, 8],
	stss: [4, 4, 8],
	stsz: [4, 8, 12]
}

/** Null: this is no MP4, or none that is read here. Rejects with the system's error. */
export async function mp4Head(file: FileWindow): Promise<Mp4Head | null> {
	try {
		const top = await boxesIn(file, 0, file.size)
		const moov = top.find(({ type }) => type === 'moov')
		if (top[0]?.type !== 'ftyp' || !moov) return null
		const parts = await boxesIn(file, moov.from, moov.to)
		const movie = clockIn(await whole(file, parts, 'mvhd'))
		const mvex = parts.find(({ type }) => type === 'mvex')
		if (!movie) return null
		const noted = await hasDelayNote(file, parts)
		const tracks: Mp4Track[] = []
		for (const part of parts) if (part.type === 'trak') tracks.push(await trackIn(file, part, movie.scale, mvex !== undefined, noted))
		return { tracks, noted, fragments: mvex ? await defaultsIn(file, mvex) : null, end: moov.to }
	} catch (error) {
		// Read past its end: it is not what it says.
		if (error instanceof RangeError) return null
		throw error
	}
}

/** Whether iTunes has noted an encoder's delay in its own way, beside the edit lists or in place of them. */
async function hasDelayNote(file: FileWindow, parts: readonly Box[]): Promise<boolean> {
	const meta = (await within(file, parts, 'udta')).find(({ type }) => type === 'meta')
	const notes = meta ? await within(file, await boxesIn(file, meta.from + 4, meta.to), 'ilst') : []
	for (const { type, from, to } of notes) {
		if (type === '----' && (await file.read(from, Math.min(200, to - from))).includes('iTunSMPB')) return true
	}
	return false
}

async function trackIn(file: FileWindow, box: Box, movieScale: number, isFragmented: boolean, noted: boolean): Promise<Mp4Track> {
	const parts = await boxesIn(file, box.from, box.to)
	const media = await within(file, parts, 'mdia')
	const samples = await within(file, await within(file, media, 'minf'), 'stbl')
	const head = await whole(file, parts, 'tkhd')
	const clock = clockIn(await whole(file, media, 'mdhd'))
	const edits = await whole(file, await within(file, parts, 'edts'), 'elst')
	const kinds = await whole(file, media, 'hdlr')
	if (!head || !clock || !kinds) throw new RangeError()
	const sizes = await whole(file, samples, 'stsz')
	return {
		id: head.readUInt32BE(head[0] === 1 ? 20 : 12),
		kind: kinds.toString('latin1', 8, 12),
		isOn: (head.readUInt32BE(0) & 1) === 1,
		scale: clock.scale,
		duration: clock.duration,
		// Which of both counts is not ours to say.
		edit: edits
			? noted
				? null
				: editIn(edits, clock.scale, movieScale, isFragmented)
			: { delay: 0, from: 0, lasts: Number.POSITIVE_INFINITY },
		formats: await formatsIn(file, samples),
		sampleBytes: sizes?.readUInt32BE(4) ?? 0,
		tables: await tablesIn(file, samples)
	}
}

async function within(file: FileWindow, boxes: readonly Box[], type: string): Promise<Box[]> {
	const box = boxes.find(each => each.type === type)
	return box ? await boxesIn(file, box.from, box.to) : []
}

/** A copy of the first one of this type, as far as it is read. */
async function whole(file: FileWindow, boxes: readonly Box[], type: string): Promise<Buffer | null> {
	const box = boxes.find(each => each.type === type)
	return box ? Buffer.from(await file.read(box.from, Math.min(MOST_BYTES, box.to - box.from))) : null
}

/** Of `mvhd` and `mdhd`, which begin alike (§8.2.2, §8.4.2). */
function clockIn(box: Buffer | null): { readonly scale: number; readonly duration: number } | null {
	if (box === null) return null
	const isLong = box[0] === 1
	const scale = box.readUInt32BE(isLong ? 20 : 12)
	const duration = isLong ? Number(box.readBigUInt64BE(24)) : box.readUInt32BE(16)
	const isUnknown = duration === 0 || duration === 2 ** 32 - 1 || duration >= 2 ** 63
	return scale === 0 ? null : { scale, duration: isUnknown ? Number.POSITIVE_INFINITY : duration }
}

/** Null: more than a pause and one piece, another speed, or a beginning that leaves out more than an encoder's delay. */
function editIn(box: Buffer, scale: number, movieScale: number, isFragmented: boolean): Edit | null {
	const isLong = box[0] === 1
	let delay = 0
	let edit: Edit | null = null
	for (let n = 0; n < box.readUInt32BE(4); n++) {
		const at = 8 + n * (isLong ? 20 : 12)
		const said = isLong ? Number(box.readBigUInt64BE(at)) : box.readUInt32BE(at)
		const lasts = Math.round((said * scale) / movieScale)
		const from = isLong ? Number(box.readBigInt64BE(at + 8)) : box.readInt32BE(at + 4)
		if (edit !== null || box.readInt32BE(at + (isLong ? 16 : 8)) !== 0x10000) return null
		if (from === -1) delay += lasts
		else if (from < 0 || from > scale || (lasts === 0 && !isFragmented)) return null
		else edit = { delay, from, lasts: lasts || Number.POSITIVE_INFINITY }
	}
	return edit
}

async function formatsIn(file: FileWindow, samples: readonly Box[]): Promise<string[]> {
	const box = samples.find(({ type }) => type === 'stsd')
	return box ? (await boxesIn(file, box.from + 8, box.to)).map(({ type }) => type) : []
}

async function tablesIn(file: FileWindow, samples: readonly Box[]): Promise<Tables> {
	const tables = new Map<string, Table>()
	for (const { type, from, to } of samples) {
		const [rowBytes, count, first] = ROWS[type] ?? [0, 0, 0]
		// FFmpeg, too, goes by the first of a kind.
		if (rowBytes === 0 || tables.has(type)) continue
		const head = await file.read(from, first)
		const claimed = head.readUInt32BE(count)
		// A single size for all needs no rows, but the file has room for so many.
		const size = type === 'stsz' ? head.readUInt32BE(4) : 0
		const rows = Math.min(claimed, Math.floor(size ? file.size / size : (to - from - first) / rowBytes))
		tables.set(type, { countAt: from + count, from: from + first, rowBytes, rows })
	}
	return tables
}

/** `trex` (§8.8.3). */
async function defaultsIn(file: FileWindow, mvex: Box): Promise<NonNullable<Mp4Head['fragments']>> {
	const defaults = new Map<number, { duration: number; bytes: number }>()
	for (const box of await boxesIn(file, mvex.from, mvex.to)) {
		if (box.type !== 'trex') continue
		const bytes = await file.read(box.from, 20)
		defaults.set(bytes.readUInt32BE(4), { duration: bytes.readUInt32BE(12), bytes: bytes.readUInt32BE(16) })
	}
	return defaults
}
