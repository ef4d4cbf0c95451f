import assert from 'node:assert/strict'
import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { smallModels } from '../engines/test-small-models.ts'
import { clips, joined, journalOf, temporaryFolder } from '../engines/test-speech.ts'
import type { ToWorker, Turn } from '../protocol/messages.ts'
import { voiced } from '../speakers/test-voices.ts'
import { readCrumb } from './breadcrumbs.ts'
import { AsrProcess } from './test-asr-process.ts'

const models = smallModels()
const [, , bright, , dark] = clips()
assert.ok(bright && dark)
/** Two persons, by turns: about 45 s. */
const [high, low] = [voiced(bright.audio, 'bright'), voiced(dark.audio, 'dark')]
const TALK = joined(
	[high, low, high, low, high, low].map(audio => ({ audio })),
	[1]
)
/** How long each of the six takes, with the second before it. */
const LENGTHS = [high, low, high, low, high, low].map(audio => 16_000 + audio.length)

const load = { type: 'load', engine: 'sherpa-speakers', model: 'small-speakers', modelDir: models.path } as const
const order = (journal: string, attempt = 'a', samples = TALK.length): Extract<ToWorker, { type: 'find-speakers' }> => ({
	type: 'find-speakers',
	...{ attempt, job: 'job', journal, samples },
	count: null,
	skip: []
})

async function loaded(folder: string, name: string): Promise<AsrProcess> {
	const worker = new AsrProcess(folder, name, {}, 'speakers-main')
	worker.send(load)
	await worker.until('ready')
	return worker
}

/** Of each of the six, which speaker has most of it. */
function mostly(turns: readonly Turn[]): number[] {
	let at = 0
	return LENGTHS.map(length => {
		const [from, to] = [at, at + length]
		at = to
		const spoken = (speaker: number) =>
			turns.reduce((sum, turn) => sum + (turn.speaker === speaker ? Math.max(0, Math.min(to, turn.to) - Math.max(from, turn.from)) : 0), 0)
		return spoken(0) >= spoken(1) ? 0 : 1
	})
}

test('two persons are told apart by real networks, however many windows their talk takes', { timeout: 60_000 }, async () => {
	using folder = temporaryFolder()
	await using worker = await loaded(folder.path, 'speakers-1')
	const journal = journalOf(folder.path, TALK)
	assert.equal((await worker.until('ready')).model, 'Small pyannote')
	worker.send(order(journal))
	const { turns } = await worker.until('speakers-found')
	assert.deepEqual([...new Set(turns.map(({ speaker }) => speaker))].sort(), [0, 1])
	assert.deepEqual(mostly(turns), [0, 1, 0, 1, 0, 1])
	const heard = worker.messages.flatMap(message => (message.type === 'speakers-heard' ? [message.samples] : []))
	assert.deepEqual(
		heard,
		[...heard].sort((a, b) => a - b)
	)
	assert.equal(heard.at(-1), TALK.length)
	// Asked again it says the same; told that there is one, it says so.
	worker.send(order(journal, 'b'))
	assert.deepEqual((await worker.until('speakers-found', 2)).turns, turns)
	worker.send({ ...order(journal, 'c'), count: 1 })
	assert.deepEqual([...new Set((await worker.until('speakers-found', 3)).turns.map(({ speaker }) => speaker))], [0])
})

test('silence has no speakers, and what is cancelled says nothing more', { timeout: 60_000 }, async () => {
	using folder = temporaryFolder()
	await using worker = await loaded(folder.path, 'speakers-1')
	const [talk, silence] = [journalOf(folder.path, TALK, 'talk.wav'), journalOf(folder.path, new Int16Array(16_000 * 25), 'silence.wav')]
	worker.send(order(talk, 'a'))
	worker.send({ type: 'cancel', attempt: 'a' })
	worker.send(order(talk, 'b'))
	worker.send({ type: 'cancel', attempt: 'b' })
	worker.send(order(silence, 'c', 16_000 * 25))
	const found = await worker.until('speakers-found')
	assert.deepEqual([found.attempt, found.turns], ['c', []])
})

test('killed in the middle, it leaves word of where it was; passed over, that place has nobody', { timeout: 60_000 }, async () => {
	using folder = temporaryFolder()
	const long = joined(
		Array.from({ length: 40 }, () => ({ audio: high })),
		[0.5]
	)
	const journal = journalOf(folder.path, long)
	const worker = await loaded(folder.path, 'speakers-1')
	worker.send(order(journal, 'a', long.length))
	await worker.until('speakers-heard', 2)
	await worker.kill('SIGKILL')
	const crumb = readCrumb(worker.crumb)
	assert.equal(crumb?.activity, 'telling-speakers')
	assert.equal(crumb.job, 'job')
	assert.ok(crumb.from !== null && crumb.to !== null && crumb.from >= 160_000, `from ${crumb.from}`)
	await using other = await loaded(folder.path, 'speakers-2')
	other.send({ ...order(journal, 'b'), skip: [{ from: 160_000, to: 320_000 }] })
	const { turns } = await other.until('speakers-found')
	assert.ok(turns.some(({ to }) => to <= 160_000) && turns.some(({ from }) => from >= 320_000))
	assert.ok(turns.every(({ from, to }) => to <= 160_000 || from >= 320_000))
})

test('a model that is not whole is refused with its reason, and the worker lives; a journal that is gone is a sentence', {
	timeout: 60_000
}, async () => {
	using folder = temporaryFolder()
	const broken = models.copyTo(join(folder.path, 'models'))
	truncateSync(join(broken, 'small-speakers/embedding.onnx'), 200)
	await using refused = new AsrProcess(folder.path, 'speakers-1', {}, 'speakers-main')
	refused.send({ ...load, modelDir: broken })
	assert.equal((await refused.until('unfit')).problem.code, 'model-size')
	await using other = new AsrProcess(folder.path, 'speakers-2', {}, 'speakers-main')
	other.send({ ...load, model: 'small-whisper' })
	assert.equal((await other.until('unfit')).problem.code, 'model-unknown')
	await using fine = await loaded(folder.path, 'speakers-3')
	fine.send(order(join(folder.path, 'none.wav')))
	assert.equal((await fine.until('failed')).problem.code, 'journal-missing')
})
