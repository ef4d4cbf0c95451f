import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idOf, segmentOf } from '../ledger/test-ledger.ts'
import { jobs, step } from './test-jobs.ts'

const [A, B] = [idOf(1), idOf(2)]
const died = { from: 16_000, to: 48_000, cause: 'engine-died' as const }

/** A finished file with a gap between two pieces of text. */
async function gappy(context: Parameters<typeof jobs>[0], id: string = A) {
	const all = await jobs(context)
	const { ledger, addFile } = all
	addFile(id, { state: 'done' })
	ledger.commitStep(id, { cursor: 16_000, segment: segmentOf(0, 16_000, 'before'), gap: null }, 'tiny', 1)
	ledger.commitStep(id, { cursor: 48_000, segment: null, gap: died }, 'tiny', 2)
	ledger.commitStep(id, { cursor: 64_000, segment: segmentOf(48_000, 64_000, 'behind'), gap: null }, 'tiny', 3)
	ledger.saveJob(id, { state: 'done', samples: 64_000, ended: true })
	return {
		...all,
		text: () => ledger.segments(id).map(segment => segment.text),
		gaps: () => ledger.gaps(id).map(({ from, to }) => [from, to])
	}
}

test('fills a gap from its beginning, and what is left of it shrinks with each step', async context => {
	const { runner, told, attempt, heard, text, gaps, ledger } = await gappy(context)
	assert.deepEqual(runner.retryGap(A, 16_000, null), { ok: true, value: {} })
	assert.deepEqual(told(), ['engine transcribe 1 from 16000 of 48000 ended file'])
	const again = attempt('transcribe')
	runner.message(step(again, 30_000, segmentOf(16_500, 29_000, 'in')))
	assert.deepEqual(
		heard('gap-changed', 'segment').map(event => (event.type === 'segment' ? event.segment.text : event)),
		[{ type: 'gap-changed', transcript: A, from: 16_000, gap: { ...died, transcript: A, from: 30_000 } }, 'in']
	)
	assert.deepEqual([text(), gaps()], [['before', 'in', 'behind'], [[30_000, 48_000]]])
	runner.message(step(again, 48_000, segmentOf(30_000, 48_000, 'between')))
	runner.message({ type: 'transcribed', attempt: again, cursor: 48_000 })
	assert.deepEqual([text(), gaps(), ledger.get(A)?.words, ledger.get(A)?.state], [['before', 'in', 'between', 'behind'], [], 4, 'done'])
	const [closed, counted] = heard('gap-changed', 'transcript')
	assert.deepEqual(closed, { type: 'gap-changed', transcript: A, from: 30_000, gap: null })
	assert.deepEqual(counted?.type === 'transcript' && [counted.transcript.words, counted.transcript.gaps], [4, 0])
})

test('silence in a gap ends it; what is no text again stays a gap, with its new cause', async context => {
	const { runner, attempt, gaps, ledger } = await gappy(context)
	runner.retryGap(A, 16_000, null)
	const again = attempt('transcribe')
	runner.message(step(again, 32_000, null, { from: 20_000, to: 32_000, cause: 'engine-loop' }))
	assert.deepEqual(
		ledger.gaps(A).map(({ from, to, cause }) => [from, to, cause]),
		[
			[20_000, 32_000, 'engine-loop'],
			[32_000, 48_000, 'engine-died']
		]
	)
	runner.message({ type: 'transcribed', attempt: again, cursor: 48_000 })
	assert.deepEqual(gaps(), [[20_000, 32_000]])
})

test('asking twice is asking once; there must be a gap, and one that can be filled', async context => {
	const { runner, told, ledger } = await gappy(context)
	ledger.addGaps(A, [{ from: 50_000, to: 51_000, cause: 'damaged' }])
	const codes = [16_000, 16_000, 17_000, 50_000].map(from => {
		const answer = runner.retryGap(A, from, null)
		return answer.ok ? 'ok' : answer.problem.code
	})
	assert.deepEqual([codes, runner.retryGap(B, 16_000, null).ok, told().length], [['ok', 'ok', 'no-gap', 'hopeless-gap'], false, 1])
})

test('is tried with the next engine when the first dies, once it is known that it was not its doing', async context => {
	const { runner, told, lose, known } = await gappy(context)
	runner.retryGap(A, 16_000, null)
	told()
	// Unlike a job it waits for that: what killed one engine must not kill the standby for a gap.
	lose('engine', true)
	assert.deepEqual(told(), [])
	assert.deepEqual([known('engine', null), told()], [[], ['engine transcribe 1 from 16000 of 48000 ended file']])
	lose('engine', true)
	runner.workerEnded('engine')
	assert.deepEqual(told(), ['engine transcribe 1 from 16000 of 48000 ended file'])
})

