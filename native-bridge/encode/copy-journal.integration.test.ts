import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DECODERS, openSource } from '../decode/registry.ts'
import { Likeness } from '../journal/likeness.ts'
import { folderFor, smallDisk } from '../journal/test-folder.ts'
import { JournalWriter } from '../journal/writer.ts'
import { seeded } from '../protocol/test-random.ts'
import { type CopyHooks, copyJournal } from './copy-journal.ts'

const CLIP = new URL('../../e2e/audio/austen-0870.wav', import.meta.url)
const speech = new Int16Array(new Uint8Array(readFileSync(CLIP).subarray(44)).buffer)
const random = seeded(3)
const noise = (samples: number, loud: number) => Int16Array.from({ length: samples }, () => random.below(2 * loud + 1) - loud)

const calm: CopyHooks = { done: () => {}, cancelled: () => false }

function journalOf(folder: string, samples: Int16Array): string {
	const path = join(folder, 'journal.wav')
	const writer = JournalWriter.open(path)
	assert.ok(writer.ok)
	writer.value.append(samples)
	writer.value.close()
	return path
}

/** The copy's samples, by each decoder that can be had here. */
async function heard(path: string): Promise<Int16Array[]> {
	const all: Int16Array[] = []
	for (const decoder of DECODERS) {
		if (!(await decoder.available()).ok) continue
		const opened = await openSource(path, [decoder])
		assert.ok(opened.ok, decoder.id)
		const pieces: Buffer[] = []
		for await (const { buffer, byteOffset, byteLength } of opened.value.samples()) pieces.push(Buffer.from(buffer, byteOffset, byteLength))
		assert.deepEqual(opened.value.report(), { problems: [], gaps: [] }, decoder.id)
		await opened.value.close()
		all.push(new Int16Array(new Uint8Array(Buffer.concat(pieces)).buffer))
	}
	return all
}

const sounds: [name: string, samples: Int16Array][] = [
	['speech', speech],
	['very quiet speech', speech.map(x => x / 300)],
	['clipped speech', speech.map(x => Math.max(-3_000, Math.min(3_000, x * 4)) * 10)],
	['white noise', noise(160_000, 9_000)],
	['a tone', Int16Array.from({ length: 80_000 }, (_, i) => 12_000 * Math.sin(i / 3))],
	['a minute of silence', new Int16Array(960_000)],
	['silence in the middle of speech', Int16Array.from([...speech, ...new Int16Array(400_000), ...speech])],
	// Around the ends of packets, of which the encoder is 104 samples behind.
	...[217, 319, 320, 321, 535, 536, 537].map(n => [`${n} samples`, speech.slice(40_000, 40_000 + n)] as [string, Int16Array])
]

test('a copy has every sample at its place, whatever was recorded, by each of our decoders', async context => {
	for (const [name, samples] of sounds) {
		const folder = folderFor(context)
		const copy = join(folder, 'copy.opus')
		const copied = await copyJournal(journalOf(folder, samples), copy, calm)
		assert.ok(copied.ok && copied.value.kind === 'copied', `${name}: ${JSON.stringify(copied)}`)
		assert.deepEqual([copied.value.samples, copied.value.bytes], [samples.length, readFileSync(copy).length], name)
		assert.deepEqual(readdirSync(folder).sort(), ['copy.opus', 'journal.wav'], name)
		for (const back of await heard(copy)) {
			assert.equal(back.length, samples.length, name)
			const likeness = new Likeness()
			likeness.add(samples, back)
			assert.equal(likeness.verdict(), null, name)
		}
	}
})

test('speech comes back at its very sample, in an eighth of its bytes or less', async context => {
	const folder = folderFor(context)
	const copy = join(folder, 'copy.opus')
	await copyJournal(journalOf(folder, speech), copy, calm)
	assert.ok(readFileSync(copy).length < speech.length / 4, `${readFileSync(copy).length} bytes`)
	for (const back of await heard(copy)) {
		const at = (lag: number) => speech.reduce((sum, x, i) => sum + x * (back[i + lag] ?? 0), 0)
		const lags = Array.from({ length: 41 }, (_, n) => n - 20)
		assert.equal(lags.toSorted((a, b) => at(b) - at(a))[0], 0)
	}
})

test('a copy that is cancelled, while it is made or checked, leaves nothing', async context => {
	for (const checking of [false, true]) {
		const folder = folderFor(context)
		let cancelled = false
		const hooks: CopyHooks = {
			done: (_samples, checks) => {
				cancelled ||= checks === checking
			},
			cancelled: () => cancelled
		}
		const made = await copyJournal(journalOf(folder, speech), join(folder, 'copy.opus'), hooks)
		assert.deepEqual([made, readdirSync(folder)], [{ ok: true, value: { kind: 'cancelled' } }, ['journal.wav']])
	}
})

test('a half copy that an earlier try left is written over', async context => {
	const folder = folderFor(context)
	const copy = join(folder, 'copy.opus')
	writeFileSync(`${copy}.part`, noise(100_000, 9_000))
	const made = await copyJournal(journalOf(folder, speech), copy, calm)
	assert.ok(made.ok)
	assert.deepEqual(readdirSync(folder).sort(), ['copy.opus', 'journal.wav'])
})

test('a copy for which the disk has no room is a sentence, leaves nothing, and is made when there is room', async context => {
	const disk = smallDisk(context, 320)
	if (disk === null) return
	const journal = journalOf(disk, speech)
	const ballast = join(disk, 'ballast')
	writeFileSync(ballast, Buffer.alloc(84 * 1024))
	const copy = join(disk, 'copy.opus')
	const refused = await copyJournal(journal, copy, calm)
	assert.deepEqual(!refused.ok && refused.problem, {
		code: 'disk-full',
		facts: { code: 'ENOSPC' },
		text: 'The compressed copy of the recording could not be written (ENOSPC). The recording is kept as it is.'
	})
	assert.deepEqual(readdirSync(disk).sort(), ['ballast', 'journal.wav'])
	writeFileSync(ballast, '')
	assert.equal((await copyJournal(journal, copy, calm)).ok, true)
})

test('a copy that is not like its journal is thrown away', async context => {
	const folder = folderFor(context)
	const journal = journalOf(folder, speech)
	let changed = false
	const made = await copyJournal(journal, join(folder, 'copy.opus'), {
		cancelled: () => false,
		// What was encoded and what is compared are two things now, as on a disk that forgets.
		done: (samples, checking) => {
			if (checking || changed || samples < speech.length) return
			changed = true
			writeFileSync(journal, Buffer.concat([readFileSync(journal).subarray(0, 44), Buffer.from(noise(speech.length, 9_000).buffer)]))
		}
	})
	assert.equal(!made.ok && made.problem.code, 'copy-unlike')
	assert.equal(existsSync(join(folder, 'copy.opus')), false)
	assert.deepEqual(readdirSync(folder), ['journal.wav'])
})
