import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { MIXED } from './decoder.ts'
import { openWithLibav } from './libav-decoding.ts'
import { LibavFile } from './libav-file.ts'
import { LongMp4 } from './long-mp4.ts'
import { FIXTURES, folderFor, gather } from './test-media.ts'
import { type Layout, mp4Of, type Sample } from './test-mp4.ts'

/** All of a file, by FFmpeg's demuxer or as a long one. */
async function decoded(path: string, isLong: boolean, track: number | null = null) {
	const opened = await openWithLibav(path, { ...MIXED, track }, isLong ? 0 : Number.POSITIVE_INFINITY)
	assert.ok(opened.ok, opened.ok ? '' : opened.problem.text)
	const { facts } = opened.value
	const samples = await gather(opened.value.samples())
	// Beside each other, where they are not the same, they would take minutes to be compared.
	const sum = createHash('sha256')
		.update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
		.digest('hex')
	const { problems, gaps } = opened.value.report()
	await opened.value.close()
	return {
		// In tenths: of sound that begins later FFmpeg counts an encoder’s delay as well.
		facts: { ...facts, duration: Math.round((facts.duration ?? -1) * 10) },
		samples: samples.length,
		sum,
		problems: problems.map(({ code }) => code),
		gaps
	}
}

async function isOurs(path: string, track: number | null = null, longer = 0): Promise<boolean> {
	const file = await LongMp4.open(path, track, longer)
	await file?.close()
	return file !== null
}

async function samplesOf(path: string): Promise<Sample[]> {
	const file = await LibavFile.open(path, null)
	assert.ok(file.ok)
	const samples: Sample[] = []
	for await (const { data, duration } of file.value.packets()) samples.push({ data: Buffer.from(data ?? []), lasts: Number(duration) })
	await file.value.close()
	return samples
}

async function written(context: TestContext, bytes: Uint8Array): Promise<string> {
	const path = join(await folderFor(context), 'a.m4a')
	writeFileSync(path, bytes)
	return path
}

const packets = await samplesOf(FIXTURES.m4a)
const LAYOUTS: Readonly<Record<string, Layout>> = {
	'index last': { perChunk: 7 },
	'index first, in one piece': { perChunk: 1_000, indexFirst: true },
	'64 bits': { perChunk: 20, wide: true },
	'iTunes’ note of a delay': { perChunk: 9, noted: 2_112 },
	'sound that begins later': { perChunk: 9, later: 30_000 },
	'a chunk each': { perChunk: 1, indexFirst: true, wide: true },
	'fragments that say all': { perChunk: 1, fragments: { samples: 20, base: 'start' } },
	'fragments with absolute places': { perChunk: 1, fragments: { samples: 9, base: 'absolute' } },
	'fragments without a word of where they are': { perChunk: 1, fragments: { samples: 50, base: 'behind' } }
}

for (const [name, layout] of Object.entries(LAYOUTS)) {
	test(`a long MP4 is read to the sample as FFmpeg reads it: ${name}`, async context => {
		const path = await written(context, mp4Of(packets, layout))
		assert.ok(await isOurs(path))
		const usual = await decoded(path, false)
		assert.ok(usual.samples > 47_000 && usual.problems.length === 0, `${usual.samples} ${usual.problems}`)
		assert.deepEqual(await decoded(path, true), usual)
	})
}

test('iTunes’ note of a delay is heeded', async context => {
	const lengths: number[] = []
	for (const noted of [0, 2_112]) {
		const path = await written(context, mp4Of(packets, { perChunk: 9, noted }))
		assert.ok(await isOurs(path))
		lengths.push((await decoded(path, true)).samples)
	}
	assert.ok(Math.abs((lengths[0] ?? 0) - (lengths[1] ?? 0) - (2_112 * 16) / 44.1) < 2, `${lengths}`)
})

test('what an edit list leaves out at the end is left out, to the packet', async context => {
	const bytes = mp4Of(packets, { perChunk: 7 })
	bytes.writeUInt32BE(100_000, bytes.indexOf('elst') + 12)
	const path = await written(context, bytes)
	assert.ok(await isOurs(path))
	const usual = await decoded(path, false)
	assert.ok(usual.samples < 38_000, `${usual.samples}`)
	assert.deepEqual(await decoded(path, true), usual)
})

