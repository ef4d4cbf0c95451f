import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { idOf, segmentOf } from '../ledger/test-ledger.ts'
import { OTHER_ENGINE_IDLE_MS } from '../supervisor/child-specs.ts'
import { jobs, step } from './test-jobs.ts'

const [A, B] = [idOf(1), idOf(2)]
const GAPS = [
	{ from: 16_000, to: 48_000, cause: 'engine-died' as const },
	{ from: 64_000, to: 80_000, cause: 'engine-died' as const }
]

/** A finished file with two gaps, and the engine with another model played by the test. */
async function gappy(context: TestContext) {
	const all = await jobs(context)
	const { ledger, addFile, other, events } = all
	for (const id of [A, B]) {
		addFile(id, { state: 'done' })
		ledger.commitStep(id, { cursor: 16_000, segment: segmentOf(0, 16_000, 'before'), gap: null }, 'tiny', 1)
		ledger.addGaps(id, GAPS)
		ledger.saveJob(id, { state: 'done', samples: 96_000, ended: true })
	}
	const { otherEngine } = all.runner
	const answer = (id: string, from: number, model: string | null) => {
		const asked = all.runner.retryGap(id, from, model)
		return asked.ok ? 'ok' : asked.problem.code
	}
	return {
		...all,
		answer,
		calls: () => other.calls.splice(0),
		gaps: (id = A) => ledger.gaps(id).map(({ from }) => from),
		notices: () => events.splice(0).flatMap(event => (event.type === 'notice' ? [event.problem.code] : [])),
		ready: () => {
			other.standing = 'ready'
			otherEngine.workerReady()
		},
		/** It died, and the supervisor starts it anew. */
		die: (from: number | null) => {
			other.standing = 'coming'
			otherEngine.workerLost()
			const range = from === null ? null : { from, to: from + 1_000 }
			return otherEngine.workerDied(from === null ? null : { job: A, activity: 'transcribing', range })
		},
		/** The one that was let go of is gone. */
		gone: () => {
			other.standing = 'away'
			otherEngine.workerLost()
			otherEngine.workerEnded()
		}
	}
}

/** `at` a repair: ready, and given the first. */
async function atWork(context: TestContext) {
	const all = await gappy(context)
	assert.equal(all.answer(A, 16_000, 'large'), 'ok')
	all.ready()
	all.told()
	all.calls()
	return { ...all, attempt: all.attempt('transcribe'), orders: () => all.attempt('transcribe') }
}

test('is called with the model that is asked for, and its text is kept with that model’s name', async context => {
	const { answer, calls, told, ready, attempt, runner, ledger, gaps, produced } = await gappy(context)
	assert.equal(answer(A, 16_000, 'large'), 'ok')
	assert.deepEqual([calls(), told()], [['start with large'], []])
	ready()
	assert.deepEqual(told(), ['engine-other transcribe 1 from 16000 of 48000 ended file'])
	runner.otherEngine.message(step(attempt('transcribe'), 30_000, segmentOf(16_500, 29_000, 'in')))
	runner.otherEngine.message(step(attempt('transcribe'), 48_000, segmentOf(30_000, 48_000, 'between')))
	assert.deepEqual(
		ledger.segments(A).map(({ text, model }) => [text, model]),
		[
			['before', 'tiny'],
			['in', 'The large'],
			['between', 'The large']
		]
	)
	assert.deepEqual([gaps(), produced], [[64_000], ['engine-other', 'engine-other']])
})

test('the usual engine hears nothing of it, and the loaded model is not loaded twice', async context => {
	const { answer, calls, told, runner, attempt } = await gappy(context)
	assert.equal(answer(A, 16_000, 'tiny'), 'ok')
	assert.deepEqual([calls(), told()], [[], ['engine transcribe 1 from 16000 of 48000 ended file']])
	// What it says of that is not for the other one, nor the other way round.
	runner.otherEngine.message(step(attempt('transcribe'), 48_000, segmentOf(16_500, 29_000, 'late')))
	assert.equal(runner.otherEngine.has(A), false)
})

