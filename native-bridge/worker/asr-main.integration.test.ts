import assert from 'node:assert/strict'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { clips, joined, journalOf, MODELS, temporaryFolder } from '../engines/test-speech.ts'
import { wordErrorRate } from '../engines/word-error-rate.ts'
import { JournalReader } from '../journal/reader.ts'
import type { Segment, ToWorker } from '../protocol/messages.ts'
import { CHUNK_SAMPLES } from '../protocol/units.ts'
import { readCrumb } from './breadcrumbs.ts'
import { AsrProcess, type Of } from './test-asr-process.ts'

const LOAD: ToWorker = { type: 'load', engine: 'sherpa-offline', model: 'moonshine-tiny-en', modelDir: MODELS }

function order(journal: string, changes: Partial<Extract<ToWorker, { type: 'transcribe' }>> = {}): ToWorker {
	const reader = new JournalReader(journal)
	const samples = reader.samples()
	reader.close()
	const base = { attempt: 'a1', job: 'j1', journal, cursor: 0, samples, ended: true, tuning: 'file' as const, partials: false }
	return { type: 'transcribe', ...base, ...changes }
}

async function ready(folder: string, name?: string): Promise<AsrProcess> {
	const worker = new AsrProcess(folder, name)
	worker.send(LOAD)
	await worker.until('ready')
	return worker
}

test('loads, transcribes two journals at once, answers pings meanwhile, and logs no word of it', async () => {
	using folder = temporaryFolder()
	await using worker = await ready(folder.path)
	const { versions, model, loadMs } = await worker.until('ready')
	assert.equal(model, 'Moonshine tiny')
	assert.equal(versions['sherpa-onnx'], '1.13.8')
	assert.ok(loadMs > 0)

	const [first, second] = clips()
	assert.ok(first && second)
	worker.send(order(journalOf(folder.path, first.audio, 'first.wav')))
	worker.send(order(journalOf(folder.path, second.audio, 'second.wav'), { attempt: 'a2', job: 'j2', tuning: 'live' }))
	worker.send({ type: 'ping', n: 7 })
	await worker.until('transcribed', 2)
	assert.equal((await worker.until('pong')).n, 7)
	for (const { attempt, clip } of [
		{ attempt: 'a1', clip: first },
		{ attempt: 'a2', clip: second }
	]) {
		const steps = worker.messages.filter(message => message.type === 'step' && message.attempt === attempt)
		const text = steps.flatMap(step => (step.type === 'step' && step.segment ? [step.segment.text] : [])).join(' ')
		assert.ok(wordErrorRate(clip.said, text) <= 0.13, text)
	}
	assert.equal(readCrumb(worker.crumb)?.activity, 'idle')

	const logs = readdirSync(join(folder.path, 'logs')).map(name => readFileSync(join(folder.path, 'logs', name), 'utf8'))
	assert.match(logs.join(''), /"job":"j2".*"msg":"transcribed"/)
	assert.doesNotMatch(logs.join(''), /dashwood/i)
})

test('killed by SIGSEGV in the middle and gone on with at the last cursor, the text is that of an undisturbed run', async () => {
	using folder = temporaryFolder()
	const journal = journalOf(folder.path, joined([...clips(), ...clips()], [0.4, 2.5]))
	await using undisturbed = await ready(folder.path)
	undisturbed.send(order(journal))
	await undisturbed.until('transcribed')
	assert.ok(undisturbed.segments().length >= 4)

	const segments: Segment[] = []
	let cursor = 0
	for (let life = 0; life < 3; life++) {
		await using worker = await ready(folder.path, `asr-life-${life}`)
		worker.send(order(journal, { cursor }))
		if (life === 2) {
			await worker.until('transcribed')
			segments.push(...worker.segments())
			break
		}
		// Once just after a segment, once in the middle of a decode.
		const step = await worker.until('step', 1 + life)
		if (life === 1) await inside(worker, 'transcribing', step.cursor)
		await worker.kill('SIGSEGV')
		assert.equal((await worker.exit).signal, 'SIGSEGV')
		if (life === 1) assert.equal(readCrumb(worker.crumb)?.activity, 'transcribing')
		segments.push(...worker.segments())
		cursor = (worker.messages.findLast(message => message.type === 'step') as Of<'step'>).cursor
	}
	assert.deepEqual(segments, undisturbed.segments())
})

test('a live journal shows words before they are settled, and settles the same text as a file would', async () => {
	using folder = temporaryFolder()
	const [clip] = clips()
	assert.ok(clip)
	const journal = journalOf(folder.path, clip.audio)
	await using worker = await ready(folder.path)
	worker.send(order(journal, { samples: 0, ended: false, tuning: 'live', partials: true }))
	for (let samples = 0; samples < clip.audio.length; samples += CHUNK_SAMPLES) {
		worker.send({ type: 'grown', attempt: 'a1', samples, ended: false })
		await new Promise(resolve => setTimeout(resolve, 100))
	}
	worker.send({ type: 'grown', attempt: 'a1', samples: clip.audio.length, ended: true })
	await worker.until('transcribed')
	const partials = worker.messages.filter(message => message.type === 'partial')
	assert.ok(partials.length >= 3, `${partials.length} partials`)
	assert.ok(partials.some(({ firm }) => firm.split(' ').length >= 3))
	assert.ok(partials.every(({ from }) => from === worker.segments()[0]?.from))

	worker.send(order(journal, { attempt: 'a2', tuning: 'live' }))
	await worker.until('transcribed', 2)
	const [live, again] = worker.segments()
	assert.deepEqual(live, again)
})

