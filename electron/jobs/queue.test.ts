import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idOf, segmentOf } from '../ledger/test-ledger.ts'
import { broken, decoded, decodeEnded, jobs, step } from './test-jobs.ts'

const [A, B, C] = [idOf(1), idOf(2), idOf(3)]

/** A is at work with all its audio there; B and C wait, and nobody has looked into them. */
async function begun(context: Parameters<typeof jobs>[0]) {
	const all = await jobs(context)
	for (const id of [A, B, C]) all.addFile(id)
	all.runner.message(decodeEnded(all.attempt('decode'), 80_000))
	return Object.assign(all, { transcribe: all.attempt('transcribe') })
}

test('the next file is read while the one before is heard, and no further one; its turn then begins with text', async context => {
	const { runner, told, attempt, state, transcribe } = await begun(context)
	assert.deepEqual(
		[told(), state(A, B, C)],
		[
			['decoder decode 1', 'decoder decode 2', 'engine transcribe 1 from 0 of 80000 ended file'],
			['transcribing', 'queued', 'queued']
		]
	)
	runner.message(decoded(attempt('decode'), 32_000))
	runner.message(decodeEnded(attempt('decode'), 48_000))
	assert.deepEqual(told(), [])
	runner.message({ type: 'transcribed', attempt: transcribe, cursor: 80_000 })
	assert.deepEqual(
		[told(), state(A, B, C)],
		[
			['decoder decode 3', 'engine transcribe 2 from 0 of 48000 ended file'],
			['done', 'transcribing', 'queued']
		]
	)
})

test('a turn that comes while the file is still read goes on with what is there', async context => {
	const { runner, told, attempt, state, transcribe } = await begun(context)
	runner.message(decoded(attempt('decode'), 32_000))
	told()
	runner.message({ type: 'transcribed', attempt: transcribe, cursor: 80_000 })
	assert.deepEqual([told(), state(B)], [['engine transcribe 2 from 0 of 32000 file'], ['decoding']])
	runner.message(decodeEnded(attempt('decode'), 48_000))
	assert.deepEqual([told(), state(B)], [['engine grown 48000 ended', 'decoder decode 3'], ['transcribing']])
})

test('a file that can’t be read is told before its turn, and a decoder that dies over it disturbs nobody', async context => {
	const { runner, told, attempt, state, die, comeBack, ledger } = await begun(context)
	runner.message({ type: 'failed', attempt: attempt('decode'), problem: broken })
	assert.deepEqual([state(A, B, C), ledger.get(B)?.problem], [['transcribing', 'failed', 'queued'], broken])
	told()
	assert.deepEqual(die('decoder', { job: C }), ['3 continued'])
	comeBack('decoder')
	assert.deepEqual([told(), state(A, C)], [['decoder decode 3'], ['transcribing', 'queued']])
})

test('a decoder that is given up over a file that is read ahead fails that one only', async context => {
	const { giveUp, state } = await begun(context)
	assert.deepEqual(giveUp('decoder', { job: B }), [['2 waiting'], ['2 failed']])
	assert.deepEqual(state(A, B, C), ['transcribing', 'failed', 'queued'])
})

test('nothing is read ahead while somebody records', async context => {
	const { runner, told, addRecording, attempt, addFile } = await jobs(context)
	addRecording(C)
	const recording = attempt('transcribe')
	for (const id of [A, B]) addFile(id)
	runner.message(decodeEnded(attempt('decode'), 80_000))
	assert.deepEqual(
		told().filter(each => each.startsWith('decoder')),
		['decoder decode 1']
	)
	runner.audioEnded(C, 0)
	runner.message({ type: 'transcribed', attempt: recording, cursor: 0 })
	assert.deepEqual(told(), ['engine grown 0 ended', 'decoder decode 2'])
})

