import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { wavHeader } from '../../native-bridge/journal/wav-header.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import { ok } from '../../native-bridge/protocol/problem.ts'
import { Shelf } from '../journal/shelf.ts'
import { SPAN } from './levels.ts'
import { Waveforms } from './waveforms.ts'

const id = '0b9f3a52-7f0e-4a7e-9a53-6f0f6f0d5c11'
const SECOND = 50 * SPAN

/** So many seconds of sound, each of a loudness of its own. */
function sound(...peaks: number[]): Buffer {
	return Buffer.from(Int16Array.from({ length: peaks.length * SECOND }, (_, n) => peaks[Math.floor(n / SECOND)] ?? 0).buffer)
}

function making(context: TestContext) {
	const folder = folderFor(context)
	const shelf = new Shelf(folder)
	const asked: string[] = []
	const waveforms = new Waveforms({
		shelf,
		bringBack(transcript, then) {
			asked.push(transcript)
			writeFileSync(shelf.journal(transcript), Buffer.concat([wavHeader(0), sound(32_768 / 4, 0)]))
			then(ok(null))
		},
		log: openLog(folder, 'main')
	})
	const seconds = async (count: number) => (await waveforms.of(id, 0, count * SECOND, count, count * SECOND)).levels
	return { shelf, waveforms, seconds, asked, bytes: () => readFileSync(shelf.levels(id)).length }
}

test('a journal that grows is known as far as it is written; what a death left half done is made on', async context => {
	const { shelf, waveforms, seconds, bytes } = making(context)
	writeFileSync(shelf.journal(id), Buffer.concat([wavHeader(0), sound(32_767, 0)]))
	assert.deepEqual(await waveforms.of(id, 0, 4 * SECOND, 4, 2 * SECOND), { levels: [255, 0, 0, 0], known: 2 * SECOND })
	appendFileSync(shelf.journal(id), Buffer.concat([sound(8_192), Buffer.alloc(3)]))
	truncateSync(shelf.levels(id), 70)
	assert.deepEqual(await seconds(3), [255, 0, 128])
	assert.equal(bytes(), 150)
	rmSync(shelf.levels(id))
	assert.deepEqual(await seconds(3), [255, 0, 128])
})

test('levels of audio that is not there any more are made anew', async context => {
	const { shelf, seconds } = making(context)
	writeFileSync(shelf.journal(id), Buffer.concat([wavHeader(0), sound(1, 1, 1)]))
	await seconds(3)
	writeFileSync(shelf.journal(id), Buffer.concat([wavHeader(0), sound(8_192)]))
	assert.deepEqual(await seconds(1), [128])
})

test('without a journal it has what was made of it; a compressed copy is heard again for it once, where that is missing', async context => {
	const { shelf, waveforms, seconds, asked } = making(context)
	assert.deepEqual(await seconds(2), [0, 0])
	assert.deepEqual(asked, [])
	shelf.copied(id)
	assert.deepEqual(await seconds(2), [0, 0])
	assert.deepEqual([asked, waveforms.needsJournal(id)], [[id], true])
	for (let n = 0; waveforms.needsJournal(id) && n < 500; n++) await sleep(10)
	assert.equal(waveforms.needsJournal(id), false)
	rmSync(shelf.journal(id))
	assert.deepEqual(await seconds(2), [128, 0])
	assert.deepEqual(asked, [id])
	shelf.discardAudio(id)
	assert.equal(existsSync(shelf.levels(id)), false)
})

test('what is recorded or read is made as it comes, and once more when it ends', async context => {
	const { shelf, waveforms, bytes } = making(context)
	const settled = async () => {
		while (waveforms.needsJournal(id)) await sleep(5)
	}
	writeFileSync(shelf.journal(id), Buffer.concat([wavHeader(0), sound(1)]))
	waveforms.tend()
	await settled()
	assert.equal(existsSync(shelf.levels(id)), false)
	waveforms.noticed({ id, state: 'recording' })
	waveforms.tend()
	await settled()
	assert.equal(bytes(), 50)
	appendFileSync(shelf.journal(id), sound(1))
	waveforms.noticed({ id, state: 'done' })
	await settled()
	assert.equal(bytes(), 100)
	appendFileSync(shelf.journal(id), sound(1))
	waveforms.tend()
	await settled()
	assert.equal(bytes(), 100)
})
