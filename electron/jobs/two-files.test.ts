import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { idOf, segmentOf } from '../ledger/test-ledger.ts'
import { OTHER_ENGINE_IDLE_MS } from '../supervisor/child-specs.ts'
import { decodeEnded, jobs, step } from './test-jobs.ts'

const [A, B, C] = [idOf(1), idOf(2), idOf(3)]

/** A and B are read; A is heard by the first engine, B by the second; C waits. */
async function two(context: TestContext) {
	const all = await jobs(context)
	all.wants.two = true
	for (const id of [A, B, C]) all.addFile(id)
	all.runner.message(decodeEnded(all.attempt('decode'), 80_000))
	const first = all.attempt('transcribe')
	const called = all.second.standing
	all.runner.message(decodeEnded(all.attempt('decode'), 48_000))
	const told = all.told()
	all.comeBack('engine-second')
	return Object.assign(all, { called, before: told, first, other: all.attempt('transcribe') })
}

test('a second engine is called when the first file is read, and takes the next; the third is read meanwhile', async context => {
	const { called, before, told, state, runner, first, other, ledger, produced, attempt } = await two(context)
	assert.deepEqual(
		[called, before, told(), state(A, B, C)],
		[
			'coming',
			['decoder decode 1', 'decoder decode 2', 'engine transcribe 1 from 0 of 80000 ended file', 'decoder decode 3'],
			['engine-second transcribe 2 from 0 of 48000 ended file'],
			['transcribing', 'transcribing', 'queued']
		]
	)
	produced.length = 0
	runner.message(step(other, 20_000, segmentOf(0, 19_000, 'of B')))
	runner.message(step(first, 30_000, segmentOf(0, 29_000, 'of A')))
	assert.deepEqual([ledger.segments(B)[0]?.text, ledger.segments(A)[0]?.text, produced], ['of B', 'of A', ['engine-second', 'engine']])
	runner.message(decodeEnded(attempt('decode'), 32_000))
	told()
	runner.message({ type: 'transcribed', attempt: first, cursor: 80_000 })
	assert.deepEqual([told(), state(A, B, C)], [['engine transcribe 3 from 0 of 32000 ended file'], ['done', 'transcribing', 'transcribing']])
})

test('when nothing waits any more it is let go of a while after', async context => {
	const { runner, first, other, told, second, attempt } = await two(context)
	runner.message({ type: 'transcribed', attempt: other, cursor: 48_000 })
	runner.cancel(C)
	told()
	context.mock.timers.tick(OTHER_ENGINE_IDLE_MS - 1)
	assert.equal(second.standing, 'ready')
	context.mock.timers.tick(1)
	assert.equal(second.standing, 'going')
	runner.message({ type: 'transcribed', attempt: first, cursor: 80_000 })
	assert.equal(attempt('transcribe'), other)
})

test('somebody records: the second file waits, and goes on from its cursor', async context => {
	const { runner, other, told, state, addRecording, attempt } = await two(context)
	runner.message(step(other, 20_000, segmentOf(0, 19_000, 'of B')))
	told()
	addRecording(idOf(4))
	assert.deepEqual(
		[told(), state(A, B, C)],
		[
			['engine transcribe 4 from 0 of 0 live partials', 'engine-second cancel'],
			['transcribing', 'queued', 'queued']
		]
	)
	const recording = attempt('transcribe')
	runner.audioEnded(idOf(4), 0)
	runner.message({ type: 'transcribed', attempt: recording, cursor: 0 })
	assert.deepEqual(told(), ['engine grown 0 ended', 'engine-second transcribe 2 from 20000 of 48000 ended file'])
})

test('it dies: its file goes on with whoever is free first, the other file hears nothing of it; a place that kills is passed over', async context => {
	const { runner, other, told, state, die, comeBack, ledger, first, attempt } = await two(context)
	runner.message(step(other, 20_000, segmentOf(0, 19_000, 'of B')))
	told()
	assert.deepEqual(die('engine-second', { job: B, range: { from: 20_000, to: 30_000 } }), ['2 continued'])
	assert.deepEqual(told(), [])
	comeBack('engine-second')
	assert.deepEqual(told(), ['engine-second transcribe 2 from 20000 of 48000 ended file'])
	die('engine-second', { job: B, range: { from: 20_000, to: 30_000 } })
	assert.deepEqual(ledger.gaps(B), [{ transcript: B, from: 20_000, to: 30_000, cause: 'engine-died' }])
	told()
	// The first is free before the second is back.
	runner.message({ type: 'transcribed', attempt: first, cursor: 80_000 })
	assert.deepEqual([told()[0], state(A, B)], ['engine transcribe 2 from 30000 of 48000 ended file', ['done', 'transcribing']])
	assert.ok(attempt('transcribe'))
})

test('the first dies: its file waits for the first or takes the second when that is free', async context => {
	const { runner, told, die, other, comeBack } = await two(context)
	told()
	assert.deepEqual(die('engine', { job: A }), ['1 continued'])
	assert.deepEqual(told(), [])
	runner.message({ type: 'transcribed', attempt: other, cursor: 48_000 })
	assert.equal(told().at(-1), 'engine-second transcribe 1 from 0 of 80000 ended file')
	comeBack('engine')
	assert.deepEqual(told(), [])
})

test('one that can’t be started is given up, and the first does everything; the queue goes on', async context => {
	const { told, giveUp, second, state, runner, first } = await two(context)
	told()
	assert.deepEqual(giveUp('engine-second', null), [['2 continued'], []])
	assert.deepEqual([second.standing, state(A, B, C)], ['going', ['transcribing', 'queued', 'queued']])
	runner.message({ type: 'transcribed', attempt: first, cursor: 80_000 })
	assert.equal(told().at(-1), 'engine transcribe 2 from 0 of 48000 ended file')
})

test('one that says what can’t be true is ended, not the first', async context => {
	const { runner, other, violations, die, ledger } = await two(context)
	runner.message(step(other, 90_000))
	assert.equal(violations().length, 1)
	die('engine-second', null)
	assert.equal(ledger.get(B)?.cursor, 0)
})

test('switched off it leaves its file at once', async context => {
	const { runner, wants, told, state } = await two(context)
	told()
	wants.two = false
	runner.settingsChanged()
	assert.deepEqual([told(), state(A, B)], [['engine-second cancel'], ['transcribing', 'queued']])
})
