import assert from 'node:assert/strict'
import { test } from 'node:test'
import { JournalWriter } from '../../native-bridge/journal/writer.ts'
import { idOf, segmentOf } from '../ledger/test-ledger.ts'
import { MOST_QUARANTINES } from '../supervisor/child-specs.ts'
import { broken, decoded, decodeEnded, jobs, step } from './test-jobs.ts'

const [A, B] = [idOf(1), idOf(2)]
const place = { from: 32_000, to: 40_000 }
const gap = { ...place, cause: 'engine-died' as const }

/** A file that is decoded whole, whose first 20,000 samples are text. */
async function begun(context: Parameters<typeof jobs>[0]) {
	const all = await jobs(context)
	const { runner, addFile, attempt, told, heard } = all
	addFile(A)
	runner.message(decodeEnded(attempt('decode'), 80_000))
	runner.message(step(attempt('transcribe'), 20_000, segmentOf(0, 19_000, 'one')))
	told()
	heard()
	return all
}

test('after a first death the work goes to the standby at once, before anyone knows why', async context => {
	const { lose, known, told } = await begun(context)
	lose('engine', true)
	assert.deepEqual(told(), ['engine transcribe 1 from 20000 of 80000 ended file'])
	assert.deepEqual([known('engine', { job: A, range: place }), told()], [['1 continued'], []])
})

test('a place that kills twice is passed over, visibly, when all before it is text, and the rest is transcribed', async context => {
	const { runner, lose, known, die, told, heard, attempt, ledger, state } = await begun(context)
	die('engine', { job: A, range: place }, true)
	told()
	// The second time nobody gets it before it is known what it did.
	lose('engine', true)
	assert.deepEqual(told(), [])
	assert.deepEqual(known('engine', { job: A, range: place }), ['1 continued'])
	const before = attempt('transcribe')
	// Up to the place, as if the audio ended there.
	assert.deepEqual(told(), ['engine transcribe 1 from 20000 of 32000 ended file'])
	runner.message(step(before, 30_000, segmentOf(21_000, 30_000, 'two')))
	heard()
	runner.message({ type: 'transcribed', attempt: before, cursor: 32_000 })
	assert.deepEqual(heard('gap'), [{ type: 'gap', gap: { ...gap, transcript: A } }])
	const after = attempt('transcribe')
	assert.deepEqual(told(), ['engine transcribe 1 from 40000 of 80000 ended file'])
	runner.message(step(after, 80_000, segmentOf(41_000, 79_000, 'three')))
	runner.message({ type: 'transcribed', attempt: after, cursor: 80_000 })
	assert.deepEqual(
		[state(A), ledger.segments(A).map(segment => segment.text), ledger.gaps(A)],
		[['done'], ['one', 'two', 'three'], [{ ...gap, transcript: A }]]
	)
})

test('a place with nothing before it is passed over as soon as it is known', async context => {
	const { die, comeBack, told, ledger } = await begun(context)
	const here = { from: 20_000, to: 24_000 }
	die('engine', { job: A, range: here })
	comeBack('engine')
	told()
	die('engine', { job: A, range: here })
	comeBack('engine')
	assert.deepEqual(
		[told(), ledger.gaps(A).map(({ from, to }) => [from, to])],
		[['engine transcribe 1 from 24000 of 80000 ended file'], [[20_000, 24_000]]]
	)
})

test('a second job of the dead engine goes on at once, whatever the first one did', async context => {
	const { addRecording, runner, die, lose, told } = await begun(context)
	addRecording(B)
	runner.grew(B, 1_600)
	die('engine', { job: A, range: place }, true)
	told()
	lose('engine', true)
	assert.deepEqual(told(), ['engine transcribe 2 from 0 of 1600 live partials'])
})

