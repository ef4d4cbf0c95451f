import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idOf, segmentOf } from '../ledger/test-ledger.ts'
import { broken, decodeEnded, jobs, step } from './test-jobs.ts'

const [A, B, C] = [idOf(1), idOf(2), idOf(3)]

/** A recording of 80,000 samples whose live text is done, and whose second pass the engine has just been given. */
async function ended(context: Parameters<typeof jobs>[0], id: string = A) {
	const all = await jobs(context)
	const { runner, ledger, addRecording, attempt, told, heard, wants } = all
	wants.polish = true
	addRecording(id)
	runner.grew(id, 80_000)
	const live = attempt('transcribe')
	runner.message(step(live, 30_000, segmentOf(0, 30_000, 'live one')))
	runner.message(step(live, 60_000, segmentOf(30_000, 60_000, 'live two')))
	runner.audioEnded(id, 80_000)
	runner.message(step(live, 80_000, segmentOf(60_000, 80_000, 'live three')))
	heard()
	runner.message({ type: 'transcribed', attempt: live, cursor: 80_000 })
	const given = told().at(-1)
	return Object.assign(all, {
		given,
		text: (of = id) => ledger.segments(of).map(segment => segment.text),
		polishing: (of = id) => all.runner.describe(ledger.get(of) ?? assert.fail()).polishing,
		notices: () => ledger.get(id)?.notices.map(notice => notice.code)
	})
}

test('an ended recording is transcribed once more as a file, and its live text stands until all of it is there', async context => {
	const { runner, given, attempt, text, polishing, heard, state, told, produced } = await ended(context)
	assert.deepEqual([state(A), given, polishing()], [['done'], 'engine transcribe 1 from 0 of 80000 ended file', 0])
	// Whoever hears that it is done hears that more is to come.
	assert.deepEqual(
		heard('transcript').map(event => event.type === 'transcript' && [event.transcript.state, event.transcript.polishing]),
		[['done', 0]]
	)
	const pass = attempt('transcribe')
	runner.message(step(pass, 50_000, segmentOf(0, 49_000, 'file one two')))
	// The same once more, or less of it, is nothing new.
	runner.message(step(pass, 50_000, segmentOf(0, 49_000, 'file one two')))
	runner.message(step(pass, 20_000))
	assert.deepEqual([text(), polishing(), produced.length], [['live one', 'live two', 'live three'], 50_000, 4])
	assert.ok(runner.needsJournal(A))
	runner.message(step(pass, 70_000, segmentOf(50_000, 69_000, 'file three')))
	heard()
	runner.message({ type: 'transcribed', attempt: pass, cursor: 80_000 })
	assert.deepEqual(
		heard('transcript', 'text-replaced').map(event => (event.type === 'transcript' ? event.transcript.polishing : event)),
		[80_000, { type: 'text-replaced', transcript: A }, null]
	)
	assert.deepEqual([text(), polishing(), told(), runner.needsJournal(A)], [['file one two', 'file three'], null, [], false])
})

test('files and recordings whose text can’t be had get none, and nobody does who does not want it', async context => {
	const { runner, addFile, addRecording, attempt, told, wants, polishing, ledger, passes } = await ended(context)
	runner.cancel(A)
	wants.polish = false
	addRecording(B)
	runner.grew(B, 1_600)
	runner.audioEnded(B, 1_600)
	runner.message({ type: 'transcribed', attempt: attempt('transcribe'), cursor: 1_600 })
	wants.polish = true
	addFile(C)
	runner.message(decodeEnded(attempt('decode'), 1_600))
	runner.message({ type: 'transcribed', attempt: attempt('transcribe'), cursor: 1_600 })
	addRecording(idOf(4))
	runner.audioEnded(idOf(4), 1_600)
	runner.message({ type: 'failed', attempt: attempt('transcribe'), problem: broken })
	told()
	runner.schedule()
	assert.deepEqual([told(), passes.list(), [B, C].map(polishing), ledger.get(idOf(4))?.state], [[], [], [null, null], 'failed'])
})

