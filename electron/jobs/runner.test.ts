import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { JournalWriter } from '../../native-bridge/journal/writer.ts'
import { idOf, segmentOf } from '../ledger/test-ledger.ts'
import { broken, decoded, decodeEnded, jobs, step } from './test-jobs.ts'

const [A, B, C] = [idOf(1), idOf(2), idOf(3)]

test('takes a file from the line through decoding and transcribing to its end', async context => {
	const { runner, addFile, told, attempt, ledger, heard, state } = await jobs(context)
	addFile(A)
	const decode = attempt('decode')
	assert.deepEqual([told(), state(A)], [['decoder decode 1'], ['decoding']])

	runner.message(decoded(decode, 32_000))
	const transcribe = attempt('transcribe')
	assert.deepEqual(told(), ['engine transcribe 1 from 0 of 32000 file'])
	runner.message(step(transcribe, 20_000, segmentOf(0, 19_000, 'one two')))
	runner.message(decoded(decode, 64_000))
	runner.message(decodeEnded(decode, 80_000))
	assert.deepEqual([told(), state(A)], [['engine grown 64000', 'engine grown 80000 ended'], ['transcribing']])

	runner.message(step(transcribe, 50_000))
	runner.message(step(transcribe, 80_000, segmentOf(50_000, 79_000, 'three')))
	heard()
	runner.message({ type: 'transcribed', attempt: transcribe, cursor: 80_000 })
	assert.deepEqual(
		heard('transcript').map(event => event.type === 'transcript' && event.transcript),
		[runner.describe(ledger.get(A) ?? assert.fail())]
	)
	const row = ledger.get(A)
	assert.deepEqual(
		[row?.state, row?.samples, row?.ended, row?.cursor, row?.words, row?.model, ledger.segments(A).map(segment => segment.text)],
		['done', 80_000, true, 80_000, 3, 'tiny', ['one two', 'three']]
	)
	assert.deepEqual([told(), runner.busy()], [[], { recording: false, jobs: 0 }])
})

test('takes nothing for silence when the engine’s library said that it failed', async context => {
	const { runner, addFile, attempt, ledger, failures } = await jobs(context)
	addFile(A)
	runner.message(decodeEnded(attempt('decode'), 80_000))
	const transcribe = attempt('transcribe')
	runner.message(step(transcribe, 10_000))
	failures.push('Failed to allocate memory')
	runner.message(step(transcribe, 20_000))
	failures.push('Failed to allocate memory')
	// Text that came all the same is text.
	runner.message(step(transcribe, 30_000, segmentOf(20_000, 29_000, 'one two')))
	failures.push('Failed to allocate memory')
	runner.message(step(transcribe, 50_000, null, { from: 35_000, to: 50_000, cause: 'engine-no-words' }))
	assert.deepEqual(
		ledger.gaps(A).map(({ from, to, cause }) => [from, to, cause]),
		[
			[10_000, 20_000, 'engine-failed'],
			[35_000, 50_000, 'engine-failed']
		]
	)
})

test('works at one file at a time, in order', async context => {
	const { runner, addFile, told, attempt, ledger, line } = await jobs(context)
	for (const id of [A, B, C]) addFile(id)
	const decode = attempt('decode')
	assert.deepEqual([told(), line()], [['decoder decode 1'], '123'])
	runner.message({ type: 'failed', attempt: decode, problem: broken })
	assert.deepEqual([told(), line()], [['decoder decode 2'], '23'])
	assert.deepEqual([ledger.get(A)?.state, ledger.get(A)?.problem], ['failed', broken])
})

test('ignores what comes twice, late, or of a job that is over', async context => {
	const { runner, addFile, attempt, ledger, die, comeBack, produced } = await jobs(context)
	addFile(A)
	const decode = attempt('decode')
	runner.message(decodeEnded(decode, 80_000))
	const old = attempt('transcribe')
	const first = step(old, 20_000, segmentOf(0, 19_000, 'one'))
	runner.message(first)
	runner.message(first)
	die('engine', null)
	comeBack('engine')
	const now = attempt('transcribe')
	runner.message(step(old, 40_000, segmentOf(20_000, 39_000, 'late')))
	runner.message({ type: 'transcribed', attempt: old, cursor: 80_000 })
	runner.message(decodeEnded(decode, 10))
	assert.deepEqual([ledger.get(A)?.cursor, ledger.get(A)?.samples, ledger.get(A)?.state], [20_000, 80_000, 'transcribing'])
	runner.message(step(now, 80_000, segmentOf(20_000, 79_000, 'two')))
	runner.message({ type: 'transcribed', attempt: now, cursor: 80_000 })
	runner.message({ type: 'transcribed', attempt: now, cursor: 80_000 })
	runner.message({ type: 'failed', attempt: now, problem: broken })
	assert.deepEqual([ledger.get(A)?.state, ledger.segments(A).map(s => s.text)], ['done', ['one', 'two']])
	assert.deepEqual(produced, ['engine', 'engine'])
})