test('deaths over other jobs, over nothing, or with progress between are forgiven', async context => {
	const { runner, attempt, die, comeBack, ledger } = await begun(context)
	for (const blamed of [{ job: A, range: place }, { job: B, range: place }, null, 'progress', { job: A, range: place }] as const) {
		if (blamed === 'progress') runner.message(step(attempt('transcribe'), 24_000))
		else {
			die('engine', blamed)
			comeBack('engine')
		}
	}
	assert.deepEqual(ledger.gaps(A), [])
})

test('what an asked-for end interrupts is tried again, also where it was under suspicion', async context => {
	const { runner, die, comeBack, lose, told } = await begun(context)
	die('engine', { job: A, range: place })
	comeBack('engine')
	told()
	lose('engine', true)
	assert.deepEqual(told(), [])
	runner.workerEnded('engine')
	assert.deepEqual(told(), ['engine transcribe 1 from 20000 of 80000 ended file'])
})

test('a file in which too many places kill fails with its reason, and the next one gets its turn', async context => {
	const { addFile, die, comeBack, told, state, ledger } = await begun(context)
	addFile(B)
	let deaths = 0
	for (let from = 20_000; state(A)[0] !== 'failed'; from += 100) {
		for (let n = 0; n < 2; n++, deaths++) {
			die('engine', { job: A, range: { from, to: from + 100 } })
			comeBack('engine')
		}
	}
	assert.deepEqual(
		[deaths, ledger.gaps(A).length, state(A, B), told()[0]],
		[2 * (MOST_QUARANTINES + 1), MOST_QUARANTINES, ['failed', 'decoding'], 'decoder decode 2']
	)
	assert.deepEqual(ledger.get(A)?.problem, {
		code: 'worker-died-here',
		facts: {},
		text: 'The engine crashed. It happened again and again, so the rest waits. What came before is kept; try again, or with another model.'
	})
})

test('early text that kills is not asked for until other text has come', async context => {
	const { runner, addRecording, attempt, die, comeBack, told, ledger } = await jobs(context)
	addRecording(A)
	runner.grew(A, 32_000)
	const showing = { job: A, activity: 'partial', range: { from: 0, to: 16_000 } }
	for (const _ of [1, 2]) {
		die('engine', showing)
		comeBack('engine')
	}
	assert.equal(told().at(-1), 'engine transcribe 1 from 0 of 32000 live')
	runner.message(step(attempt('transcribe'), 20_000, segmentOf(0, 19_000, 'one')))
	// Now it is: or nothing would be shown early for the rest of the recording.
	assert.deepEqual(told(), ['engine cancel', 'engine transcribe 1 from 20000 of 32000 live partials'])
	assert.deepEqual(ledger.gaps(A), [])
})

test('a place in a live recording is passed over as far as it was heard, and what comes later is transcribed', async context => {
	const { runner, addRecording, attempt, die, comeBack, told, ledger } = await jobs(context)
	addRecording(A)
	runner.grew(A, 1_600)
	// Looking for speech, an engine says a range that reaches beyond what it was given.
	const ahead = { job: A, activity: 'detecting-speech', range: { from: 0, to: 16_000 } }
	for (const _ of [1, 2]) {
		die('engine', ahead)
		comeBack('engine')
	}
	assert.deepEqual(told().at(-1), 'engine transcribe 1 from 1600 of 1600 live partials')
	assert.deepEqual(
		ledger.gaps(A).map(({ from, to }) => [from, to]),
		[[0, 1_600]]
	)
	runner.grew(A, 3_200)
	runner.message(step(attempt('transcribe'), 3_200, segmentOf(1_600, 3_200, 'one')))
	assert.equal(ledger.get(A)?.cursor, 3_200)
})

test('a place without audio is nothing to pass over', async context => {
	const { runner, addRecording, die, comeBack, told, ledger, heard } = await jobs(context)
	addRecording(A)
	runner.grew(A, 1_600)
	const nowhere = { job: A, activity: 'detecting-speech', range: { from: 1_600, to: 16_000 } }
	for (const _ of [1, 2]) {
		die('engine', nowhere)
		comeBack('engine')
	}
	assert.equal(told().at(-1), 'engine transcribe 1 from 0 of 1600 ended live partials')
	heard()
	runner.audioEnded(A, 1_600)
	assert.deepEqual([told(), ledger.gaps(A), heard('gap')], [['engine grown 1600 ended'], [], []])
})

