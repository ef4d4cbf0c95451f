import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { copyFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { MIXED } from './decoder.ts'
import { openWithLibav } from './libav-decoding.ts'
import { LibavFile } from './libav-file.ts'
import { LongAvi } from './long-avi.ts'
import type { MediaFile } from './media-file.ts'
import { type AviLayout, aviOf } from './test-avi.ts'
import { FIXTURES, folderFor, gather, SPEECH } from './test-media.ts'

const pcm = Buffer.from(SPEECH.buffer, SPEECH.byteOffset, SPEECH.byteLength)
const mp3 = await framesOf(FIXTURES.mp3)

async function framesOf(path: string): Promise<Buffer[]> {
	const file = await LibavFile.open(path, null)
	assert.ok(file.ok)
	const frames: Buffer[] = []
	for await (const { data } of file.value.packets()) frames.push(Buffer.from(data ?? []))
	await file.value.close()
	return frames
}

function cut(bytes: Buffer, size: number): Buffer[] {
	return Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size))
}

async function written(context: TestContext, bytes: Uint8Array): Promise<string> {
	const path = join(await folderFor(context), " it's, a \\ film,,:.avi ")
	writeFileSync(path, bytes)
	return path
}

/** All packets of a file, which is closed: when each is played, and their sound. */
async function packetsOf(file: MediaFile) {
	const sum = createHash('sha256')
	const stamps: number[] = []
	for await (const packet of file.packets()) {
		stamps.push(Number(packet.pts))
		sum.update(packet.data ?? '')
	}
	const { facts, said, readError } = file
	await file.close()
	return {
		stamps: createHash('sha256').update(stamps.join()).digest('hex'),
		count: stamps.length,
		sum: sum.digest('hex'),
		facts,
		said,
		readError
	}
}

async function usual(path: string) {
	const file = await LibavFile.open(path, null)
	assert.ok(file.ok)
	return await packetsOf(file.value)
}

/** Read in pieces of a third of a second, and how many that were. */
async function inPieces(path: string) {
	let pieces = 0
	const open = LibavFile.open
	LibavFile.open = (...args) => {
		pieces++
		return open.apply(LibavFile, args)
	}
	try {
		const file = await LongAvi.open(path, null, 0, 1 / 3)
		assert.ok(file)
		return { read: await packetsOf(file), pieces }
	} finally {
		LibavFile.open = open
	}
}

const frames = { codec: 0x55, unitBytes: 0, rate: 44_100, scale: 1_152 }
const plain = { codec: 1, unitBytes: 2, rate: 16_000, scale: 1 }
const LAYOUTS: Readonly<Record<string, { readonly layout: AviLayout; readonly least: number }>> = {
	'plain sound between pictures': { layout: { ...plain, pieces: cut(pcm, 1_280) }, least: 7 },
	'odd pieces': { layout: { ...plain, pieces: cut(pcm, 1_282), picture: 77 }, least: 7 },
	'in lists of their own': { layout: { ...plain, pieces: cut(pcm, 1_280), inLists: true }, least: 2 },
	'without an index': { layout: { ...plain, pieces: cut(pcm, 1_280), withIndex: false }, least: 7 },
	'without pictures': { layout: { ...plain, pieces: cut(pcm, 3_200), picture: 0 }, least: 7 },
	'a frame of MP3 in each piece': { layout: { ...frames, pieces: mp3 }, least: 7 },
	'MP3 cut anywhere': { layout: { ...frames, unitBytes: 1, rate: 8_000, scale: 1, pieces: cut(Buffer.concat(mp3), 500) }, least: 1 },
	'in two lists': { layout: { ...plain, pieces: cut(pcm, 1_280), inFirst: 30 }, least: 7 },
	'in two lists, and nowhere a place to begin': {
		layout: { ...frames, unitBytes: 1, rate: 8_000, scale: 1, pieces: cut(Buffer.concat(mp3).subarray(7), 209), inFirst: 60 },
		least: 2
	}
}

test('what is cut off says so, long or not; what is short, has a bar in its name or is no AVI is left to FFmpeg', async context => {
	const whole = aviOf({ ...plain, pieces: cut(pcm, 1_280) })
	const path = await written(context, whole.subarray(0, whole.length * 0.7))
	for (const longer of [0, Number.POSITIVE_INFINITY]) {
		const opened = await openWithLibav(path, MIXED, longer)
		assert.ok(opened.ok)
		const { length } = await gather(opened.value.samples())
		assert.ok(length > 33_000 && length < 35_000, `${length}`)
		assert.deepEqual(
			opened.value.report().problems.map(({ code }) => code),
			['cut-off']
		)
		await opened.value.close()
	}
	const bar = path.replace('film', 'fi|lm')
	copyFileSync(path, bar)
	for (const each of [bar, FIXTURES.mp3, FIXTURES.m4a]) assert.equal(await LongAvi.open(each, null, 0), null)
	assert.equal(await LongAvi.open(path, null, 3), null)
	for (let end = whole.indexOf('movi'); end > 0; end -= 3) {
		truncateSync(path, end)
		assert.equal(await LongAvi.open(path, null, 0), null)
	}
})

for (const [name, { layout, least }] of Object.entries(LAYOUTS)) {
	test(`a long AVI is read in pieces as FFmpeg reads it whole: ${name}`, async context => {
		const path = await written(context, aviOf(layout))
		const { read, pieces } = await inPieces(path)
		assert.deepEqual(read, await usual(path))
		assert.ok(read.count > 30, `${read.count} packets`)
		assert.ok(pieces >= least, `${pieces} pieces`)
	})
}