test('continues after a death from what the ledger has', async context => {
	const { runner, addFile, told, attempt, die, comeBack, heard } = await jobs(context)
	addFile(A)
	runner.message(decodeEnded(attempt('decode'), 80_000))
	const transcribe = attempt('transcribe')
	runner.message(step(transcribe, 20_000, segmentOf(0, 19_000, 'one')))
	runner.message({ type: 'partial', attempt: transcribe, from: 20_000, to: 30_000, firm: 'two', faint: 'three' })
	told()
	heard()
	assert.deepEqual(die('engine', { job: A }), ['1 continued'])
	assert.deepEqual(heard('partial'), [{ type: 'partial', transcript: A, from: 0, to: 0, firm: '', faint: '' }])
	assert.deepEqual(told(), [])
	comeBack('engine')
	assert.deepEqual(told(), ['engine transcribe 1 from 20000 of 80000 ended file'])
})

test('gives the work of a worker that was ended on purpose to its successor', async context => {
	const { runner, addFile, told, attempt, comeBack, lose } = await jobs(context)
	addFile(A)
	runner.message(decoded(attempt('decode'), 32_000))
	told()
	for (const name of ['engine', 'decoder'] as const) {
		lose(name)
		runner.workerEnded(name)
		comeBack(name)
	}
	assert.deepEqual(told(), ['engine transcribe 1 from 0 of 32000 file', 'decoder decode 1'])
})

test('tries a recording’s text again after it failed while it was made', async context => {
	const { runner, addRecording, attempt, told, ledger } = await jobs(context)
	addRecording(A)
	runner.message({ type: 'failed', attempt: attempt('transcribe'), problem: broken })
	runner.grew(A, 1_600)
	told()
	assert.deepEqual([ledger.get(A)?.state, ledger.get(A)?.problem], ['recording', broken])
	runner.audioEnded(A, 1_600)
	assert.deepEqual([told(), ledger.get(A)?.problem], [['engine transcribe 1 from 0 of 1600 ended live'], null])
})

test('transcribes a recording beside a file, and does not make it wait', async context => {
	const { runner, addFile, addRecording, attempt, told } = await jobs(context)
	addFile(A)
	runner.message(decoded(attempt('decode'), 32_000))
	addRecording(B)
	runner.grew(B, 1_600)
	assert.deepEqual(told(), [
		'decoder decode 1',
		'engine transcribe 1 from 0 of 32000 file',
		'engine transcribe 2 from 0 of 0 live partials',
		'engine grown 1600'
	])
})

test('when the engine is given up: what is at work fails with the reason, what waits keeps waiting, and so does what comes', async context => {
	const { runner, addFile, attempt, giveUp, comeBack, state, told, ledger } = await jobs(context)
	for (const id of [A, B]) addFile(id)
	runner.message(decoded(attempt('decode'), 32_000))
	told()
	assert.deepEqual(giveUp('engine', { job: A }), [['1 waiting'], ['1 failed']])
	addFile(C)
	assert.deepEqual(
		[state(A, B, C), ledger.get(A)?.problem?.code, told()],
		[['failed', 'queued', 'queued'], 'worker-gave-up', ['decoder cancel']]
	)
	// The user pressed “Start again”, and tries the first once more.
	comeBack('engine')
	runner.retry(A)
	assert.deepEqual([state(A, B, C), told()], [['queued', 'decoding', 'queued'], ['decoder decode 2']])
})

test('when the decoder is given up: what waits for it keeps waiting, what has all its audio goes on', async context => {
	const { runner, addFile, attempt, giveUp, comeBack, state, told } = await jobs(context)
	addFile(A)
	runner.message(decodeEnded(attempt('decode'), 32_000))
	runner.cancel(A)
	for (const id of [B, C]) addFile(id)
	assert.deepEqual(giveUp('decoder', null), [['2 waiting'], ['2 failed']])
	assert.deepEqual(state(B, C), ['failed', 'queued'])
	told()
	runner.retry(A)
	assert.deepEqual([state(A, C), told()], [['transcribing', 'queued'], ['engine transcribe 1 from 0 of 32000 ended file']])
	runner.cancel(A)
	comeBack('decoder')
	assert.deepEqual([state(C), told()], [['decoding'], ['engine cancel', 'decoder decode 3']])
})