test('stays while there is work, and is let go a while after', async context => {
	const { answer, calls, told, attempt, runner } = await atWork(context)
	assert.equal(answer(A, 64_000, 'large'), 'ok')
	const tick = (ms: number) => context.mock.timers.tick(ms)
	tick(10 * OTHER_ENGINE_IDLE_MS)
	assert.deepEqual(calls(), [])
	runner.otherEngine.message(step(attempt, 48_000))
	assert.deepEqual(told(), ['engine-other transcribe 1 from 64000 of 80000 ended file'])
	const { otherEngine } = runner
	otherEngine.drop(() => true)
	tick(OTHER_ENGINE_IDLE_MS - 1)
	assert.deepEqual(calls(), [])
	// Asked again in time: the wait begins anew after that.
	answer(A, 64_000, 'large')
	otherEngine.drop(() => true)
	tick(OTHER_ENGINE_IDLE_MS - 1)
	assert.deepEqual(calls(), [])
	tick(1)
	assert.deepEqual(calls(), ['let go'])
})

test('one with another model again waits until the first is gone', async context => {
	const { answer, calls, runner, attempt, gone, ready, told } = await atWork(context)
	answer(A, 64_000, 'huge')
	assert.deepEqual(calls(), [])
	runner.otherEngine.message(step(attempt, 48_000))
	assert.deepEqual(calls(), ['let go'])
	gone()
	assert.deepEqual([calls(), told()], [['start with huge'], []])
	ready()
	assert.deepEqual(told(), ['engine-other transcribe 1 from 64000 of 80000 ended file'])
})

test('a model that is not here, or for which there is no memory, is a sentence at once, and nothing is begun', async context => {
	const { answer, calls, other, models, gaps } = await gappy(context)
	assert.equal(answer(A, 16_000, 'gone'), 'no-model')
	other.memory = 1_000_000_000
	assert.equal(answer(A, 16_000, 'large'), 'no-memory-for-model')
	assert.deepEqual([calls(), gaps()], [[], [16_000, 64_000]])
	other.memory = 1_100_000_000
	assert.equal(answer(A, 16_000, 'large'), 'ok')
	// It has its memory; what else is asked of it needs no more.
	other.memory = 0
	assert.equal(answer(A, 64_000, 'large'), 'ok')
	models.here = []
	assert.equal(answer(B, 64_000, 'large'), 'no-model')
})

test('memory that is gone by the time of its turn is a notice; the gap stays', async context => {
	const { answer, runner, attempt, other, gone, calls, notices, gaps } = await atWork(context)
	answer(A, 64_000, 'huge')
	other.memory = 0
	runner.otherEngine.message(step(attempt, 48_000))
	gone()
	assert.deepEqual([calls(), notices(), gaps()], [['let go'], ['no-memory-for-model'], [64_000]])
	assert.equal(runner.otherEngine.has(A), false)
})

test('asking twice is asking once; with another model it is asked for that instead', async context => {
	const { answer, calls, told, ready, runner } = await gappy(context)
	for (const model of ['large', 'large']) assert.equal(answer(A, 16_000, model), 'ok')
	ready()
	assert.deepEqual([calls(), told()], [['start with large'], ['engine-other transcribe 1 from 16000 of 48000 ended file']])
	assert.equal(answer(A, 16_000, null), 'ok')
	assert.deepEqual(told(), ['engine-other cancel', 'engine transcribe 1 from 16000 of 48000 ended file'])
	assert.equal(answer(A, 16_000, 'huge'), 'ok')
	assert.deepEqual([told(), calls(), runner.otherEngine.find(A, 16_000)?.model?.id], [['engine cancel'], ['let go'], 'huge'])
})

test('is tried again when it dies; over the gap twice, it stays, and the next gets its turn', async context => {
	const { answer, die, ready, told, notices, gaps } = await atWork(context)
	answer(A, 64_000, 'large')
	const jobsOf = (from: number) => die(from).map(({ transcript, cursor, outcome }) => [transcript === A, cursor, outcome])
	assert.deepEqual(jobsOf(20_000), [[true, 20_000, 'continued']])
	assert.deepEqual([told(), notices()], [[], []])
	ready()
	assert.deepEqual(told(), ['engine-other transcribe 1 from 16000 of 48000 ended file'])
	jobsOf(20_000)
	assert.deepEqual([notices(), gaps()], [['gap-stays-with'], [16_000, 64_000]])
	ready()
	assert.deepEqual(told(), ['engine-other transcribe 1 from 64000 of 80000 ended file'])
})