test('so are files of a real program, with pictures and without', async () => {
	const { m4a, video, ac3Mp4, eac3Mp4, flacMp4, mp3Mp4, amr3gp } = FIXTURES
	for (const path of [m4a, video, ac3Mp4, eac3Mp4, flacMp4, mp3Mp4, amr3gp]) {
		assert.ok(await isOurs(path), path)
		assert.deepEqual(await decoded(path, true), await decoded(path, false))
	}
})

test('of several tracks the one that is meant is read, or the one that is on', async context => {
	const path = FIXTURES.twoTracksMp4
	assert.deepEqual([await isOurs(path), await isOurs(path, 0), await isOurs(path, 1), await isOurs(path, 2)], [true, true, true, false])
	assert.deepEqual(await decoded(path, true), await decoded(path, false))
	// Which is the best one of two that are on is FFmpeg's to say, who must see all of them for it.
	const bothOn = Buffer.from(readFileSync(path))
	bothOn.writeUInt8(3, bothOn.lastIndexOf('tkhd') + 7)
	assert.equal(await isOurs(await written(context, bothOn)), false)
	const [first, second] = [await decoded(path, true, 0), await decoded(path, true, 1)]
	assert.deepEqual([first, second], [await decoded(path, false, 0), await decoded(path, false, 1)])
	assert.deepEqual([first.facts.track, second.facts.track, second.facts.channels], [0, 1, 2])
})

test('damaged sound costs what is damaged, and what is cut off is missing at the end, as with FFmpeg', async context => {
	const whole = mp4Of(packets, { perChunk: 7, indexFirst: true })
	const at = whole.indexOf('mdat')
	const damaged = Buffer.from(whole)
	damaged.fill(0x5a, at + 8_000, at + 9_000)
	for (const bytes of [damaged, whole.subarray(0, at + 12_000)]) {
		const path = await written(context, bytes)
		const [usual, ours] = [await decoded(path, false), await decoded(path, true)]
		assert.deepEqual([ours.samples, ours.problems, ours.gaps], [usual.samples, usual.problems, usual.gaps])
		assert.equal(ours.problems.length, 1)
	}
})

test('units that are not samples of sound, and an index that is cut anywhere, are FFmpeg’s to judge', async context => {
	const whole = mp4Of(packets, { perChunk: 7 })
	const doubled = Buffer.from(whole)
	doubled.writeUInt32BE(22_050, whole.indexOf('mdhd') + 16)
	assert.equal(await isOurs(await written(context, doubled)), false)
	const path = await written(context, whole)
	for (let end = whole.length; end > whole.indexOf('moov'); end -= 5) {
		truncateSync(path, end)
		assert.equal(typeof (await isOurs(path)), 'boolean')
	}
})

test('tables that lie end as a gap or a sentence', async context => {
	const whole = mp4Of(packets, { perChunk: 7, indexFirst: true })
	const lies: [what: string, table: string, row: number, bytes: number, value: number, heard: number][] = [
		['a chunk outside of the file', 'stco', 4, 4, 0xffff_fff0, 47_000],
		['a sample of 4 GB', 'stsz', 30, 4, 0xffff_ffff, 47_000],
		['a chunk of 4 billion samples', 'stsc', 0, 12, 0xffff_ffff, 2_230],
		['a sample that lasts for hours', 'stts', 10, 8, 0x7fff_ffff, 3_716]
	]
	for (const [what, table, row, rowBytes, value, heard] of lies) {
		const bytes = Buffer.from(whole)
		const second = table === 'stsc' || table === 'stts' ? 4 : 0
		bytes.writeUInt32BE(value, whole.indexOf(table) + (table === 'stsz' ? 16 : 12) + row * rowBytes + second)
		const { samples, problems, gaps } = await decoded(await written(context, bytes), true)
		assert.ok(problems.length + gaps.length > 0, what)
		assert.ok(samples >= heard && samples < 48_000, `${what}: ${samples}`)
	}
})

test('what is not understood is left to FFmpeg: locked sound, silent films, cuts, and what is short', async context => {
	for (const path of [FIXTURES.locked, FIXTURES.silentVideo, FIXTURES.mp3]) assert.equal(await isOurs(path), false)
	assert.equal(await isOurs(FIXTURES.m4a, 1), false)
	assert.equal(await isOurs(FIXTURES.m4a, null, 3), false)
	const cut = Buffer.from(readFileSync(FIXTURES.m4a))
	cut.writeInt32BE(44_101, cut.indexOf('elst') + 16)
	assert.equal(await isOurs(await written(context, cut)), false)
})
