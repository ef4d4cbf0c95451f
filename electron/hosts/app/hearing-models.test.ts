import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Wish } from '../../contract/wish.ts'
import { jobs } from '../../jobs/test-jobs.ts'
import { idOf, recordingNamed } from '../../ledger/test-ledger.ts'
import { wantedModel } from './hearing-models.ts'

const [A, B] = [idOf(1), idOf(2)]
const LARGE: Wish = { model: 'large', language: null }
const HUGE: Wish = { model: 'huge', language: null }

async function recorded(context: TestContext) {
	const all = await jobs(context)
	return Object.assign(all, {
		record: (id: string, wish: Wish | null) => {
			all.ledger.add(recordingNamed(id, { wish }))
			all.runner.added(id)
		},
		/** What the engine is to work with, and for whom that is. */
		wanted: () => {
			const { id, lent } = wantedModel({ settled: all.models.settled, hearer: all.models.hearer, live: all.runner.live })
			return [id, lent?.[0]]
		},
		notices: (id: string) => all.ledger.get(id)?.notices.map(({ code }) => code)
	})
}

test('the recording that began first has its way, also where nothing is wished for it; the other says that it is heard otherwise, once', async context => {
	const { record, wanted, notices, runner } = await recorded(context)
	record(A, null)
	record(B, LARGE)
	assert.deepEqual([wanted(), wanted(), notices(A), notices(B)], [['tiny', undefined], ['tiny', undefined], [], ['heard-later']])
	runner.audioEnded(A, 0)
	assert.deepEqual([wanted(), notices(B)], [['large', '2'], ['heard-later']])
})

test('one of which only text is made yet does not change what is being recorded', async context => {
	const { record, wanted, notices, runner, ledger } = await recorded(context)
	ledger.add(recordingNamed(A, { wish: HUGE }))
	ledger.saveJob(A, { state: 'failed', samples: 80_000, ended: true })
	record(B, LARGE)
	runner.retry(A)
	assert.deepEqual([wanted(), notices(A), notices(B)], [['large', '2'], ['heard-later'], []])
})

test('what can’t be had for one is refused to all that it would be lent to, however they wished it', async context => {
	const { record, wanted, notices, runner, models } = await recorded(context)
	record(A, LARGE)
	record(B, { model: 'large', language: null })
	const [id] = wanted()
	runner.live.refuseLent({ ...models.settled(), id: id ?? '', lent: A }, { code: 'model-kills', text: 'It died.', facts: {} })
	assert.deepEqual(
		[wanted(), notices(A), notices(B)],
		[
			['tiny', undefined],
			['model-kills', 'as-settings'],
			['model-kills', 'as-settings']
		]
	)
})

test('a model that is gone is refused to who wished it', async context => {
	const { record, wanted, notices, models } = await recorded(context)
	record(A, LARGE)
	record(B, HUGE)
	models.here = ['tiny', 'huge']
	assert.deepEqual([wanted(), notices(A), notices(B)], [['tiny', undefined], ['no-model', 'as-settings'], ['heard-later']])
})
