import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Wish } from '../contract/wish.ts'
import { idOf, recordingNamed, segmentOf } from '../ledger/test-ledger.ts'
import { OTHER_ENGINE_IDLE_MS } from '../supervisor/child-specs.ts'
import { jobs, step } from './test-jobs.ts'

const [A, B, C, D] = [idOf(1), idOf(2), idOf(3), idOf(4)]
const LARGE: Wish = { model: 'large', language: null }
const HUGE: Wish = { model: 'huge', language: 'zh' }
const LENT = { id: 'large', engine: 'scripted', wishes: { language: null, hotwords: [], numbers: true }, lent: D }

/** Files that are read already, each with what is wished for it; the engine with another model is played by the test. */
async function wished(context: TestContext, wishes: Record<string, Wish | null>) {
	const all = await jobs(context)
	for (const [id, wish] of Object.entries(wishes)) {
		all.addFile(id, { wish, state: 'paused' })
		all.ledger.saveJob(id, { samples: 80_000, ended: true })
	}
	const runner = () => all.runner
	all.mainRestarts()
	const more = {
		go: () => {
			for (const id of Object.keys(wishes)) runner().resume(id)
		},
		calls: () => all.other.calls.splice(0),
		otherReady: () => {
			all.other.standing = 'ready'
			runner().otherEngine.workerReady()
			runner().workerReady()
		},
		otherGone: () => {
			all.other.standing = 'away'
			runner().otherEngine.workerLost()
			runner().workerLost('engine-other')
			runner().otherEngine.workerEnded()
			runner().workerEnded('engine-other')
		},
		hear: (text: string) => {
			const attempt = all.attempt('transcribe')
			runner().message(step(attempt, 80_000, segmentOf(0, 79_000, text)))
			runner().message({ type: 'transcribed', attempt, cursor: 80_000 })
		},
		notices: (id = A) => all.ledger.get(id)?.notices.map(({ code }) => code)
	}
	return Object.assign(all, more)
}

test('a file is heard by an engine with the model that was wished for it, and the usual one has nothing to do with it', async context => {
	const { go, calls, told, otherReady, hear, ledger, state, other } = await wished(context, { [A]: LARGE })
	go()
	assert.deepEqual([calls(), told()], [['start with large'], []])
	otherReady()
	assert.deepEqual(told(), ['engine-other transcribe 1 from 0 of 80000 ended file'])
	hear('large words')
	assert.deepEqual([state(A), ledger.segments(A).map(({ text, model }) => [text, model])], [['done'], [['large words', 'The large']]])
	context.mock.timers.tick(OTHER_ENGINE_IDLE_MS)
	assert.deepEqual([calls(), other.standing], [['let go'], 'going'])
})

test('one that wishes what the settings say anyway is heard by the usual engine', async context => {
	const { go, calls, told } = await wished(context, { [A]: { model: 'tiny', language: null } })
	go()
	assert.deepEqual([calls(), told()], [[], ['engine transcribe 1 from 0 of 80000 ended file']])
})

test('a wish is there after main’s end, and after a failed try', async context => {
	const all = await wished(context, { [A]: LARGE })
	all.go()
	all.other.standing = 'away'
	all.mainRestarts()
	assert.deepEqual(all.calls(), ['start with large', 'start with large'])
	all.runner.cancel(A)
	all.runner.retry(A)
	all.otherReady()
	assert.deepEqual([all.told().at(-1), all.ledger.get(A)?.wish], ['engine-other transcribe 1 from 0 of 80000 ended file', LARGE])
})

test('files go in order, but those for the model that is loaded before those for another one', async context => {
	const all = await wished(context, { [A]: LARGE, [B]: HUGE, [C]: LARGE, [D]: null })
	all.go()
	all.otherReady()
	const order: string[] = []
	for (let n = 0; n < 4; n++) {
		order.push(...all.told())
		if (all.other.standing === 'going') {
			all.otherGone()
			all.otherReady()
			order.push(...all.told())
		}
		all.hear('words')
	}
	assert.deepEqual(
		order.map(each => each.slice(0, -' from 0 of 80000 ended file'.length)),
		['engine-other transcribe 1', 'engine-other transcribe 3', 'engine-other transcribe 2', 'engine transcribe 4']
	)
	assert.deepEqual(all.calls(), ['start with large', 'let go', 'start with huge'])
})

test('a wish for a model that is gone is told in the transcript, and the file is heard as the settings say', async context => {
	const { models, go, calls, told, notices, ledger } = await wished(context, { [A]: LARGE })
	models.here = ['tiny']
	go()
	assert.deepEqual(
		[calls(), told(), notices(), ledger.get(A)?.wish],
		[[], ['engine transcribe 1 from 0 of 80000 ended file'], ['no-model', 'as-settings'], null]
	)
})