test('waits for whatever is recorded or dropped, and goes on from where it was', async context => {
	const { runner, addRecording, addFile, attempt, told, text, polishing } = await ended(context)
	runner.message(step(attempt('transcribe'), 50_000, segmentOf(0, 49_000, 'file one')))
	const before = attempt('transcribe')
	addRecording(B)
	assert.deepEqual(told(), ['engine transcribe 2 from 0 of 0 live partials', 'engine cancel'])
	// What was on its way is late.
	runner.message(step(before, 70_000, segmentOf(50_000, 69_000, 'late')))
	assert.equal(polishing(), 50_000)
	addFile(C)
	runner.audioEnded(B, 0)
	runner.message({ type: 'transcribed', attempt: attempt('transcribe'), cursor: 0 })
	runner.message(decodeEnded(attempt('decode'), 1_600))
	told()
	runner.message({ type: 'transcribed', attempt: attempt('transcribe'), cursor: 1_600 })
	assert.deepEqual(told(), ['engine transcribe 1 from 50000 of 80000 ended file'])
	runner.message(step(attempt('transcribe'), 80_000, segmentOf(50_000, 79_000, 'file two')))
	runner.message({ type: 'transcribed', attempt: attempt('transcribe'), cursor: 80_000 })
	assert.deepEqual(text(), ['file one', 'file two'])
})

test('several are taken one after the other', async context => {
	const { runner, addRecording, attempt, told, text } = await ended(context)
	addRecording(B)
	runner.audioEnded(B, 1_600)
	runner.message({ type: 'transcribed', attempt: attempt('transcribe'), cursor: 1_600 })
	assert.equal(told().at(-1), 'engine transcribe 1 from 0 of 80000 ended file')
	runner.message({ type: 'transcribed', attempt: attempt('transcribe'), cursor: 80_000 })
	assert.deepEqual([text(), told()], [[], ['engine transcribe 2 from 0 of 1600 ended file']])
})

test('only what lies between the user’s own words is transcribed again', async context => {
	const all = await ended(context)
	all.edit(A, 30_000, 'my own words')
	// It had begun without them: all of it is done, and then begins again around them.
	all.runner.message({ type: 'transcribed', attempt: all.attempt('transcribe'), cursor: 80_000 })
	assert.deepEqual([all.told(), all.polishing()], [['engine transcribe 1 from 0 of 30000 ended file'], 0])
	const before = all.attempt('transcribe')
	all.runner.message(step(before, 30_000, segmentOf(0, 29_000, 'file one')))
	all.runner.message({ type: 'transcribed', attempt: before, cursor: 30_000 })
	assert.deepEqual(all.told(), ['engine transcribe 1 from 60000 of 80000 ended file'])
	all.mainRestarts()
	assert.deepEqual(all.told(), ['engine transcribe 1 from 60000 of 80000 ended file'])
	const behind = all.attempt('transcribe')
	all.runner.message(step(behind, 70_000, segmentOf(60_000, 69_000, 'file two')))
	all.runner.message({ type: 'transcribed', attempt: behind, cursor: 80_000 })
	assert.deepEqual([all.text(), all.polishing(), all.ledger.get(A)?.words], [['file one', 'live two', 'file two'], null, 7])
})

test('goes on with the next engine when the first dies, once it is known that it was not its doing', async context => {
	const { runner, attempt, lose, known, comeBack, told, polishing } = await ended(context)
	runner.message(step(attempt('transcribe'), 50_000, segmentOf(0, 49_000, 'file one')))
	told()
	lose('engine', true)
	assert.deepEqual(told(), [])
	assert.deepEqual([known('engine', null), told()], [['1 continued'], ['engine transcribe 1 from 50000 of 80000 ended file']])
	lose('engine', true)
	runner.workerEnded('engine')
	assert.deepEqual([told(), polishing()], [['engine transcribe 1 from 50000 of 80000 ended file'], 50_000])
	lose('engine')
	assert.deepEqual([known('engine', null), told()], [['1 continued'], []])
	comeBack('engine')
	assert.deepEqual(told(), ['engine transcribe 1 from 50000 of 80000 ended file'])
})

