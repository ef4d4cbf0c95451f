import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { MIXED } from './decoder.ts'
import { openWithLibav } from './libav-decoding.ts'
import { LibavFile } from './libav-file.ts'
import { LongAvi } from './long-avi.ts'
import { type AviLayout, aviOf, chunkOf } from './test-avi.ts'
import { FIXTURES, folderFor, gather, wavOf } from './test-media.ts'

/** All of a file, by FFmpeg's demuxer or as a long one. */
async function decoded(path: string, isLong: boolean) {
	const opened = await openWithLibav(path, MIXED, isLong ? 0 : Number.POSITIVE_INFINITY)
	assert.ok(opened.ok, opened.ok ? '' : opened.problem.text)
	// How long it is FFmpeg guesses from the rate where the file holds other things too.
	const { duration: _, ...facts } = opened.value.facts
	const samples = await gather(opened.value.samples())
	const { problems, gaps } = opened.value.report()
	await opened.value.close()
	// As a sum: where they are not the same, nobody wants to see all of them beside each other.
	const sum = createHash('sha256')
		.update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
		.digest('hex')
	return {
		facts,
		samples: samples.length,
		sum,
		problems: problems.map(({ code }) => code),
		gaps
	}
}

async function isOurs(path: string): Promise<boolean> {
	const file = await LongAvi.open(path, null, 0)
	await file?.close()
	return file !== null
}

async function written(context: TestContext, bytes: Uint8Array): Promise<string> {
	const path = join(await folderFor(context), 'a.avi')
	writeFileSync(path, bytes)
	return path
}

/** Cut without regard to frames, as old programs do. */
function cut(bytes: Buffer, every: number): Buffer[] {
	return Array.from({ length: Math.ceil(bytes.length / every) }, (_, n) => bytes.subarray(n * every, (n + 1) * every))
}

/** The frames of an MP3, without what stands before and between them. */
async function framesOf(path: string): Promise<Buffer> {
	const file = await LibavFile.open(path, null)
	assert.ok(file.ok)
	const frames: Buffer[] = []
	for await (const { data } of file.value.packets()) frames.push(Buffer.from(data ?? []))
	await file.value.close()
	return Buffer.concat(frames)
}

const sound = await framesOf(FIXTURES.mp3)
const bits = wavOf(16_000, 1).subarray(44)
const MP3 = { tag: 0x55, channels: 1, rate: 44_100, bytesPerSecond: 8_000, blockAlign: 1, bits: 0 }
const PCM = { tag: 1, channels: 1, rate: 16_000, bytesPerSecond: 32_000, blockAlign: 2, bits: 16 }
const FILES: readonly [name: string, pieces: readonly Buffer[], layout: AviLayout][] = [
	['MP3 that is cut anywhere', cut(sound, 777), MP3],
	['MP3 in lists', cut(sound, 1_001), { ...MP3, inLists: 3 }],
	['PCM in several parts', cut(bits, 3_200), { ...PCM, perPart: 4 }],
	['PCM with other things between', cut(bits, 6_400), { ...PCM, between: chunkOf('01wb', Buffer.alloc(701, 7)) }],
	['PCM that begins later', cut(bits, 3_200), { ...PCM, start: 16_000 }]
]
for (const [name, pieces, layout] of FILES) {
	test(`a long AVI is read to the sample as FFmpeg reads it: ${name}`, async context => {
		const path = await written(context, aviOf(pieces, layout))
		assert.ok(await isOurs(path))
		const usual = await decoded(path, false)
		assert.ok(usual.samples > 40_000 && usual.problems.length === 0, `${usual.samples} ${usual.problems}`)
		assert.deepEqual(await decoded(path, true), usual)
	})
}

test('what is damaged is passed over, and what is cut off is missing at the end and said to be, as with FFmpeg', async context => {
	const whole = aviOf(cut(bits, 3_200), PCM)
	const damaged = Buffer.from(whole)
	const at = whole.indexOf('movi') + 4 + 10 * 3_208
	damaged.fill(0xee, at, at + 5_000)
	const cutOff = whole.subarray(0, whole.length - 20_001)
	for (const [bytes, told] of [
		[damaged, []],
		[cutOff, ['shorter-than-said']]
	] as const) {
		const path = await written(context, bytes)
		const [usual, ours] = [await decoded(path, false), await decoded(path, true)]
		assert.deepEqual([ours.samples, ours.sum, ours.gaps], [usual.samples, usual.sum, usual.gaps])
		assert.deepEqual(ours.problems, told)
	}
})

test('it is as long as the file says, however little of it FFmpeg is shown', async context => {
	const layout = { ...PCM, channels: 2, rate: 44_100, bytesPerSecond: 176_400, blockAlign: 4 }
	const path = await written(context, aviOf(cut(wavOf(44_100, 2, 60).subarray(44), 88_200), layout))
	const file = await LongAvi.open(path, null, 0)
	assert.deepEqual(
		[file?.facts.duration, file?.said].map(seconds => Math.round(seconds ?? 0)),
		[179, 179]
	)
	await file?.close()
	assert.deepEqual(await decoded(path, true), await decoded(path, false))
})

test('what is short, silent or of another codec is left to FFmpeg, and so is what is no AVI', async context => {
	const short = await LongAvi.open(await written(context, aviOf(cut(bits, 3_200), PCM)), null)
	const foreign = await isOurs(await written(context, aviOf(cut(bits, 3_200), { ...PCM, tag: 0x11, blockAlign: 256, bits: 4 })))
	assert.deepEqual([short, foreign, await isOurs(FIXTURES.mp3), await isOurs(FIXTURES.video)], [null, false, false, false])
	for (const bytes of [Buffer.alloc(0), Buffer.from('RIFF'), aviOf(cut(bits, 3_200), PCM).subarray(0, 200)])
		assert.equal(await isOurs(await written(context, bytes)), false)
})
