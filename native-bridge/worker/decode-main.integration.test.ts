import assert from 'node:assert/strict'
import { once } from 'node:events'
import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { FIXTURES, folderFor, likeness, SPEECH, wavOf } from '../decode/test-media.ts'
import { JournalReader } from '../journal/reader.ts'
import { samplesInFile } from '../journal/wav-header.ts'
import { readCrumb } from './breadcrumbs.ts'
import { DecodeProcess } from './test-decode-process.ts'

/** A worker that goes with the test. */
function start(context: TestContext, folder: string, kilobytesPerFile: number | null = null): DecodeProcess {
	const worker = new DecodeProcess(folder, kilobytesPerFile)
	context.after(() => worker.kill())
	return worker
}

async function wholeJournal(path: string): Promise<Int16Array> {
	const reader = new JournalReader(path)
	const samples = reader.read(0, reader.samples())
	reader.close()
	return samples
}

test('a file goes into its journal and is told about on the way', async context => {
	const folder = await folderFor(context)
	const worker = start(context, folder)
	const ready = await worker.until('ready')
	assert.equal(ready.versions['node-av'], '6.1.1')
	assert.equal(ready.versions.opusscript, '0.1.1')
	const end = await worker.decode(FIXTURES.opus, join(folder, 'journal.wav'))
	assert.deepEqual(end, { type: 'decode-ended', attempt: 'a1', samples: 47_840, problems: [], gaps: [] })
	assert.deepEqual(
		worker.said.map(message => message.type),
		['ready', 'opened', 'decoded', 'decode-ended']
	)
	assert.ok(likeness(await wholeJournal(join(folder, 'journal.wav')), SPEECH) > 0.9)
	assert.equal(readCrumb(worker.crumb)?.activity, 'idle')
})

test('files wait for their turn, and one that waits can be cancelled', async context => {
	const folder = await folderFor(context)
	const worker = start(context, folder)
	const order = (attempt: string) =>
		({ type: 'decode', skip: 0, attempt, job: attempt, source: FIXTURES.mp3, journal: join(folder, `${attempt}.wav`) }) as const
	for (const attempt of ['first', 'second', 'third']) worker.send(order(attempt))
	worker.send({ type: 'cancel', attempt: 'second' })
	await worker.until('decode-ended', m => m.attempt === 'third')
	assert.deepEqual(
		worker.said.filter(m => m.type === 'decode-ended').map(m => m.attempt),
		['first', 'third']
	)
})

test('a running job stops when it is cancelled, and says so', async context => {
	const folder = await folderFor(context)
	const source = join(folder, 'long.wav')
	writeFileSync(source, wavOf(48_000, 2, 200))
	const worker = start(context, folder)
	worker.send({ type: 'decode', skip: 0, attempt: 'a1', job: 'j1', source, journal: join(folder, 'journal.wav') })
	await worker.until('decoded')
	worker.send({ type: 'cancel', attempt: 'a1' })
	assert.equal((await worker.until('failed')).problem.code, 'cancelled')
	assert.equal((await worker.decode(FIXTURES.mp3, join(folder, 'next.wav'), 'a2')).type, 'decode-ended')
})

for (const kind of ['wav', 'opus', 'mp3'] as const) {
	test(`a worker killed in the middle of ${kind} and started again leaves the journal of one that was not`, async context => {
		const folder = await folderFor(context)
		const source = join(folder, `long.${kind}`)
		// Ogg and MP3 files may simply stand one after the other.
		writeFileSync(source, kind === 'wav' ? wavOf(44_100, 2, 100) : Buffer.concat(new Array(100).fill(readFileSync(FIXTURES[kind]))))
		const undisturbed = start(context, folder)
		const whole = await undisturbed.decode(source, join(folder, 'undisturbed.wav'))
		assert.equal(whole.type, 'decode-ended')

		const journal = join(folder, 'killed.wav')
		const killed = start(context, folder)
		killed.send({ type: 'decode', skip: 0, attempt: 'a1', job: 'j1', source, journal })
		await killed.until('decoded')
		killed.child.kill('SIGKILL')
		await once(killed.child, 'exit')
		assert.equal(readCrumb(killed.crumb)?.activity, 'decoding-file')
		const left = samplesInFile(statSync(journal).size)
		assert.ok(left > 0 && left < whole.samples, `killed at ${left} of ${whole.samples}`)

		const again = await start(context, folder).decode(source, journal, 'a2')
		assert.deepEqual(again, { ...whole, attempt: 'a2' })
		assert.ok(readFileSync(journal).equals(readFileSync(join(folder, 'undisturbed.wav'))))
	})
}

test('heartbeats are answered within half a second while a file is decoded', async context => {
	const folder = await folderFor(context)
	const source = join(folder, 'long.opus')
	writeFileSync(source, Buffer.concat(new Array(300).fill(readFileSync(FIXTURES.opus))))
	const worker = start(context, folder)
	await worker.until('ready')
	worker.send({ type: 'decode', skip: 0, attempt: 'a1', job: 'j1', source, journal: join(folder, 'journal.wav') })
	let slowest = 0
	for (let n = 0; !worker.said.some(m => m.type === 'decode-ended'); n++) {
		const sent = performance.now()
		worker.send({ type: 'ping', n })
		await worker.until('pong', m => m.n === n)
		slowest = Math.max(slowest, performance.now() - sent)
	}
	context.diagnostic(`slowest answer ${slowest.toFixed(0)} ms`)
	assert.ok(slowest < 500, `${slowest} ms`)
})