test('too little memory for it is told too; the next file asks anew', async context => {
	const { other, go, calls, told, notices, ledger } = await wished(context, { [A]: LARGE, [B]: LARGE })
	other.memory = 0
	go()
	assert.deepEqual(
		[told(), notices(), ledger.get(B)?.wish],
		[['engine transcribe 1 from 0 of 80000 ended file'], ['no-memory-for-model', 'as-settings'], LARGE]
	)
	assert.deepEqual(calls(), [])
})

test('one that can’t be loaded is not tried with each file: all that wish it are heard as the settings say', async context => {
	const all = await wished(context, { [A]: LARGE, [B]: LARGE, [C]: HUGE })
	all.go()
	all.other.standing = 'going'
	all.runner.otherGaveUp({ code: 'other-engine-gave-up', text: '', facts: {} })
	assert.deepEqual(
		[all.notices(A), all.notices(B), all.notices(C)],
		[['other-engine-gave-up', 'as-settings'], ['other-engine-gave-up', 'as-settings'], []]
	)
	assert.deepEqual(all.told(), ['engine transcribe 1 from 0 of 80000 ended file'])
})

test('its engine dies: it goes on from its cursor, and a place that kills twice is passed over as anywhere', async context => {
	const all = await wished(context, { [A]: LARGE })
	all.go()
	all.otherReady()
	const die = () => {
		all.other.standing = 'coming'
		all.runner.otherEngine.workerLost()
		all.runner.workerLost('engine-other')
		const [job] = all.runner.otherDied({ job: A, activity: 'transcribing', range: { from: 16_000, to: 32_000 } }, 'It crashed.')
		assert.deepEqual([job?.transcript, job?.outcome], [A, 'continued'])
	}
	all.runner.message(step(all.attempt('transcribe'), 16_000, segmentOf(0, 15_000, 'before')))
	die()
	all.otherReady()
	assert.deepEqual(all.told().slice(1), ['engine-other transcribe 1 from 16000 of 80000 ended file'])
	die()
	all.otherReady()
	assert.deepEqual(
		all.ledger.gaps(A).map(({ from, to, cause }) => [from, to, cause]),
		[[16_000, 32_000, 'engine-died']]
	)
	assert.deepEqual(all.told(), ['engine-other transcribe 1 from 32000 of 80000 ended file'])
})

test('a gap comes first, with its own model; then the file goes on', async context => {
	const all = await wished(context, { [A]: LARGE })
	all.go()
	all.otherReady()
	all.told()
	all.addFile(B, { state: 'done' })
	all.ledger.addGaps(B, [{ from: 0, to: 16_000, cause: 'engine-died' }])
	assert.equal(all.runner.retryGap(B, 0, 'huge').ok, true)
	assert.equal(all.other.standing, 'going')
	all.otherGone()
	assert.deepEqual(all.calls(), ['start with large', 'let go', 'start with huge'])
})

test('while the usual engine is lent to a recording, files and passes that nothing is wished for are not heard by it', async context => {
	const all = await wished(context, { [A]: null })
	all.models.chosen = LENT
	all.go()
	assert.deepEqual([all.told(), all.calls()], [[], ['start with tiny']])
	all.otherReady()
	assert.deepEqual(all.told(), ['engine-other transcribe 1 from 0 of 80000 ended file'])
	// It is over, and what was lent is on its way back: nobody else is loaded for so short a while.
	all.models.next = all.models.settled()
	all.runner.workerReady()
	assert.deepEqual(all.told(), ['engine-other cancel'])
	all.models.chosen = all.models.next
	all.models.next = null
	all.runner.workerReady()
	assert.deepEqual(all.told(), ['engine transcribe 1 from 0 of 80000 ended file'])
})

test('where there is no memory for both, a file waits for the recording’s end, and nothing is said', async context => {
	const all = await wished(context, { [A]: null })
	all.models.chosen = LENT
	all.other.memory = 0
	all.go()
	assert.deepEqual([all.told(), all.calls(), all.notices()], [[], [], []])
	all.models.chosen = all.models.settled()
	all.runner.workerReady()
	assert.deepEqual(all.told(), ['engine transcribe 1 from 0 of 80000 ended file'])
})

test('recordings always have the usual engine, which is told what is wished for the earliest', async context => {
	const all = await jobs(context)
	all.ledger.add(recordingNamed(D, { wish: LARGE }))
	all.runner.added(D)
	assert.deepEqual(
		[all.runner.live.list(), all.told()],
		[[{ recording: D, wish: LARGE }], ['engine transcribe 4 from 0 of 0 live partials']]
	)
	all.runner.live.refuse(D, { code: 'no-model', text: 'It is gone.', facts: {} })
	assert.deepEqual(
		[all.runner.live.list(), all.ledger.get(D)?.notices.map(({ code }) => code)],
		[[{ recording: D, wish: null }], ['no-model', 'as-settings']]
	)
})