test('is given up when it kills twice at one place: the live text stays, with a notice, and the next one gets its turn', async context => {
	const { runner, attempt, die, told, text, polishing, notices, passes, state, ledger } = await ended(context)
	const blamed = { job: A, range: { from: 50_000, to: 60_000 } }
	die('engine', blamed, true)
	runner.message(step(attempt('transcribe'), 50_000, segmentOf(0, 49_000, 'file one')))
	// Text came between: that was another place.
	assert.deepEqual([die('engine', blamed, true), polishing()], [['1 continued'], 50_000])
	told()
	assert.deepEqual(die('engine', blamed, true), ['1 continued'])
	assert.deepEqual(
		[text(), polishing(), notices(), passes.list(), state(A), ledger.gaps(A), told()],
		[['live one', 'live two', 'live three'], null, ['polish-died'], [], ['done'], [], []]
	)
})

test('replaces nothing when it has no words where there were some', async context => {
	const { runner, attempt, text, notices, polishing, heard } = await ended(context)
	const pass = attempt('transcribe')
	runner.message(step(pass, 40_000, segmentOf(0, 39_000, 'file one')))
	runner.message(step(pass, 60_000, null, { from: 40_000, to: 60_000, cause: 'engine-loop' }))
	runner.message({ type: 'transcribed', attempt: pass, cursor: 80_000 })
	assert.deepEqual([text(), notices(), polishing()], [['live one', 'live two', 'live three'], ['polish-worse'], null])
	assert.deepEqual(heard('text-replaced'), [])
})

test('what the library only wrote down is no silence, here either', async context => {
	const { runner, attempt, failures, text, notices } = await ended(context)
	failures.push('Failed to allocate memory')
	runner.message({ type: 'transcribed', attempt: attempt('transcribe'), cursor: 80_000 })
	assert.deepEqual([text(), notices()], [['live one', 'live two', 'live three'], ['polish-worse']])
})

test('what can’t be true is no text: the engine is ended, and twice is enough', async context => {
	const { runner, attempt, violations, die, comeBack, polishing, text, notices } = await ended(context)
	for (const wrong of [step(attempt('transcribe'), 40_000, segmentOf(30_000, 41_000, 'too far')), step(attempt('transcribe'), 80_001)]) {
		runner.message(wrong)
		assert.deepEqual([violations().length, polishing()], [1, 0])
	}
	for (const _ of [1, 2]) {
		die('engine', null)
		comeBack('engine')
	}
	assert.deepEqual([text().length, polishing(), notices()], [3, null, ['polish-died']])
})

test('waits while the ledger takes nothing, and then loses and doubles nothing', async context => {
	const { runner, full, attempt, told, text, polishing, heard } = await ended(context)
	runner.message(step(attempt('transcribe'), 50_000, segmentOf(0, 49_000, 'file one')))
	full(true)
	runner.message(step(attempt('transcribe'), 70_000, segmentOf(50_000, 69_000, 'file two')))
	assert.deepEqual([told(), polishing(), heard('notice').length], [['engine cancel'], 50_000, 1])
	context.mock.timers.tick(2_000)
	assert.deepEqual(told(), [])
	full(false)
	context.mock.timers.tick(2_000)
	assert.deepEqual([told(), heard('notice')], [['engine transcribe 1 from 70000 of 80000 ended file'], []])
	runner.message(step(attempt('transcribe'), 80_000, segmentOf(70_000, 79_000, 'file three')))
	full(true)
	runner.message({ type: 'transcribed', attempt: attempt('transcribe'), cursor: 80_000 })
	assert.deepEqual([text().length, polishing(), told()], [3, 80_000, []])
	full(false)
	context.mock.timers.tick(2_000)
	assert.deepEqual([text(), polishing(), told()], [['file one', 'file two', 'file three'], null, []])
})

test('a gap that is tried again beside it has deaths of its own', async context => {
	const { runner, ledger, die, heard, polishing, told } = await ended(context)
	ledger.addGaps(A, [{ from: 60_000, to: 80_000, cause: 'engine-died' }])
	runner.retryGap(A, 60_000, null)
	assert.deepEqual(told(), ['engine transcribe 1 from 60000 of 80000 ended file'])
	die('engine', { job: A, range: { from: 62_000, to: 70_000 } }, true)
	die('engine', { job: A, range: { from: 0, to: 20_000 } }, true)
	assert.deepEqual([heard('notice'), polishing()], [[], 0])
	die('engine', { job: A, range: { from: 62_000, to: 70_000 } }, true)
	assert.deepEqual([heard('notice').length, polishing()], [1, 0])
})