test('cancels at any time, and goes on from the cursor when tried again', async context => {
	const { runner, addFile, attempt, told, state, ledger, line } = await jobs(context)
	for (const id of [A, B]) addFile(id)
	runner.message(decoded(attempt('decode'), 32_000))
	runner.message(step(attempt('transcribe'), 20_000, segmentOf(0, 19_000, 'one')))
	const late = attempt('transcribe')
	told()
	assert.deepEqual(runner.cancel(A), { ok: true, value: null })
	assert.deepEqual(
		[state(A, B), told()],
		[
			['cancelled', 'decoding'],
			['engine cancel', 'decoder cancel', 'decoder decode 2']
		]
	)
	runner.message(step(late, 30_000, segmentOf(20_000, 29_000, 'late')))
	assert.equal(ledger.get(A)?.cursor, 20_000)

	runner.retry(A)
	runner.retry(A)
	assert.deepEqual([state(A), line()], [['queued'], '21'])
	runner.cancel(B)
	runner.message(decoded(attempt('decode'), 48_000))
	assert.deepEqual(told(), ['decoder cancel', 'decoder decode 1', 'engine transcribe 1 from 20000 of 48000 file'])
})

test('keeps those that are tried again behind those that waited, and before those that come', async context => {
	const { runner, addFile, line } = await jobs(context)
	for (const id of [A, B, C, idOf(4)]) addFile(id)
	for (const id of [C, B]) {
		runner.cancel(id)
		runner.retry(id)
	}
	addFile(idOf(5))
	assert.equal(line(), '14325')
})

test('does not cancel a recording while it is made, and knows no transcript that does not exist', async context => {
	const { runner, addRecording } = await jobs(context)
	addRecording(A)
	const codes = [runner.cancel(A), runner.retry(B)].map(result => (result.ok ? 'ok' : result.problem.code))
	assert.deepEqual(codes, ['still-recording', 'no-transcript'])
})

test('forgets one that is deleted, and stops the work on it', async context => {
	const { runner, addFile, attempt, told } = await jobs(context)
	addFile(A)
	runner.message(decoded(attempt('decode'), 32_000))
	told()
	runner.forget(A)
	runner.forget(A)
	assert.deepEqual([told(), runner.busy()], [['engine cancel', 'decoder cancel'], { recording: false, jobs: 0 }])
})

test('takes up everything when main starts again', async context => {
	const fixture = await jobs(context)
	const { addFile, addRecording, attempt, shelf, ledger, state, told, mainRestarts } = fixture
	for (const id of [A, B]) addFile(id)
	fixture.runner.message(decoded(attempt('decode'), 32_000))
	fixture.runner.message(step(attempt('transcribe'), 20_000, segmentOf(0, 19_000, 'one')))
	addRecording(C)
	const finished = idOf(4)
	addFile(finished, { state: 'done' })
	// More of the recording is in its journal than the ledger ever heard of.
	const journal = JournalWriter.open(shelf.journal(C))
	assert.ok(journal.ok)
	journal.value.append(new Int16Array(4_800))
	journal.value.close()

	assert.deepEqual(mainRestarts(), { openRecordings: [C] })
	assert.deepEqual(state(A, B, C, finished), ['decoding', 'queued', 'recording', 'done'])
	assert.deepEqual(told().sort(), ['decoder decode 1', 'engine transcribe 3 from 0 of 4800 live partials'])
	assert.equal(ledger.get(A)?.cursor, 20_000)
	// The window never came back for it.
	fixture.runner.audioEnded(C, 4_800)
	assert.deepEqual([state(C), told()], [['transcribing'], ['engine grown 4800 ended']])
})