test('a full disk ends the job with a sentence, and the job goes on where it stopped', {
	skip: process.platform === 'win32'
}, async context => {
	const folder = await folderFor(context)
	const source = join(folder, 'long.wav')
	const journal = join(folder, 'journal.wav')
	writeFileSync(source, wavOf(16_000, 1, 10))
	const full = await start(context, folder, 500).decode(source, journal)
	assert.equal(full.type === 'failed' && full.problem.code, 'disk-full')
	const kept = samplesInFile(statSync(journal).size)
	assert.ok(kept > 200_000, `${kept}`)
	const end = await start(context, folder).decode(source, journal, 'a2')
	assert.deepEqual(end, { type: 'decode-ended', attempt: 'a2', samples: 478_400, problems: [], gaps: [] })
	assert.ok(likeness(await wholeJournal(journal), SPEECH) > 0.99)
})

test('a file that was changed before the job went on is told apart', async context => {
	const folder = await folderFor(context)
	const source = join(folder, 'note.mp3')
	copyFileSync(FIXTURES.mp3, source)
	const worker = start(context, folder)
	await worker.decode(source, join(folder, 'journal.wav'))
	copyFileSync(FIXTURES.fiveSentences, source)
	const end = await worker.decode(source, join(folder, 'journal.wav'), 'a2')
	assert.equal(end.type === 'failed' && end.problem.code, 'source-changed')
})

test('the log knows the kind of file but not its name', async context => {
	const folder = await folderFor(context)
	const source = join(folder, 'letter to my doctor.mp3')
	copyFileSync(FIXTURES.mp3, source)
	const worker = start(context, folder)
	await worker.decode(source, join(folder, 'journal.wav'))
	worker.child.kill('SIGKILL')
	await once(worker.child, 'exit')
	const log = readdirSync(worker.logs)
		.map(file => readFileSync(join(worker.logs, file), 'utf8'))
		.join('')
	assert.match(log, /"ending":"mp3"/)
	assert.doesNotMatch(log, /doctor/)
})

test('a journal is copied in its turn, and what is asked for after it comes after it', async context => {
	const folder = await folderFor(context)
	const worker = start(context, folder)
	await worker.decode(FIXTURES.opus, join(folder, 'journal.wav'))
	const copy = join(folder, 'copy.opus')
	worker.send({ type: 'encode', attempt: 'e1', job: 'j1', journal: join(folder, 'journal.wav'), copy })
	const after = await worker.decode(copy, join(folder, 'back.wav'), 'a2')
	const encoded = await worker.until('encoded')
	assert.deepEqual(encoded, { type: 'encoded', attempt: 'e1', samples: 47_840, bytes: statSync(copy).size })
	assert.equal(after.type === 'decode-ended' && after.samples, 47_840)
	assert.ok(likeness(await wholeJournal(join(folder, 'back.wav')), SPEECH) > 0.9)
})

test('a worker killed while it copies leaves half a copy under another name, and the next one makes it whole', async context => {
	const folder = await folderFor(context)
	const journal = join(folder, 'journal.wav')
	writeFileSync(journal, wavOf(16_000, 1, 400))
	const copy = join(folder, 'copy.opus')
	const order = { type: 'encode', attempt: 'e1', job: 'j1', journal, copy } as const
	const killed = start(context, folder)
	killed.send(order)
	while (!readdirSync(folder).includes('copy.opus.part') || statSync(`${copy}.part`).size === 0)
		await new Promise(resolve => setTimeout(resolve, 5))
	killed.child.kill('SIGKILL')
	await once(killed.child, 'exit')
	assert.deepEqual([readCrumb(killed.crumb)?.activity, readCrumb(killed.crumb)?.job], ['encoding-audio', 'j1'])
	assert.deepEqual(
		readdirSync(folder).filter(name => name.startsWith('copy')),
		['copy.opus.part']
	)
	const next = start(context, folder)
	next.send(order)
	assert.equal((await next.until('encoded')).samples, SPEECH.length * 400)
	assert.deepEqual(
		readdirSync(folder).filter(name => name.startsWith('copy')),
		['copy.opus']
	)
})

test('a copy that is under way stops when it is cancelled, and says so', async context => {
	const folder = await folderFor(context)
	writeFileSync(join(folder, 'journal.wav'), wavOf(16_000, 1, 400))
	const worker = start(context, folder)
	worker.send({ type: 'encode', attempt: 'e1', job: 'j1', journal: join(folder, 'journal.wav'), copy: join(folder, 'copy.opus') })
	while (!readdirSync(folder).includes('copy.opus.part')) await new Promise(resolve => setTimeout(resolve, 5))
	worker.send({ type: 'cancel', attempt: 'e1' })
	assert.equal((await worker.until('failed')).problem.code, 'cancelled')
	assert.deepEqual(
		readdirSync(folder).filter(name => name.startsWith('copy')),
		[]
	)
})

test('an hour takes no more memory than six minutes, and its first sound is in the journal at once', async context => {
	const folder = await folderFor(context)
	const peaks: number[] = []
	for (const times of [120, 1_200]) {
		const source = join(folder, `speech-${times}.mp3`)
		writeFileSync(source, Buffer.concat(new Array(times).fill(readFileSync(FIXTURES.mp3))))
		const worker = start(context, folder)
		const journal = join(folder, `${times}.wav`)
		const end = worker.decode(source, journal)
		const first = await worker.until('decoded')
		const { samples } = await end.then(said => (said.type === 'decode-ended' ? said : assert.fail(said.problem.text)))
		assert.ok(samples > SPEECH.length * times)
		assert.ok(first.samples < samples / 20, `${first.samples} of ${samples}`)
		peaks.push(worker.peakBytes() ?? 0)
		await worker.kill()
		rmSync(journal)
	}
	const [short = 0, long = 0] = peaks
	context.diagnostic(`${(short / 1e6).toFixed(0)} and ${(long / 1e6).toFixed(0)} MB`)
	assert.ok(long < short + 40e6, `${short} and ${long} bytes`)
})
