import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { idOf, segmentOf } from '../ledger/test-ledger.ts'
import { broken, jobs, step } from './test-jobs.ts'

const [A, B] = [idOf(1), idOf(2)]

/** Two files that are done with the model tiny, one with a gap; the engine with another model is played by the test. */
async function done(context: TestContext) {
	const all = await jobs(context)
	const { ledger, addFile, other, runner } = all
	for (const id of [A, B]) {
		addFile(id, { state: 'done' })
		ledger.commitStep(id, { cursor: 80_000, segment: segmentOf(0, 40_000, 'tiny one'), gap: null }, 'tiny', 1)
		ledger.addGaps(id, [{ from: 50_000, to: 60_000, cause: 'engine-died' }])
		ledger.saveJob(id, { state: 'done', samples: 80_000, ended: true })
	}
	const again = (id: string, model: string, language: string | null = null) => {
		const asked = all.runner.again(id, { model, language })
		return asked.ok ? 'ok' : asked.problem.code
	}
	return Object.assign(all, {
		again,
		calls: () => other.calls.splice(0),
		ready: () => {
			other.standing = 'ready'
			all.runner.otherEngine.workerReady()
		},
		gone: () => {
			other.standing = 'away'
			all.runner.otherEngine.workerLost()
			all.runner.otherEngine.workerEnded()
		},
		said: (...what: Parameters<typeof step>) => runner.otherEngine.message(step(...what)),
		text: (id = A) => ledger.segments(id).map(({ text, model }) => `${model}: ${text}`),
		shows: (id = A) => {
			const { polishing, polishModel } = all.runner.describe(ledger.get(id) ?? assert.fail())
			return [polishing, polishModel]
		},
		notices: (id = A) => ledger.get(id)?.notices.map(({ code }) => code)
	})
}

test('a file is heard again from its start with another model, its text stands meanwhile, and is replaced at once', async context => {
	const { again, calls, ready, told, said, attempt, text, shows, runner, heard, ledger } = await done(context)
	assert.equal(again(A, 'large'), 'ok')
	assert.deepEqual([calls(), shows(), runner.needsJournal(A)], [['start with large'], [0, 'The large'], true])
	ready()
	assert.deepEqual(told(), ['engine-other transcribe 1 from 0 of 80000 ended file'])
	said(attempt('transcribe'), 60_000, segmentOf(0, 59_000, 'large all'))
	assert.deepEqual([text(), shows()], [['tiny: tiny one'], [60_000, 'The large']])
	heard()
	runner.otherEngine.message({ type: 'transcribed', attempt: attempt('transcribe'), cursor: 80_000 })
	assert.deepEqual(heard('text-replaced'), [{ type: 'text-replaced', transcript: A }])
	assert.deepEqual([text(), shows(), ledger.gaps(A), told()], [['The large: large all'], [null, null], [], []])
})

test('what can’t be heard again, a model that is not here, or too little memory for it is a sentence, and nothing is begun', async context => {
	const { again, calls, addFile, other, shows, ledger, state } = await done(context)
	addFile(idOf(3))
	assert.deepEqual([again(idOf(3), 'large'), again(idOf(9), 'large'), again(A, 'gone')], ['still-at-work', 'no-transcript', 'no-model'])
	addFile(idOf(4), { state: 'failed' })
	assert.equal(again(idOf(4), 'large'), 'not-read-yet')
	other.memory = 1_000_000_000
	assert.equal(again(A, 'large'), 'no-memory-for-model')
	assert.deepEqual([calls(), shows()], [[], [null, null]])
	assert.deepEqual([ledger.get(A)?.words, state(A)], [2, ['done']])
})

test('the usual model is used by the usual engine, after everything else, also where nobody wants second passes', async context => {
	const { again, told, addFile, attempt, runner, text, calls } = await done(context)
	assert.equal(again(A, 'tiny'), 'ok')
	assert.deepEqual([told(), calls()], [['engine transcribe 1 from 0 of 80000 ended file'], []])
	runner.settingsChanged()
	addFile(B.replaceAll('2', '5'))
	assert.deepEqual(told(), ['engine cancel', 'decoder decode 5'])
	runner.message({ type: 'failed', attempt: attempt('decode'), problem: broken })
	assert.deepEqual(told(), ['engine transcribe 1 from 0 of 80000 ended file'])
	runner.message(step(attempt('transcribe'), 80_000, segmentOf(0, 59_000, 'tiny anew')))
	runner.message({ type: 'transcribed', attempt: attempt('transcribe'), cursor: 80_000 })
	assert.deepEqual(text(), ['tiny: tiny anew'])
})