test('the order can be changed, is kept over a restart, and what is at work goes on', async context => {
	const { runner, line, told, mainRestarts, events, addFile } = await begun(context)
	told()
	assert.ok(runner.move(C, B).ok)
	assert.equal(line(), '132')
	assert.ok(runner.move(A, null).ok)
	assert.equal(line(), '321')
	assert.deepEqual(
		told().filter(each => !each.startsWith('decoder')),
		[]
	)
	assert.equal(
		events.filter(event => event.type === 'transcript' && event.transcript.id === B).length,
		1,
		'who is not moved is not told of'
	)
	mainRestarts()
	assert.equal(line(), '321')
	addFile(idOf(4))
	assert.equal(line(), '3214')
	const gone = runner.move(idOf(9), null)
	assert.equal(!gone.ok && gone.problem.code, 'not-in-queue')
})

test('a file is paused at its cursor, others have their turn meanwhile, and it goes on from there in its place; also after a restart', async context => {
	const all = await begun(context)
	const { runner, told, state, transcribe, attempt, line } = all
	runner.message(step(transcribe, 20_000, segmentOf(0, 19_000, 'one')))
	const ahead = attempt('decode')
	told()
	assert.ok(runner.pause(A).ok)
	assert.deepEqual([told(), state(A, B)], [['engine cancel'], ['paused', 'decoding']])
	// What was on its way is late.
	runner.message(step(transcribe, 40_000, segmentOf(20_000, 39_000, 'late')))
	runner.message(decodeEnded(ahead, 48_000))
	told()
	runner.resume(A)
	assert.deepEqual([told(), state(A, B), line()], [[], ['queued', 'transcribing'], '123'])
	runner.pause(A)
	all.mainRestarts()
	assert.deepEqual([state(A, B), line()], [['paused', 'transcribing'], '123'])
	all.runner.cancel(B)
	told()
	all.runner.cancel(C)
	all.runner.resume(A)
	assert.deepEqual(told(), ['decoder cancel', 'engine transcribe 1 from 20000 of 80000 ended file'])
})

test('comes out of the trash as the ledger has it, also where that had no room for its end', async context => {
	const { runner, ledger, told, state, full, transcribe } = await begun(context)
	full(true)
	runner.message(step(transcribe, 20_000, segmentOf(0, 19_000, 'one')))
	full(false)
	ledger.trash([A], 1)
	runner.forget(A)
	ledger.trash([A], null)
	told()
	runner.restored(A)
	runner.restored(A)
	context.mock.timers.tick(2_000)
	assert.deepEqual([told(), state(A)], [['engine transcribe 1 from 0 of 80000 ended file'], ['transcribing']])
})

test('what is recorded can’t be paused here; the text of an ended recording can, and goes on', async context => {
	const { runner, told, addRecording, state } = await jobs(context)
	addRecording(A)
	runner.grew(A, 80_000)
	const refused = runner.pause(A)
	assert.equal(!refused.ok && refused.problem.code, 'still-recording')
	runner.audioEnded(A, 80_000)
	told()
	runner.pause(A)
	assert.deepEqual([told(), state(A)], [['engine cancel'], ['paused']])
	runner.resume(A)
	assert.deepEqual([told(), state(A)], [['engine transcribe 1 from 0 of 80000 ended live'], ['transcribing']])
})

test('the whole queue is paused: what is at work gives its turn back, nothing is begun, recordings go on; then all goes on', async context => {
	const { runner, told, state, wants, addFile, addRecording, transcribe, line } = await begun(context)
	runner.message(step(transcribe, 20_000, segmentOf(0, 19_000, 'one')))
	told()
	wants.pause = true
	runner.settingsChanged()
	assert.deepEqual([told(), state(A, B, C), runner.decodes], [['engine cancel'], ['queued', 'queued', 'queued'], false])
	addFile(idOf(4))
	addRecording(idOf(5))
	assert.deepEqual(told(), ['engine transcribe 5 from 0 of 0 live partials'])
	wants.pause = false
	runner.settingsChanged()
	assert.deepEqual([told(), line(), state(A)], [['engine transcribe 1 from 20000 of 80000 ended file'], '1234', ['transcribing']])
})