test('waits when the ledger takes nothing, says so once, and loses nothing', async context => {
	const { runner, addFile, attempt, told, full, ledger, heard, state } = await jobs(context)
	addFile(A)
	const decode = attempt('decode')
	runner.message(decoded(decode, 32_000))
	const transcribe = attempt('transcribe')
	told()
	heard()
	full(true)
	runner.message(step(transcribe, 20_000, segmentOf(0, 19_000, 'one')))
	runner.message(step(transcribe, 30_000, segmentOf(20_000, 29_000, 'two')))
	runner.message(decodeEnded(decode, 48_000, [{ from: 100, to: 200, cause: 'damaged' }]))
	assert.deepEqual(told(), ['engine cancel'])
	for (let n = 0; n < 3; n++) context.mock.timers.tick(2_000)
	assert.deepEqual(
		heard('notice', 'segment').map(event => event.type === 'notice' && event.problem.code),
		['ledger-write']
	)
	assert.deepEqual([ledger.get(A)?.cursor, ledger.gaps(A), told()], [0, [], []])

	full(false)
	context.mock.timers.tick(2_000)
	assert.deepEqual([told(), state(A)], [['engine transcribe 1 from 0 of 48000 ended file'], ['transcribing']])
	assert.deepEqual([ledger.gaps(A).length, ledger.get(A)?.notices, ledger.get(A)?.ended], [1, [broken], true])
	// The next time is worth saying again.
	full(true)
	runner.cancel(A)
	assert.deepEqual(heard('notice').length, 1)
	assert.equal(runner.describe(ledger.get(A) ?? assert.fail()).state, 'cancelled')
	full(false)
	context.mock.timers.tick(2_000)
	assert.deepEqual([state(A), runner.busy().jobs], [['cancelled'], 0])
})

test('throws an uploaded copy away once the ledger knows, after a power cut too, that its audio is in the journal', async context => {
	const { runner, addFile, attempt, full, shelf, wants } = await jobs(context)
	const paths = [A, B].map(id => shelf.upload(id) ?? assert.fail())
	for (const path of paths) writeFileSync(path, 'an upload')
	const platter = Promise.withResolvers<void>()
	wants.platter = platter.promise
	addFile(A, { sourcePath: paths[0] ?? null })
	runner.message(decodeEnded(attempt('decode'), 16_000))
	runner.message({ type: 'transcribed', attempt: attempt('transcribe'), cursor: 16_000 })
	await null
	assert.equal(existsSync(paths[0] ?? ''), true)
	platter.resolve()
	await platter.promise.then()
	addFile(B, { sourcePath: paths[1] ?? null })
	full(true)
	runner.message(decodeEnded(attempt('decode'), 16_000))
	assert.deepEqual(paths.map(existsSync), [false, true])
})

test('shows text while it is unsettled, and takes it back when it turns out to be silence', async context => {
	const { runner, addRecording, attempt, heard } = await jobs(context)
	addRecording(A)
	runner.grew(A, 30_000)
	const transcribe = attempt('transcribe')
	const partial = { from: 0, to: 8_000, firm: 'one', faint: 'two' }
	const shown = { type: 'partial', transcript: A, ...partial }
	const nothing = { type: 'partial', transcript: A, from: 0, to: 0, firm: '', faint: '' }
	const say = () => runner.message({ type: 'partial', attempt: transcribe, ...partial })
	heard()
	say()
	assert.deepEqual([heard('partial'), runner.partials()], [[shown], [{ transcript: A, ...partial }]])
	runner.message(step(transcribe, 10_000, segmentOf(0, 9_000, 'one two')))
	assert.deepEqual([heard('partial', 'segment').map(event => event.type), runner.partials()], [['segment'], []])
	say()
	runner.message(step(transcribe, 20_000))
	assert.deepEqual([heard('partial'), runner.partials()], [[shown, nothing], []])
	say()
	runner.message(step(transcribe, 30_000, null, { from: 20_000, to: 30_000, cause: 'engine-loop' }))
	assert.deepEqual(
		[heard('partial', 'gap'), runner.partials()],
		[[shown, nothing, { type: 'gap', gap: { transcript: A, from: 20_000, to: 30_000, cause: 'engine-loop' } }], []]
	)
})

test('says how far behind a recording’s text is, also while no engine is there to make any', async context => {
	const { runner, addRecording, lose, comeBack, attempt, heard } = await jobs(context)
	addRecording(A)
	lose('engine')
	heard()
	const behind = () => heard('transcript').map(event => event.type === 'transcript' && event.transcript.samples - event.transcript.cursor)
	for (let samples = 1_600; samples <= 400_000; samples += 1_600) runner.grew(A, samples)
	assert.deepEqual(behind(), [80_000, 160_000, 240_000, 320_000, 400_000])
	runner.workerEnded('engine')
	comeBack('engine')
	runner.message(step(attempt('transcribe'), 300_000))
	assert.deepEqual(behind(), [100_000])
})