test('a recording’s text that can’t be had waits until it is recorded: no engine dies for it meanwhile', async context => {
	const { runner, addRecording, die, comeBack, state, told, ledger } = await jobs(context)
	addRecording(A)
	runner.grew(A, 1_600)
	for (const _ of [1, 2]) {
		die('engine', { job: A })
		comeBack('engine')
	}
	assert.deepEqual([state(A), ledger.get(A)?.problem?.code], [['recording'], 'worker-died-here'])
	told()
	runner.grew(A, 3_200)
	die('engine', null)
	comeBack('engine')
	assert.deepEqual(told(), [])
	runner.audioEnded(A, 4_800)
	assert.deepEqual([told(), ledger.get(A)?.problem], [['engine transcribe 1 from 0 of 4800 ended live'], null])
	for (const _ of [1, 2]) {
		die('engine', { job: A })
		comeBack('engine')
	}
	assert.deepEqual(state(A), ['failed'])
})

test('never fails a recording while it is made, whatever dies', async context => {
	const { runner, addRecording, attempt, die, comeBack, state, told, giveUp } = await jobs(context)
	addRecording(A)
	runner.grew(A, 1_600)
	die('engine', { job: A, range: { from: 0, to: 1_600 } })
	comeBack('engine')
	const transcribe = attempt('transcribe')
	assert.deepEqual([state(A), told().at(-1)], [['recording'], 'engine transcribe 1 from 0 of 1600 live partials'])
	runner.message({ type: 'failed', attempt: transcribe, problem: broken })
	runner.grew(A, 3_200)
	assert.deepEqual([state(A), told()], [['recording'], ['engine grown 3200']])
	assert.deepEqual(giveUp('engine', { job: A, range: { from: 0, to: 1_600 } }), [['1 waiting'], []])
	runner.audioEnded(A, 4_800)
	assert.deepEqual(state(A), ['transcribing'])
	comeBack('engine')
	assert.deepEqual(told(), ['engine transcribe 1 from 1600 of 4800 ended live'])
})

test('a place can’t be passed over while the ledger takes nothing: it kills nobody meanwhile, and is when there is room', async context => {
	const { full, die, comeBack, told, ledger, heard } = await begun(context)
	const here = { from: 20_000, to: 24_000 }
	die('engine', { job: A, range: here })
	comeBack('engine')
	told()
	full(true)
	die('engine', { job: A, range: here })
	comeBack('engine')
	context.mock.timers.tick(2_000)
	assert.deepEqual([told(), ledger.gaps(A), heard('gap')], [[], [], []])
	full(false)
	context.mock.timers.tick(2_000)
	assert.deepEqual(told(), ['engine transcribe 1 from 20000 of 20000 ended file'])
})

test('what a main that died knew of places that kill is learnt again by its successor', async context => {
	const { die, comeBack, mainRestarts, told, ledger } = await begun(context)
	die('engine', { job: A, range: place })
	comeBack('engine')
	mainRestarts()
	assert.deepEqual(told(), ['engine transcribe 1 from 20000 of 80000 ended file'])
	die('engine', { job: A, range: place })
	assert.deepEqual(ledger.gaps(A), [])
})

