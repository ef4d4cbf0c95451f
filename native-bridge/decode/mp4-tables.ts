import type { FileWindow } from './file-window.ts'
import type { Mp4Track, Table } from './mp4-head.ts'

/** Samples of a track that lie side by side in the file. Its arrays are filled anew for the next one. */
export interface Run {
	/** Of the first, in bytes of the file. */
	readonly offset: number
	readonly count: number
	readonly sizes: Float64Array
	/** When the first is played, and how long each is, in the track's units. */
	readonly at: number
	readonly durations: Float64Array
	/** There is no sample behind these. */
	readonly isLast: boolean
}

/** So many samples at most are one run. */
export const RUN = 256
/** Bytes of a table in memory. */
export const TABLE_BYTES = 65_536

/** Opens a window on the file for a table of its own. */
export type OpenWindow = (bytes: number) => FileWindow

/** The samples of a track by its tables, which stay in the file but for the part that is read just now. Ends where one of them does. */
export async function* runsOf(track: Mp4Track, open: OpenWindow): AsyncGenerator<Run> {
	const sizes = track.tables.get('stsz')
	const offsets = track.tables.get('co64') ?? track.tables.get('stco')
	const chunks = track.tables.get('stsc')
	const times = track.tables.get('stts')
	if (!sizes || !offsets || !chunks || !times) return
	const run = { sizes: new Float64Array(RUN), durations: new Float64Array(RUN) }
	const sizeAt = rowsOf(sizes, open, (bytes, at) => bytes.readUInt32BE(at))
	const offsetAt = rowsOf(offsets, open, (bytes, at) =>
		offsets.rowBytes === 8 ? Number(bytes.readBigUInt64BE(at)) : bytes.readUInt32BE(at)
	)
	const chunkAt = rowsOf(chunks, open, (bytes, at) => ({ first: bytes.readUInt32BE(at), samples: bytes.readUInt32BE(at + 4) }))
	const timeAt = rowsOf(times, open, (bytes, at) => ({ samples: bytes.readUInt32BE(at), lasts: bytes.readUInt32BE(at + 4) }))

	let sample = 0
	let at = 0
	let time = { row: 0, left: 0, lasts: 0 }
	let chunkRow = 0
	let inChunk = { samples: 0, until: 0 }
	for (let chunk = 0; chunk < offsets.rows && sample < sizes.rows; chunk++) {
		while (chunk >= inChunk.until && chunkRow < chunks.rows) {
			const { samples } = await chunkAt(chunkRow++)
			// Chunks are counted from 1 on; the last row is for all that are left.
			inChunk = { samples, until: chunkRow < chunks.rows ? (await chunkAt(chunkRow)).first - 1 : Number.POSITIVE_INFINITY }
		}
		let offset = await offsetAt(chunk)
		for (let left = inChunk.samples; left > 0 && sample < sizes.rows; ) {
			const count = Math.min(left, RUN, sizes.rows - sample)
			let bytes = 0
			let lasts = 0
			for (let n = 0; n < count; n++) {
				while (time.left === 0 && time.row < times.rows) {
					const { samples, lasts } = await timeAt(time.row)
					time = { row: time.row + 1, left: samples, lasts }
				}
				if (time.left > 0) time.left--
				const known = track.sampleBytes || sizeAt(sample + n)
				const size = typeof known === 'number' ? known : await known
				run.sizes[n] = size
				run.durations[n] = time.lasts
				bytes += size
				lasts += time.lasts
			}
			sample += count
			left -= count
			yield { ...run, offset, count, at, isLast: sample >= sizes.rows }
			offset += bytes
			at += lasts
		}
	}
}

/** How long all samples of a track last together. */
export async function durationOf(track: Mp4Track, open: OpenWindow): Promise<number> {
	const times = track.tables.get('stts')
	if (!times) return 0
	let lasts = 0
	const timeAt = rowsOf(times, open, (bytes, at) => bytes.readUInt32BE(at) * bytes.readUInt32BE(at + 4))
	for (let row = 0; row < times.rows; row++) lasts += await timeAt(row)
	return lasts
}

/** Reads a table row by row, in order. A promise only where it has to be read on. */
export function rowsOf<T>(table: Table, open: OpenWindow, parse: (bytes: Buffer, at: number) => T): (row: number) => T | Promise<T> {
	const file = open(TABLE_BYTES)
	return row => {
		const at = table.from + row * table.rowBytes
		const here = file.place(at, table.rowBytes)
		return here >= 0 ? parse(file.memory, here) : file.read(at, table.rowBytes).then(bytes => parse(bytes, 0))
	}
}