test('stays a gap when it kills twice, with a notice, and the next one gets its turn', async context => {
	const { runner, told, die, heard, gaps, ledger } = await gappy(context)
	ledger.addGaps(A, [{ from: 60_000, to: 62_000, cause: 'engine-no-words' }])
	runner.retryGap(A, 16_000, null)
	runner.retryGap(A, 60_000, null)
	told()
	const blamed = { job: A, range: { from: 16_000, to: 32_000 } }
	assert.deepEqual([die('engine', blamed, true), heard('notice')], [['1 continued'], []])
	assert.deepEqual(told(), ['engine transcribe 1 from 16000 of 48000 ended file'])
	die('engine', blamed, true)
	assert.deepEqual(
		heard('notice').map(event => event.type === 'notice' && event.problem.code),
		['gap-stays']
	)
	assert.deepEqual(
		[gaps(), told()],
		[
			[
				[16_000, 48_000],
				[60_000, 62_000]
			],
			['engine transcribe 1 from 60000 of 62000 ended file']
		]
	)
})

test('a death over a gap is not held against the recording that it is in, nor the other way round', async context => {
	const { runner, addRecording, ledger, told, die, heard } = await jobs(context)
	addRecording(A)
	runner.grew(A, 64_000)
	ledger.commitStep(A, { cursor: 16_000, segment: segmentOf(0, 16_000, 'before'), gap: null }, 'tiny', 1)
	ledger.commitStep(A, { cursor: 48_000, segment: null, gap: died }, 'tiny', 2)
	runner.retryGap(A, 16_000, null)
	told()
	die('engine', { job: A, range: { from: 48_000, to: 60_000 } }, true)
	die('engine', { job: A, range: { from: 20_000, to: 30_000 } }, true)
	// One death each.
	assert.deepEqual([ledger.gaps(A).length, heard('notice', 'gap')], [1, []])
	die('engine', { job: A, range: { from: 20_000, to: 30_000 } }, true)
	assert.deepEqual([ledger.gaps(A).length, heard('notice', 'gap').length], [1, 1])
})

test('what can’t be true of a gap is no text, and the engine is ended', async context => {
	const { runner, attempt, violations, text, gaps, die, comeBack, heard } = await gappy(context)
	runner.retryGap(A, 16_000, null)
	const again = attempt('transcribe')
	for (const wrong of [
		step(again, 40_000, segmentOf(0, 15_000, 'twice')),
		step(again, 40_000, segmentOf(30_000, 41_000, 'too far')),
		step(again, 48_001)
	]) {
		runner.message(wrong)
		assert.equal(violations().length, 1)
	}
	assert.deepEqual([text(), gaps()], [['before', 'behind'], [[16_000, 48_000]]])
	// Twice is enough, as with an engine that dies there.
	die('engine', null)
	comeBack('engine')
	die('engine', null)
	comeBack('engine')
	assert.equal(heard('notice').length, 1)
})

test('what the library only wrote down is no silence: the gap stays, with that as its cause', async context => {
	const { runner, attempt, failures, ledger } = await gappy(context)
	runner.retryGap(A, 16_000, null)
	const again = attempt('transcribe')
	failures.push('Out of tensors')
	runner.message({ type: 'transcribed', attempt: again, cursor: 48_000 })
	assert.deepEqual(ledger.gaps(A), [{ ...died, cause: 'engine-failed', transcript: A }])
})

test('is given up with a sentence when there is no room, and can be asked for again', async context => {
	const { runner, full, attempt, told, heard, gaps } = await gappy(context)
	runner.retryGap(A, 16_000, null)
	const again = attempt('transcribe')
	told()
	full(true)
	runner.message(step(again, 30_000, segmentOf(16_500, 29_000, 'in')))
	assert.deepEqual(
		[heard('notice', 'segment').map(event => event.type === 'notice' && event.problem.code), told()],
		[['ledger-write'], ['engine cancel']]
	)
	full(false)
	runner.message(step(again, 48_000, segmentOf(30_000, 48_000, 'late')))
	assert.deepEqual(gaps(), [[16_000, 48_000]])
	runner.retryGap(A, 16_000, null)
	assert.deepEqual(told(), ['engine transcribe 1 from 16000 of 48000 ended file'])
})

test('is dropped with its transcript, also when that has long been done', async context => {
	const { runner, told, attempt, text } = await gappy(context)
	runner.retryGap(A, 16_000, null)
	const again = attempt('transcribe')
	told()
	runner.forget(A)
	assert.deepEqual(told(), ['engine cancel'])
	runner.message(step(again, 30_000, segmentOf(16_500, 29_000, 'late')))
	assert.deepEqual(text(), ['before', 'behind'])
})

test('an engine that fails on it says why, and it stays a gap', async context => {
	const { runner, attempt, heard, gaps } = await gappy(context)
	runner.retryGap(A, 16_000, null)
	const problem = { code: 'journal-missing', facts: {}, text: 'The audio is gone.' }
	runner.message({ type: 'failed', attempt: attempt('transcribe'), problem })
	assert.deepEqual([heard('notice'), gaps()], [[{ type: 'notice', problem }], [[16_000, 48_000]]])
})