test('a decoder that dies twice where nothing new is read is followed by the next; when none goes on there the file ends there, with a notice', async context => {
	const { runner, addFile, attempt, die, comeBack, state, told, ledger, shelf, produced } = await jobs(context)
	addFile(A)
	runner.message(decoded(attempt('decode'), 16_000))
	// More is on disk than the decoder had time to say.
	const journal = JournalWriter.open(shelf.journal(A))
	assert.ok(journal.ok)
	journal.value.append(new Int16Array(20_000))
	journal.value.close()
	told()
	die('decoder', { job: A, activity: 'decoding-file' })
	comeBack('decoder')
	assert.deepEqual(told(), ['engine grown 20000', 'decoder decode 1'])
	// It comes by what is there already: that is nothing new.
	runner.message(decoded(attempt('decode'), 20_000))
	die('decoder', { job: A, activity: 'decoding-file' })
	comeBack('decoder')
	assert.deepEqual([told().at(-1), state(A)], ['decoder decode 1', ['decoding']])
	runner.message({ type: 'failed', attempt: attempt('decode'), problem: { ...broken, code: 'source-changed' } })
	assert.deepEqual([state(A), ledger.get(A)?.samples, ledger.get(A)?.ended], [['transcribing'], 20_000, true])
	assert.deepEqual(
		ledger.get(A)?.notices.map(notice => notice.text),
		['The engine crashed. It happened twice at the same place, so the file was not read further. What came before is kept.']
	)
	assert.deepEqual([told().at(-1), produced], ['engine grown 20000 ended', ['decoder']])
})

test('the next decoder goes on behind the place where the one before it died', async context => {
	const { runner, addFile, attempt, die, comeBack, state, orders, ledger } = await jobs(context)
	addFile(A)
	runner.message(decoded(attempt('decode'), 16_000))
	for (let n = 0; n < 2; n++) {
		die('decoder', { job: A, activity: 'decoding-file' })
		comeBack('decoder')
	}
	runner.message(decoded(attempt('decode'), 32_000))
	// It has got through; where it dies itself is another place.
	die('decoder', { job: A, activity: 'decoding-file' })
	comeBack('decoder')
	assert.deepEqual(
		orders.flatMap(order => (order.type === 'decode' ? [order.skip] : [])),
		[0, 0, 1, 1]
	)
	runner.message(decodeEnded(attempt('decode'), 48_000))
	assert.deepEqual([state(A), ledger.get(A)?.notices], [['transcribing'], []])
})

test('a step that can’t be true is no text: the engine is ended, and does it again', async context => {
	const { runner, attempt, violations, die, comeBack, ledger, told } = await begun(context)
	const attempt1 = attempt('transcribe')
	for (const wrong of [
		step(attempt1, 40_000, segmentOf(10_000, 39_000, 'twice')),
		step(attempt1, 40_000, segmentOf(30_000, 41_000, 'too far')),
		step(attempt1, 80_001),
		step(attempt1, 40_000, null, { from: 0, to: 40_000, cause: 'engine-loop' })
	]) {
		runner.message(wrong)
		assert.equal(violations().length, 1)
	}
	assert.deepEqual([ledger.get(A)?.cursor, ledger.segments(A).length], [20_000, 1])
	die('engine', null)
	comeBack('engine')
	assert.deepEqual(told(), ['engine transcribe 1 from 20000 of 80000 ended file'])
})

test('early text is a sign that an engine is of use, as a settled step is', async context => {
	const { runner, addRecording, attempt, produced } = await jobs(context)
	addRecording(A)
	runner.grew(A, 16_000)
	const transcribe = attempt('transcribe')
	runner.message({ type: 'partial', attempt: transcribe, from: 0, to: 8_000, firm: '', faint: '' })
	assert.deepEqual(produced, [])
	runner.message({ type: 'partial', attempt: transcribe, from: 0, to: 8_000, firm: '', faint: 'one' })
	assert.deepEqual(produced, ['engine'])
})

test('an engine that is ended for what it said of a place is blamed on that place, wherever it was by then', async context => {
	const { runner, attempt, die, comeBack, ledger, told } = await begun(context)
	for (const _ of [1, 2]) {
		runner.message(step(attempt('transcribe'), 30_000, segmentOf(10_000, 29_000, 'twice')))
		// By its crumb it was idle, or at the next step.
		die('engine', null)
		comeBack('engine')
	}
	assert.deepEqual(ledger.gaps(A), [{ from: 20_000, to: 30_000, cause: 'engine-died', transcript: A }])
	assert.equal(told().at(-1), 'engine transcribe 1 from 30000 of 80000 ended file')
})
