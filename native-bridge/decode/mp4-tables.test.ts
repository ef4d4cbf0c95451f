import assert from 'node:assert/strict'
import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { FileWindow } from './file-window.ts'
import type { Mp4Track, Table } from './mp4-head.ts'
import { durationOf, runsOf } from './mp4-tables.ts'
import { folderFor } from './test-media.ts'

type Rows = Readonly<Record<'stsz' | 'stts' | 'stsc' | 'stco', readonly number[]>>
const ROW = { stsz: 1, stts: 2, stsc: 3, stco: 1 } as const

/** A file that is nothing but these tables, and a track that has them. `bytes`: how much of the file there is. */
async function trackOf(context: TestContext, rows: Rows, sampleBytes = 0, bytes = Number.POSITIVE_INFINITY) {
	const path = join(await folderFor(context), 'tables')
	const tables = new Map<string, Table>()
	const all: number[] = []
	for (const [type, numbers] of Object.entries(rows)) {
		const width = ROW[type as keyof Rows]
		tables.set(type, { countAt: 0, from: all.length * 4, rowBytes: width * 4, rows: numbers.length / width })
		all.push(...numbers)
	}
	const content = Buffer.alloc(all.length * 4)
	all.forEach((value, n) => void content.writeUInt32BE(value, n * 4))
	await writeFile(path, content.subarray(0, bytes))
	const file = await open(path)
	context.after(() => file.close())
	const track: Mp4Track = { id: 1, kind: 'soun', isOn: true, scale: 100, duration: 0, edit: null, formats: [], sampleBytes, tables }
	return { track, open: (step: number) => new FileWindow(file, Math.min(content.length, bytes), step) }
}

/** Where each sample is, how large, when it is played and how long. */
async function samplesOf({ track, open }: Awaited<ReturnType<typeof trackOf>>) {
	const samples: { offset: number; size: number; at: number; lasts: number }[] = []
	let last = false
	for await (const { offset, count, sizes, at, durations, isLast } of runsOf(track, open)) {
		let [from, played] = [offset, at]
		for (let n = 0; n < count; n++) {
			const [size = 0, lasts = 0] = [sizes[n], durations[n]]
			samples.push({ offset: from, size, at: played, lasts })
			from += size
			played += lasts
		}
		last = isLast
	}
	return { samples, last }
}

test('chunks, sizes and times come together', async context => {
	const rows = { stsz: [5, 6, 7, 8, 9], stts: [3, 10, 2, 20], stsc: [1, 2, 1, 3, 1, 1], stco: [100, 200, 300] }
	const track = await trackOf(context, rows)
	assert.deepEqual(await samplesOf(track), {
		last: true,
		samples: [
			{ offset: 100, size: 5, at: 0, lasts: 10 },
			{ offset: 105, size: 6, at: 10, lasts: 10 },
			{ offset: 200, size: 7, at: 20, lasts: 10 },
			{ offset: 207, size: 8, at: 30, lasts: 20 },
			{ offset: 300, size: 9, at: 50, lasts: 20 }
		]
	})
	assert.equal(await durationOf(track.track, track.open), 70)
})

test('a table far larger than what is kept of it is read to its end', async context => {
	const count = 100_000
	const numbers = Array.from({ length: count }, (_, n) => n % 251)
	const { samples } = await samplesOf(
		await trackOf(context, { stsz: numbers, stts: [count, 4], stsc: [1, 1_000, 1], stco: Array(100).fill(7) })
	)
	assert.equal(samples.length, count)
	assert.ok(samples.every(({ size, at }, n) => size === n % 251 && at === n * 4))
	assert.equal(samples[1_000]?.offset, 7)
})

test('where all samples are of one size there is no table of sizes', async context => {
	const track = await trackOf(context, { stsz: [0, 0, 0], stts: [3, 1], stsc: [1, 3, 1], stco: [50] }, 40)
	assert.deepEqual(
		(await samplesOf(track)).samples.map(({ offset, size }) => [offset, size]),
		[
			[50, 40],
			[90, 40],
			[130, 40]
		]
	)
})

test('tables that contradict each other end with the shortest; the last time is that of all that follow', async context => {
	const count = async (rows: Rows) => (await samplesOf(await trackOf(context, rows))).samples.map(({ at }) => at)
	assert.deepEqual(await count({ stsz: [1, 1], stts: [2, 5], stsc: [1, 0xffff_ffff, 1], stco: [1, 2, 3] }), [0, 5])
	assert.deepEqual(await count({ stsz: [1, 1, 1], stts: [1, 5], stsc: [1, 1, 1], stco: [1, 2] }), [0, 5])
	assert.deepEqual(await count({ stsz: [1, 1, 1], stts: [0, 9, 0, 9, 1, 5], stsc: [1, 1, 1], stco: [1, 2, 3] }), [0, 5, 10])
	assert.deepEqual(await count({ stsz: [1, 1, 1], stts: [3, 5], stsc: [1, 1, 1, 1, 1, 1, 0, 1, 1], stco: [1, 2, 3] }), [0, 5, 10])
	assert.deepEqual(await count({ stsz: [1, 1], stts: [], stsc: [1, 0, 1], stco: [1, 2] }), [])
	assert.deepEqual(await count({ stsz: [1], stts: [1, 1], stsc: [], stco: [1] }), [])
	await assert.rejects(
		samplesOf(await trackOf(context, { stsz: [1, 1, 1], stts: [3, 5], stsc: [1, 1, 1], stco: [1, 2, 3] }, 0, 40)),
		RangeError
	)
})