test('an engine that fails on it says why, and the live text stays', async context => {
	const { runner, attempt, text, polishing, notices, told } = await ended(context)
	runner.message({ type: 'failed', attempt: attempt('transcribe'), problem: broken })
	assert.deepEqual([text().length, polishing(), notices(), told()], [3, null, [broken.code], []])
})

test('is ended by the user: the live text stays, and no main takes it up again', async context => {
	const { runner, attempt, text, polishing, told, mainRestarts, heard } = await ended(context)
	const pass = attempt('transcribe')
	runner.message(step(pass, 50_000, segmentOf(0, 49_000, 'file one')))
	heard()
	assert.deepEqual([runner.cancel(A), told()], [{ ok: true, value: null }, ['engine cancel']])
	assert.equal(heard('transcript').length, 1)
	runner.message({ type: 'transcribed', attempt: pass, cursor: 80_000 })
	mainRestarts()
	assert.deepEqual([text().length, polishing(), told()], [3, null, []])
})

test('is ended by the settings, also one of an earlier main', async context => {
	const { runner, wants, text, polishing, told, mainRestarts, passes } = await ended(context)
	wants.polish = false
	mainRestarts()
	assert.deepEqual([told(), polishing(), passes.list()], [[], null, []])
	wants.polish = true
	runner.settingsChanged()
	assert.deepEqual([text().length, polishing()], [3, null])
})

test('waits with its transcript in the trash, and goes on when that comes back', async context => {
	const { runner, ledger, attempt, told, text } = await ended(context)
	runner.message(step(attempt('transcribe'), 50_000, segmentOf(0, 49_000, 'file one')))
	ledger.trash([A], 1)
	runner.forget(A)
	assert.deepEqual([told(), runner.needsJournal(A)], [['engine cancel'], false])
	ledger.trash([A], null)
	runner.restored(A)
	runner.restored(A)
	assert.deepEqual([told(), text().length], [['engine transcribe 1 from 50000 of 80000 ended file'], 3])
})

test('a step that the ledger had no room for is heard again when its transcript comes out of the trash meanwhile', async context => {
	const { runner, ledger, attempt, full, passes, told } = await ended(context)
	full(true)
	runner.message(step(attempt('transcribe'), 50_000, segmentOf(0, 49_000, 'file one')))
	full(false)
	ledger.trash([A], 1)
	runner.forget(A)
	ledger.trash([A], null)
	runner.restored(A)
	told()
	context.mock.timers.tick(2_000)
	assert.deepEqual([passes.get(A)?.cursor, told()], [0, ['engine transcribe 1 from 0 of 80000 ended file']])
})

test('while the ledger has no room for the end of a pass, none can be asked for instead', async context => {
	const { runner, full, passes } = await ended(context)
	full(true)
	runner.cancel(A)
	full(false)
	const asked = runner.again(A, { model: 'large', language: null })
	assert.equal(asked.ok ? 'ok' : asked.problem.code, 'ledger-write')
	context.mock.timers.tick(2_000)
	assert.equal(passes.get(A), null)
	assert.ok(runner.again(A, { model: 'large', language: null }).ok)
	assert.equal(passes.get(A)?.model, 'large')
})

test('the next main goes on where the last one was', async context => {
	const all = await ended(context)
	all.runner.message(step(all.attempt('transcribe'), 50_000, segmentOf(0, 49_000, 'file one')))
	// This one has no word in it any more.
	all.runner.stop()
	all.told()
	all.runner.message(step(all.attempt('transcribe'), 60_000, segmentOf(50_000, 59_000, 'late')))
	all.runner.workerEnded('engine')
	all.runner.workerReady()
	assert.deepEqual(all.told(), [])
	all.mainRestarts()
	assert.deepEqual(all.told(), ['engine transcribe 1 from 50000 of 80000 ended file'])
})