test('killed by somebody, as often as they like, it goes on; what it was at is told', async context => {
	const { die, ready, told, notices } = await atWork(context)
	for (let n = 0; n < 5; n++) {
		assert.deepEqual(
			die(null).map(job => job.cursor),
			[16_000]
		)
		ready()
		assert.equal(told().length, 1)
	}
	assert.deepEqual(notices(), [])
})

test('what it says that can’t be true is held against it, as a death there', async context => {
	const { runner, orders, violations, die, ready, notices, gaps } = await atWork(context)
	for (const said of [[], ['gap-stays-with']]) {
		runner.otherEngine.message(step(orders(), 48_000, segmentOf(0, 15_000, 'twice')))
		assert.equal(violations().length, 1)
		// By its crumb it had nothing to do any more.
		die(null)
		ready()
		assert.deepEqual(notices(), said)
	}
	assert.deepEqual(gaps(), [16_000, 64_000])
})

test('a model that can’t be loaded: what waits for it is not tried, and the reason is said once', async context => {
	const { answer, runner, other, calls, notices, gone } = await gappy(context)
	answer(A, 16_000, 'large')
	answer(B, 16_000, 'huge')
	answer(A, 64_000, 'large')
	calls()
	other.standing = 'going'
	runner.otherEngine.workerGaveUp({ code: 'model-damaged', facts: {}, text: 'The model is damaged.' })
	assert.deepEqual([calls(), notices(), runner.otherEngine.has(A)], [['let go'], ['model-damaged'], false])
	gone()
	assert.deepEqual([calls(), runner.otherEngine.has(B)], [['start with huge'], true])
})

test('its transcript deleted meanwhile: cancelled, nothing is written, and it is let go', async context => {
	const { runner, attempt, told, calls, ledger, answer } = await atWork(context)
	assert.equal(runner.needsJournal(A), true)
	runner.forget(A)
	assert.deepEqual([told(), runner.needsJournal(A)], [['engine-other cancel'], false])
	runner.otherEngine.message(step(attempt, 30_000, segmentOf(16_500, 29_000, 'late')))
	assert.equal(ledger.segments(A).length, 1)
	context.mock.timers.tick(OTHER_ENGINE_IDLE_MS)
	assert.deepEqual(calls(), ['let go'])
	assert.equal(answer(idOf(3), 0, 'large'), 'no-gap')
})

test('main’s end ends it: nothing is begun any more', async context => {
	const { answer, runner, calls, gone } = await atWork(context)
	answer(A, 64_000, 'huge')
	runner.stop()
	gone()
	context.mock.timers.tick(OTHER_ENGINE_IDLE_MS)
	assert.deepEqual(calls(), [])
})

test('a gap is for who hears its transcript: the usual model while that is lent, and the engine again when it is back', async context => {
	const { answer, calls, told, models, runner } = await gappy(context)
	const lent = { ...models.settled(), id: 'large', lent: 'recording' }
	models.chosen = lent
	assert.equal(answer(A, 16_000, null), 'ok')
	assert.deepEqual([told(), calls()], [[], ['start with tiny']])
	// On its way back: nobody else is loaded for so short a while.
	models.next = models.settled()
	assert.equal(answer(B, 16_000, null), 'ok')
	assert.deepEqual(told(), [])
	models.chosen = models.next
	models.next = null
	runner.workerReady()
	assert.deepEqual(told(), ['engine transcribe 2 from 16000 of 48000 ended file'])
})

test('a gap that waits for the usual engine is for another when the settings change, and two languages of one model are two', async context => {
	const { answer, calls, told, models, runner, ledger, up } = await gappy(context)
	up.engine = 'away'
	ledger.setWish(A, { model: 'tiny', language: null })
	answer(A, 16_000, null)
	models.chosen = { ...models.settled(), id: 'large' }
	up.engine = 'ready'
	runner.workerReady()
	assert.deepEqual([told(), calls()], [[], ['start with tiny']])
	ledger.setWish(A, { model: 'tiny', language: 'zh' })
	answer(A, 16_000, null)
	assert.deepEqual(calls(), ['let go'])
})