test('the second pass over a recording is heard with what was wished for it', async context => {
	const all = await jobs(context)
	all.wants.polish = true
	all.ledger.add(recordingNamed(D, { wish: HUGE }))
	all.ledger.saveJob(D, { state: 'done', samples: 16_000, ended: true, secondPass: true })
	all.mainRestarts()
	assert.deepEqual([all.other.calls, all.told()], [['start with huge'], []])
})

test('the same model in another language is another text', async context => {
	const all = await wished(context, { [A]: null })
	all.go()
	all.hear('tiny words')
	all.told()
	const asked = all.runner.again(A, { model: 'tiny', language: 'zh' })
	assert.deepEqual([asked.ok, all.calls()], [true, ['start with tiny']])
	all.otherReady()
	assert.deepEqual(all.told(), ['engine-other transcribe 1 from 0 of 80000 ended file'])
})

test('what waits or is at work is heard otherwise from its cursor on, when that is wished; what is over, or can’t be, is not', async context => {
	const all = await wished(context, { [A]: LARGE, [B]: null })
	all.go()
	all.otherReady()
	all.runner.message(step(all.attempt('transcribe'), 16_000, segmentOf(0, 15_000, 'before')))
	all.told()
	assert.equal(all.runner.wish(A, null).ok, true)
	assert.deepEqual(all.told(), ['engine-other cancel', 'engine transcribe 1 from 16000 of 80000 ended file'])
	assert.equal(all.runner.wish(A, HUGE).ok, true)
	assert.deepEqual([all.told(), all.other.standing, all.ledger.get(A)?.wish], [['engine cancel'], 'going', HUGE])
	all.models.here = ['tiny']
	const [gone, over] = [all.runner.wish(A, LARGE), all.runner.wish(C, null)]
	assert.deepEqual([gone.ok || gone.problem.code, over.ok || over.problem.code], ['no-model', 'not-in-queue'])
})

test('a recording that is under way is heard otherwise from here on, with its other channel', async context => {
	const all = await jobs(context)
	all.ledger.add(recordingNamed(D))
	all.ledger.add(recordingNamed(C, { partOf: { whole: D, channel: 'others', offset: 0 } }))
	all.runner.added(D, C)
	all.told()
	assert.equal(all.runner.wish(D, LARGE).ok, true)
	assert.deepEqual([all.runner.live.list(), all.told()], [[D, C].map(recording => ({ recording, wish: LARGE })), []])
})

test('memory that somebody is just giving back is waited for, and only what there is none for then is refused', async context => {
	const { other, go, calls, told, notices, runner } = await wished(context, { [A]: LARGE })
	Object.assign(other, { memory: 0, comes: true })
	go()
	assert.deepEqual([calls(), told(), notices()], [[], [], []])
	other.comes = false
	runner.memoryFreed()
	assert.deepEqual([told(), notices()], [['engine transcribe 1 from 0 of 80000 ended file'], ['no-memory-for-model', 'as-settings']])
})

test('a file waits for a model that is being loaded, and no longer when that can’t be', async context => {
	const { models, go, calls, told, runner } = await wished(context, { [A]: LARGE })
	models.next = LENT
	go()
	assert.deepEqual([calls(), told()], [[], []])
	models.next = null
	runner.memoryFreed()
	assert.deepEqual(calls(), ['start with large'])
})

/** A recording that was heard with what it wished, and whose second pass is to come. */
async function lentAndOver(context: TestContext) {
	const all = await jobs(context)
	all.wants.polish = true
	all.ledger.add(recordingNamed(D, { wish: LARGE }))
	all.ledger.saveJob(D, { state: 'done', samples: 16_000, ended: true, secondPass: true })
	all.models.chosen = LENT
	return all
}

test('the second pass over a recording that the engine was lent to begins when what it had is gone', async context => {
	const all = await lentAndOver(context)
	Object.assign(all.other, { memory: 0 })
	all.mainRestarts()
	all.models.next = all.models.settled()
	all.runner.workerReady()
	all.models.chosen = all.models.next
	all.models.next = null
	all.other.comes = true
	all.runner.workerReady()
	assert.deepEqual([all.other.calls, all.told(), all.passes.list().length], [[], [], 1])
	Object.assign(all.other, { memory: 8_000_000_000, comes: false })
	all.runner.memoryFreed()
	assert.deepEqual(all.other.calls, ['start with large'])
})

test('the second pass with another model stops while something is recorded, and goes on after it', async context => {
	const all = await lentAndOver(context)
	all.models.chosen = all.models.settled()
	all.mainRestarts()
	all.other.standing = 'ready'
	all.runner.otherEngine.workerReady()
	assert.deepEqual(all.told(), ['engine-other transcribe 4 from 0 of 16000 ended file'])
	all.addRecording(C)
	assert.ok(all.told().includes('engine-other cancel'))
	all.runner.audioEnded(C, 0)
	all.runner.message({ type: 'transcribed', attempt: all.attempt('transcribe'), cursor: 0 })
	assert.ok(all.told().includes('engine-other transcribe 4 from 0 of 16000 ended file'))
})
