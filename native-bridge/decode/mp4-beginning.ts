import { AVSEEK_CUR, AVSEEK_END, AVSEEK_SIZE } from 'node-av/constants'
import { IOContext } from 'node-av/lib'
import type { FileWindow } from './file-window.ts'
import { boxAt } from './mp4-boxes.ts'
import type { Mp4Head, Mp4Track, Table } from './mp4-head.ts'
import { type OpenWindow, rowsOf } from './mp4-tables.ts'

/** So many chunks of each track, and so many fragments, FFmpeg is shown. */
const CHUNKS = 8
/** Bytes it reads at a time. */
const STEP = 32_768

/** Bytes of a file that somebody is to see in place of those that are there. */
export interface Patch {
	readonly at: number
	readonly bytes: Buffer
}

/** The same film, but with the beginning of its tables only: as many rows fewer as it takes for the first chunks. */
export async function shortened(head: Mp4Head, open: OpenWindow): Promise<Patch[]> {
	const patches: Patch[] = []
	for (const track of head.tracks) patches.push(...(await shortenedTrack(track, open)))
	return patches
}

async function shortenedTrack({ tables }: Mp4Track, open: OpenWindow): Promise<Patch[]> {
	const patches: Patch[] = []
	const keep = ({ countAt }: Table, rows: number) => patches.push({ at: countAt, bytes: number(rows) })
	const offsets = tables.get('co64') ?? tables.get('stco')
	const chunks = tables.get('stsc')
	const sizes = tables.get('stsz')
	if (!offsets || !chunks || !sizes || offsets.rows <= CHUNKS) return patches

	const chunkAt = rowsOf(chunks, open, (bytes, at) => ({ first: bytes.readUInt32BE(at), samples: bytes.readUInt32BE(at + 4) }))
	let samples = 0
	let kept = 0
	for (; kept < chunks.rows; kept++) {
		const { first, samples: each } = await chunkAt(kept)
		if (first > CHUNKS) break
		const next = kept + 1 < chunks.rows ? (await chunkAt(kept + 1)).first : CHUNKS + 1
		samples += each * Math.max(0, Math.min(next, CHUNKS + 1) - first)
	}
	samples = Math.min(samples, sizes.rows)
	keep(offsets, CHUNKS)
	keep(chunks, kept)
	keep(sizes, samples)
	const keys = tables.get('stss')
	if (keys) keep(keys, Math.min(keys.rows, samples))
	for (const runs of [tables.get('stts'), tables.get('ctts')]) {
		if (!runs) continue
		const lengthAt = rowsOf(runs, open, (bytes, at) => bytes.readUInt32BE(at))
		let row = 0
		for (let left = samples; left > 0 && row < runs.rows; row++) {
			const length = await lengthAt(row)
			if (length > left) patches.push({ at: runs.from + row * runs.rowBytes, bytes: number(left) })
			left -= length
		}
		keep(runs, row)
	}
	return patches
}

/** Where the first fragments end. */
export async function endOfFirstFragments(file: FileWindow, from: number): Promise<number> {
	let at = from
	for (let seen = 0; seen < CHUNKS && at < file.size; ) {
		const box = await boxAt(file, at, file.size)
		if (box === null) break
		if (box.type === 'mdat') seen++
		at = box.to
	}
	return at
}

/** The first `size` bytes of a file, with some of them patched, for FFmpeg to read. */
export function patchedFile(file: FileWindow, size: number, patches: readonly Patch[]): IOContext {
	let at = 0
	const io = new IOContext()
	io.allocContextWithCallbacks(
		STEP,
		0,
		async wanted => {
			const bytes = Buffer.from(await file.read(at, Math.max(0, Math.min(wanted, size - at))))
			for (const patch of patches) {
				const from = patch.at - at
				// One that lies half outside: what of it is inside.
				for (let n = 0; n < patch.bytes.length; n++) {
					const byte = patch.bytes[n]
					if (byte !== undefined && from + n >= 0 && from + n < bytes.length) bytes[from + n] = byte
				}
			}
			at += bytes.length
			return bytes.length > 0 ? bytes : null
		},
		null,
		(offset, whence) => {
			if (whence === AVSEEK_SIZE) return BigInt(size)
			at = Number(offset) + (whence === AVSEEK_CUR ? at : whence === AVSEEK_END ? size : 0)
			return BigInt(at)
		}
	)
	return io
}

function number(value: number): Buffer {
	const bytes = Buffer.alloc(4)
	bytes.writeUInt32BE(value)
	return bytes
}
