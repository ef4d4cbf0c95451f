import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fillDisk, folderFor, smallDisk } from '../../native-bridge/journal/test-folder.ts'
import { WAV_HEADER_BYTES } from '../../native-bridge/journal/wav-header.ts'
import { Microphone, type Receipt } from './microphone.ts'

const recording = '0b9f3a52-7f0e-4a7e-9a53-6f0f6f0d5c11'

/** Samples that say where they belong. */
function said(from: number, to: number): Int16Array {
	return Int16Array.from({ length: to - from }, (_, i) => from + i)
}
const frame = (from: number, to: number) => ({ recording, fromSample: from, samples: said(from, to) })
const saved = (samples: number): Receipt => ({ kind: 'saved', samples })
const missing = (have: number, came: number): Receipt => ({
	kind: 'not-saved',
	samples: have,
	problem: {
		code: 'audio-missing',
		facts: { have, came },
		text: `The recording ends at sample ${have}, the audio that came begins at ${came}.`
	}
})

test('puts frames into the journal in order, doubling and splicing nothing', context => {
	const path = join(folderFor(context), 'a.wav')
	const microphone = new Microphone()
	assert.deepEqual(microphone.open(recording, path), { ok: true, value: 0 })
	const cases: [name: string, from: number, to: number, receipt: Receipt][] = [
		['the first', 0, 100, saved(100)],
		['the next', 100, 200, saved(200)],
		['a repeated one', 100, 200, saved(200)],
		['the very first again', 0, 100, saved(200)],
		['one that overlaps', 150, 250, saved(250)],
		['one from the future', 251, 300, missing(250, 251)],
		['the one that was missing', 250, 251, saved(251)],
		['one that holds all there is, and more', 0, 300, saved(300)],
		['one from far in the future', 1_000_000, 1_000_100, missing(300, 1_000_000)]
	]
	for (const [name, from, to, receipt] of cases) assert.deepEqual(microphone.frame(frame(from, to)), receipt, name)
	assert.equal(microphone.close(recording), 300)
	assert.deepEqual(samplesOf(path), said(0, 300))
})

test('knows only recordings that are open', context => {
	const folder = folderFor(context)
	const microphone = new Microphone()
	assert.deepEqual(
		[microphone.frame(frame(0, 10)), microphone.isOpen(recording), microphone.close(recording)],
		[{ kind: 'unknown-recording' }, false, null]
	)
	microphone.open(recording, join(folder, 'a.wav'))
	assert.equal(microphone.isOpen(recording), true)
	microphone.closeAll()
	assert.deepEqual([microphone.frame(frame(0, 10)), microphone.isOpen(recording)], [{ kind: 'unknown-recording' }, false])
})

test('goes on where a recording stands when it is opened again', context => {
	const path = join(folderFor(context), 'a.wav')
	const microphone = new Microphone()
	microphone.open(recording, path)
	microphone.frame(frame(0, 100))
	assert.deepEqual(microphone.open(recording, path), { ok: true, value: 100 })
	// Another main, after the first died.
	const next = new Microphone()
	assert.deepEqual([next.open(recording, path), next.frame(frame(50, 150))], [{ ok: true, value: 100 }, saved(150)])
	next.closeAll()
	assert.deepEqual(samplesOf(path), said(0, 150))
})

test('refuses a frame that the disk does not take, and takes it when there is room', context => {
	const disk = smallDisk(context, 64)
	if (disk === null) return
	const path = join(disk, 'a.wav')
	writeFileSync(join(disk, 'ballast'), Buffer.alloc(16 * 1024))
	const microphone = new Microphone()
	microphone.open(recording, path)
	microphone.frame(frame(0, 1_000))
	fillDisk(disk)
	const refused = microphone.frame(frame(1_000, 9_000))
	assert.deepEqual(refused.kind === 'not-saved' && [refused.samples, refused.problem.code], [1_000, 'disk-full'])
	rmSync(join(disk, 'ballast'))
	assert.deepEqual(microphone.frame(frame(1_000, 9_000)), saved(9_000))
	microphone.closeAll()
	assert.deepEqual(samplesOf(path), said(0, 9_000))
})

function samplesOf(path: string): Int16Array {
	const body = readFileSync(path).subarray(WAV_HEADER_BYTES)
	return new Int16Array(body.buffer.slice(body.byteOffset, body.byteOffset + body.length))
}
