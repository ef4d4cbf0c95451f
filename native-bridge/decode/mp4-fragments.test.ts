import assert from 'node:assert/strict'
import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { FileWindow } from './file-window.ts'
import { runsOfFragments } from './mp4-fragments.ts'
import { folderFor } from './test-media.ts'
import { box, mp4Of } from './test-mp4.ts'

/** Where each sample of track 1 is, how large, when it is played and how long. */
async function samplesIn(context: TestContext, bytes: Uint8Array, from: number) {
	const path = join(await folderFor(context), 'fragments')
	await writeFile(path, bytes)
	const file = await open(path)
	context.after(() => file.close())
	const samples: number[][] = []
	for await (const run of runsOfFragments(
		1,
		new Map([[1, { duration: 10, bytes: 4 }]]),
		from,
		step => new FileWindow(file, bytes.length, step)
	)) {
		let { offset, at } = run
		for (let n = 0; n < run.count; n++) {
			const [size = 0, lasts = 0] = [run.sizes[n], run.durations[n]]
			samples.push([offset, size, at, lasts])
			offset += size
			at += lasts
		}
	}
	return samples
}

const fragment = (...trafs: readonly Buffer[]) => box('moof', box('mfhd', 0, 1), ...trafs)
const traf = (...parts: readonly Buffer[]) => box('traf', ...parts)

test('samples follow each other through fragments, with what each says, or all of them, or nobody', async context => {
	const first = fragment(traf(box('tfhd', 0x020000, 1), box('tfdt', 0, 100), box('trun', 0x301, 2, 500, 7, 3, 8, 4)))
	const second = fragment(traf(box('tfhd', 0x020018, 1, 20, 6), box('trun', 0x1, 2, 600)))
	const third = fragment(traf(box('tfhd', 0x020000, 1), box('trun', 0x1, 1, 700), box('trun', 0, 1)))
	const at = first.length + second.length
	assert.deepEqual(await samplesIn(context, Buffer.concat([first, second, third]), 0), [
		[500, 3, 100, 7],
		[503, 4, 107, 8],
		[first.length + 600, 6, 115, 20],
		[first.length + 606, 6, 135, 20],
		[at + 700, 4, 155, 10],
		[at + 704, 4, 165, 10]
	])
})

test('another track’s samples are passed over, and those that lie behind them are found', async context => {
	const pictures = traf(box('tfhd', 0, 2), box('trun', 0x201, 2, 1_000, 50, 60))
	const sound = traf(box('tfhd', 0, 1), box('tfdt', 0x0100_0000, 0, 5), box('trun', 0x200, 1, 9))
	assert.deepEqual(await samplesIn(context, fragment(pictures, sound), 0), [[1_110, 9, 5, 10]])
})

test('a fragment with more samples than are handed over at a time, behind other things, is read whole', async context => {
	const samples = Array.from({ length: 1_000 }, (_, n) => ({ data: Buffer.alloc(1 + (n % 7)), lasts: 1_024 }))
	const file = mp4Of(samples, { perChunk: 1, fragments: { samples: 600, base: 'start' } })
	const from = file.indexOf('moof') - 4
	const read = await samplesIn(context, file, from)
	assert.deepEqual(
		read.map(([, size]) => size),
		samples.map(({ data }) => data.length)
	)
	assert.equal(read[600]?.[2], 600 * 1_024)
})

test('fragments that lie end where they make no sense', async context => {
	const good = fragment(traf(box('tfhd', 0x020000, 1), box('trun', 0x301, 1, 500, 7, 3)))
	const after = async (...bad: readonly Buffer[]) => (await samplesIn(context, Buffer.concat([good, ...bad, good]), 0)).length
	assert.equal(await after(), 2)
	assert.equal(await after(fragment(traf(box('tfhd', 0x020000, 1), box('trun', 0x301, 0xffff_ffff, 500, 7, 3)))), 3)
	assert.equal(await after(fragment(traf(box('tfhd', 0x02003b, 1)))), 2)
	assert.equal(await after(fragment(traf(box('trun', 0x301, 1, 500, 7, 3)))), 2)
	assert.equal(await after(fragment(traf(box('tfhd', 0x020000, 1), box('trun', 0x301)))), 1)
	assert.equal(await after(Buffer.from([0, 0, 0, 3, 1, 2, 3, 4])), 1)
	assert.equal(await after(Buffer.alloc(40)), 1)
	const most = await after(fragment(traf(box('tfhd', 0x020000, 1), box('trun', 0, 0xffff_ffff))))
	assert.ok(most > 2 && most < 300, `${most}`)
})
