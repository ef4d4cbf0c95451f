import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { samplesInFile, WAV_HEADER_BYTES } from '../journal/wav-header.ts'
import { SAMPLE_RATE } from '../protocol/units.ts'
import { decodeIntoJournal } from './into-journal.ts'
import { samplesOfBytes } from './pcm.ts'
import { DECODERS } from './registry.ts'
import { FIXTURES, folderFor, likeness, SPEECH, wavOf } from './test-media.ts'

/** Decodes until so many samples are in the journal, as a decoder that dies there; then all of it. */
async function decode(source: string, journal: string, { skip = 0, until = Number.POSITIVE_INFINITY } = {}) {
	let samples = 0
	const done = await decodeIntoJournal(
		source,
		journal,
		{
			opened: () => {},
			decoded: now => {
				samples = now
			},
			cancelled: () => samples >= until
		},
		skip
	)
	return done.ok ? done.value : done.problem.code
}

const speechOf = (journal: string) => samplesOfBytes(readFileSync(journal).subarray(WAV_HEADER_BYTES))

for (const [name, format] of [
	['MP3', 'mp3'],
	['AAC', 'm4a'],
	['Opus', 'opus'],
	['a film', 'video']
] as const) {
	for (const [n, second] of DECODERS.slice(1).entries()) {
		test(`${name}: where the first decoder died ${second.id} goes on, and nothing is doubled or missing`, async context => {
			const present = await second.available()
			if (!present.ok) return context.skip(present.problem.text)
			const folder = await folderFor(context)
			const alone = await decode(FIXTURES[format], join(folder, 'alone.wav'), { skip: n + 1 })
			if (typeof alone === 'string') return context.skip(`${second.id} does not read it`)
			const journal = join(folder, 'journal.wav')
			await decode(FIXTURES[format], journal, { until: 16_000 })
			const kept = samplesInFile(readFileSync(journal).length)
			assert.ok(kept >= 16_000 && kept < 44_000, `${kept}`)
			const gone = await decode(FIXTURES[format], journal, { skip: n + 1 })
			assert.ok(typeof gone !== 'string' && gone.kind === 'ended', JSON.stringify(gone))
			assert.ok(Math.abs(speechOf(journal).length - SPEECH.length) <= 0.025 * SAMPLE_RATE, `${speechOf(journal).length}`)
			assert.ok(likeness(speechOf(journal), SPEECH) > 0.9, `${likeness(speechOf(journal), SPEECH)}`)
		})
	}
}

test('a file whose sound is another, or begins later, is not gone on with', async context => {
	const folder = await folderFor(context)
	const [source, journal] = [join(folder, 'speech.wav'), join(folder, 'journal.wav')]
	const whole = wavOf(16_000, 1, 4)
	writeFileSync(source, whole)
	await decode(source, journal, { until: 60_000 })
	const before = readFileSync(journal)
	// 5 ms of silence at its beginning: everything stands 80 samples later.
	writeFileSync(source, Buffer.concat([whole.subarray(0, 44), Buffer.alloc(160), whole.subarray(44, -160)]))
	assert.equal(await decode(source, journal, { skip: 1 }), 'source-changed')
	writeFileSync(source, Buffer.concat([whole.subarray(0, 44), Buffer.from(whole.subarray(44)).reverse()]))
	assert.equal(await decode(source, journal), 'source-changed')
	assert.deepEqual(readFileSync(journal).subarray(WAV_HEADER_BYTES), before.subarray(WAV_HEADER_BYTES))
})