test('on a machine that is fifteen times slower the text is the same, and main can see how far behind it is', async () => {
	using folder = temporaryFolder()
	const [, clip] = clips()
	assert.ok(clip)
	const audio = joined([clip, clip], [0.3, 1.5])
	const journal = journalOf(folder.path, audio)
	await using usual = await ready(folder.path)
	usual.send(order(journal, { tuning: 'live' }))
	await usual.until('transcribed')
	await using slow = new AsrProcess(folder.path, 'asr-slow', { HOLDFAST_SLOWNESS: '15' })
	slow.send(LOAD)
	await slow.until('ready')
	slow.send(order(journal, { tuning: 'live', partials: true }))
	assert.ok((await slow.until('step')).cursor < audio.length)
	await slow.until('transcribed')
	assert.deepEqual(slow.segments(), usual.segments())
	const spent = (worker: AsrProcess) => worker.messages.reduce((sum, message) => sum + (message.type === 'step' ? message.spentMs : 0), 0)
	assert.ok(spent(slow) > spent(usual) * 2, `${spent(slow)} and ${spent(usual)} ms`)
})

test('a cancelled attempt ends without another word, and the worker goes on', async () => {
	using folder = temporaryFolder()
	const [clip] = clips()
	assert.ok(clip)
	const journal = journalOf(folder.path, clip.audio)
	await using worker = await ready(folder.path)
	worker.send(order(journal, { samples: 16_000, ended: false }))
	worker.send({ type: 'cancel', attempt: 'a1' })
	worker.send({ type: 'grown', attempt: 'a1', samples: clip.audio.length, ended: true })
	worker.send(order(journal, { attempt: 'a2' }))
	assert.equal((await worker.until('transcribed')).attempt, 'a2')
	assert.ok(worker.messages.every(message => !('attempt' in message) || message.attempt === 'a2'))
})

test('a journal that is gone fails its attempt only', async () => {
	using folder = temporaryFolder()
	await using worker = await ready(folder.path)
	const journal = join(folder.path, 'gone.wav')
	worker.send({ type: 'transcribe', attempt: 'a1', job: 'j', journal, cursor: 0, samples: 1, ended: true, tuning: 'file', partials: false })
	assert.equal((await worker.until('failed')).problem.code, 'journal-missing')
	worker.send({ type: 'ping', n: 1 })
	await worker.until('pong')
})

test('without its model a worker says that it is unfit', async () => {
	using folder = temporaryFolder()
	await using worker = new AsrProcess(folder.path)
	worker.send({ ...LOAD, type: 'load', engine: 'sherpa-offline', model: 'moonshine-tiny-en', modelDir: folder.path })
	assert.equal((await worker.until('unfit')).problem.code, 'model-missing')
})

test('the same attempt twice is a violation of the protocol: the worker ends, and its log says why', async () => {
	using folder = temporaryFolder()
	await using worker = await ready(folder.path)
	const journal = journalOf(folder.path, new Int16Array(16_000))
	worker.send(order(journal, { ended: false }))
	worker.send(order(journal, { ended: false }))
	const { code, stderr } = await worker.exit
	assert.notEqual(code, 0)
	assert.match(stderr, /a1 is already under way/)
})

for (const [what, file, ends, says] of [
	['a tokens file that is not one', 'moonshine-tiny-en/tokens.txt', { code: 255, signal: null }, /symbol-table\.cc:\w+:\d+ /],
	['a detector that is not one', 'silero-vad/silero_vad.onnx', { code: null, signal: 'SIGABRT' }, /Load model .* failed/]
] as const) {
	test(`${what} ends the process while loading, and the library's last line says why`, async () => {
		using folder = temporaryFolder()
		cpSync(MODELS, folder.path, { recursive: true })
		writeFileSync(join(folder.path, file), 'not what is expected\n'.repeat(32_768))
		await using worker = new AsrProcess(folder.path)
		worker.send({ type: 'load', engine: 'sherpa-offline', model: 'moonshine-tiny-en', modelDir: folder.path })
		const { code, signal, stderr } = await worker.exit
		assert.deepEqual({ code, signal }, ends)
		assert.match(stderr, says)
		assert.equal(readCrumb(worker.crumb)?.activity, 'loading-model')
	})
}

/** Until the worker's crumb says that it is doing `activity` past a cursor. */
async function inside(worker: AsrProcess, activity: string, cursor: number): Promise<void> {
	for (;;) {
		const crumb = readCrumb(worker.crumb)
		if (crumb?.activity === activity && (crumb.from ?? 0) >= cursor) return
		await new Promise(resolve => setTimeout(resolve, 2))
	}
}