test('a gap that somebody waits for goes first, and the file goes on after it', async context => {
	const { again, ready, told, said, attempt, runner } = await done(context)
	again(A, 'large')
	ready()
	said(attempt('transcribe'), 30_000, segmentOf(0, 29_000, 'large one'))
	told()
	runner.retryGap(B, 50_000, 'large')
	assert.deepEqual(told(), ['engine-other cancel', 'engine-other transcribe 2 from 50000 of 60000 ended file'])
	said(attempt('transcribe'), 60_000)
	assert.deepEqual(told(), ['engine-other transcribe 1 from 30000 of 80000 ended file'])
})

test('files with different models are heard one after the other, each by an engine of its own', async context => {
	const { again, ready, gone, calls, told, attempt, runner, said, text } = await done(context)
	again(A, 'large')
	again(B, 'huge')
	ready()
	said(attempt('transcribe'), 80_000, segmentOf(0, 59_000, 'large all'))
	runner.otherEngine.message({ type: 'transcribed', attempt: attempt('transcribe'), cursor: 80_000 })
	assert.deepEqual([calls(), text()], [['start with large', 'let go'], ['The large: large all']])
	gone()
	told()
	ready()
	assert.deepEqual([calls(), told()], [['start with huge'], ['engine-other transcribe 2 from 0 of 80000 ended file']])
})

test('it is gone on with after a restart, waits with the queue, and can be ended; asked again it begins with that model', async context => {
	const all = await done(context)
	const { again, ready, told, said, attempt, calls, shows, wants, other, passes } = all
	again(A, 'large')
	ready()
	said(attempt('transcribe'), 30_000, segmentOf(0, 29_000, 'large one'))
	wants.pause = true
	all.runner.settingsChanged()
	assert.equal(told().at(-1), 'engine-other cancel')
	other.standing = 'away'
	all.mainRestarts()
	calls()
	assert.deepEqual([told(), shows()], [[], [30_000, 'The large']])
	wants.pause = false
	all.runner.settingsChanged()
	ready()
	assert.deepEqual([calls(), told()], [['start with large'], ['engine-other transcribe 1 from 30000 of 80000 ended file']])
	again(A, 'huge')
	assert.deepEqual([told(), shows()], [['engine-other cancel'], [0, 'The huge']])
	all.runner.cancel(A)
	assert.deepEqual([shows(), passes.list()], [[null, null], []])
	again(A, 'huge')
	all.runner.retry(A)
	assert.deepEqual(shows(), [0, 'The huge'], 'what is done is not tried again')
})

test('a model that dies twice over it, can’t be loaded, or is taken away leaves the text as it was, and says so', async context => {
	const all = await done(context)
	const { again, ready, other, text, notices, models, runner } = all
	again(A, 'large')
	ready()
	for (let n = 0; n < 2; n++) {
		other.standing = 'coming'
		runner.otherEngine.workerLost()
		const jobs = runner.otherEngine.workerDied({ job: A, activity: 'transcribing', range: { from: 0, to: 1_000 } })
		assert.deepEqual(
			jobs.map(({ transcript, outcome }) => [transcript, outcome]),
			[[A, 'continued']]
		)
		ready()
	}
	again(B, 'large')
	runner.otherEngine.workerGaveUp(broken)
	models.here = ['tiny', 'huge']
	assert.deepEqual([text(), notices(), notices(B)], [['tiny: tiny one'], ['again-died'], [broken.code]])
	again(A, 'huge')
	models.here = ['tiny']
	other.standing = 'away'
	all.mainRestarts()
	assert.deepEqual([notices(), text()], [['again-died', 'no-model'], ['tiny: tiny one']])
})

test('a model that the settings have, and that is still being loaded, is waited for; one that they have no more is loaded beside', async context => {
	const { again, told, calls, models, runner } = await done(context)
	const large = { ...models.settled(), id: 'large' }
	models.settled = () => large
	models.next = large
	assert.equal(again(A, 'large'), 'ok')
	runner.workerReady()
	assert.deepEqual([told(), calls()], [[], []])
	models.chosen = large
	models.next = null
	runner.workerReady()
	assert.deepEqual([told(), calls()], [['engine transcribe 1 from 0 of 80000 ended file'], []])
	assert.equal(again(B, 'large'), 'ok')
	runner.cancel(A)
	assert.deepEqual(told(), ['engine cancel', 'engine transcribe 2 from 0 of 80000 ended file'])
	runner.workerLost('engine')
	models.chosen = { ...large, id: 'huge' }
	runner.workerEnded('engine')
	assert.deepEqual([told(), calls()], [[], ['start with large']])
})
