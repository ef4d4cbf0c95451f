import type { FileWindow } from './file-window.ts'
import { type Box, boxAt, boxesIn } from './mp4-boxes.ts'
import { type OpenWindow, RUN, type Run, TABLE_BYTES } from './mp4-tables.ts'

/** What a fragment need not say for a track (§8.8.3). */
export interface Defaults {
	readonly duration: number
	readonly bytes: number
}

/** `tfhd` and `trun`: what is said there (§8.8.7, §8.8.8). */
const HEAD = { base: 0x1, description: 0x2, duration: 0x8, bytes: 0x10, fromStart: 0x20000 } as const
const SAMPLES = { offset: 0x1, flags: 0x4, duration: 0x100, bytes: 0x200, each: 0x400, later: 0x800 } as const

/**
 * The samples of a track from its fragments, one after another as they stand in the file from byte `from` on: nothing is kept of those that
 * were read. Ends at the end of what can be read. `isLast` is never said: who reads a fragment knows nothing of the next.
 */
export async function* runsOfFragments(
	id: number,
	defaults: ReadonlyMap<number, Defaults>,
	from: number,
	open: OpenWindow
): AsyncGenerator<Run> {
	const file = open(TABLE_BYTES)
	const run = { sizes: new Float64Array(RUN), durations: new Float64Array(RUN), isLast: false }
	let at = 0
	for (let next = from; next < file.size; ) {
		const top = await boxAt(file, next, file.size)
		if (top === null) return
		next = top.to
		if (top.type !== 'moof') continue
		/** Where samples lie that nobody says the place of: behind those before them. */
		let behind = top.start
		for (const traf of await boxesIn(file, top.from, top.to)) {
			if (traf.type !== 'traf') continue
			const parts = await boxesIn(file, traf.from, traf.to)
			const head = await headIn(file, parts, defaults, top.start, behind)
			if (head === null) continue
			const isOurs = head.id === id
			if (isOurs) at = (await timeIn(file, parts)) ?? at
			let offset = head.base
			for (const box of parts) {
				if (box.type !== 'trun') continue
				const list = await listIn(file, box, head.base)
				if (list === null) return
				offset = list.offset ?? offset
				// Where a sample needs no row, the file has room for so many of its size.
				const room = list.rowBytes > 0 ? (box.to - list.from) / list.rowBytes : file.size / Math.max(1, head.bytes)
				const rows = Math.min(list.rows, Math.floor(room))
				if (!isOurs && list.rowBytes === 0) {
					offset += rows * head.bytes
					continue
				}
				for (let row = 0; row < rows; ) {
					const count = Math.min(RUN, rows - row)
					const bytes = await file.read(list.from + row * list.rowBytes, count * list.rowBytes)
					if (bytes.length < count * list.rowBytes) return
					let length = 0
					let lasts = 0
					for (let n = 0; n < count; n++) {
						let field = n * list.rowBytes
						const duration = list.flags & SAMPLES.duration ? bytes.readUInt32BE(field) : head.duration
						if (list.flags & SAMPLES.duration) field += 4
						const size = list.flags & SAMPLES.bytes ? bytes.readUInt32BE(field) : head.bytes
						run.durations[n] = duration
						run.sizes[n] = size
						lasts += duration
						length += size
					}
					if (isOurs) yield { ...run, offset, count, at }
					offset += length
					if (isOurs) at += lasts
					row += count
				}
			}
			behind = offset
		}
	}
}

interface Head extends Defaults {
	readonly id: number
	/** Offsets count from here. */
	readonly base: number
}

/** `start`: of the whole fragment. Null: there is none. */
async function headIn(
	file: FileWindow,
	parts: readonly Box[],
	defaults: ReadonlyMap<number, Defaults>,
	start: number,
	behind: number
): Promise<Head | null> {
	const box = parts.find(({ type }) => type === 'tfhd')
	const bytes = box && (await file.read(box.from, Math.min(32, box.to - box.from)))
	if (!bytes || bytes.length < 8) return null
	const flags = bytes.readUIntBE(1, 3)
	let field = 8
	const take = (size: number) => {
		field += size
		return field <= bytes.length ? field - size : null
	}
	const baseAt = flags & HEAD.base ? take(8) : null
	if (flags & HEAD.description) take(4)
	const durationAt = flags & HEAD.duration ? take(4) : null
	const bytesAt = flags & HEAD.bytes ? take(4) : null
	const id = bytes.readUInt32BE(4)
	const usual = defaults.get(id) ?? { duration: 0, bytes: 0 }
	return {
		id,
		base: baseAt !== null ? Number(bytes.readBigUInt64BE(baseAt)) : flags & HEAD.fromStart ? start : behind,
		duration: durationAt === null ? usual.duration : bytes.readUInt32BE(durationAt),
		bytes: bytesAt === null ? usual.bytes : bytes.readUInt32BE(bytesAt)
	}
}

/** `tfdt`: when the fragment's first sample is played; null when it does not say. */
async function timeIn(file: FileWindow, parts: readonly Box[]): Promise<number | null> {
	const box = parts.find(({ type }) => type === 'tfdt')
	const bytes = box && (await file.read(box.from, Math.min(12, box.to - box.from)))
	if (!bytes || bytes.length < (bytes[0] === 1 ? 12 : 8)) return null
	return bytes[0] === 1 ? Number(bytes.readBigUInt64BE(4)) : bytes.readUInt32BE(4)
}

interface List {
	readonly flags: number
	readonly rows: number
	readonly rowBytes: number
	readonly from: number
	/** Null: it does not say. */
	readonly offset: number | null
}

async function listIn(file: FileWindow, box: Box, base: number): Promise<List | null> {
	const bytes = await file.read(box.from, Math.min(16, box.to - box.from))
	if (bytes.length < 8) return null
	const flags = bytes.readUIntBE(1, 3)
	const hasOffset = (flags & SAMPLES.offset) !== 0
	if (hasOffset && bytes.length < 12) return null
	const from = box.from + 8 + (hasOffset ? 4 : 0) + (flags & SAMPLES.flags ? 4 : 0)
	const rowBytes = [SAMPLES.duration, SAMPLES.bytes, SAMPLES.each, SAMPLES.later].filter(each => flags & each).length * 4
	return { flags, rows: bytes.readUInt32BE(4), rowBytes, from, offset: hasOffset ? base + bytes.readInt32BE(8) : null }
}
