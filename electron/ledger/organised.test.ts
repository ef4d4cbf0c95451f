import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Organised } from './organised.ts'
import { fileNamed, idOf, ledgerFor, recordingNamed } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'

test('favourites and tags of many transcripts are set at once, and what is not given stays', context => {
	const db = ledgerFor(context)
	const [ledger, organised] = [new Transcripts(db), new Organised(db)]
	for (const n of [1, 2, 3]) ledger.add(fileNamed(idOf(n)))
	const now = () => [1, 2, 3].map(n => [ledger.get(idOf(n))?.favourite, ledger.get(idOf(n))?.tags])
	const none = [false, []]
	assert.deepEqual(now(), [none, none, none])
	assert.ok(organised.set([idOf(1), idOf(2), idOf(9)], { favourite: true, add: ['work', '采访'] }).ok)
	assert.deepEqual(now(), [[true, ['work', '采访']], [true, ['work', '采访']], none])
	organised.set([idOf(2), idOf(3)], { favourite: false })
	organised.set([idOf(2), idOf(3)], { add: ['Work', 'board'], remove: ['采访'] })
	assert.deepEqual(now(), [
		[true, ['work', '采访']],
		[false, ['work', 'board']],
		[false, ['Work', 'board']]
	])
	organised.set([idOf(3)], { remove: ['WORK'] })
	assert.deepEqual(ledger.get(idOf(3))?.tags, ['board'])
})

test('the trash has what was thrown away last first, a recording without its other channels', context => {
	const db = ledgerFor(context)
	const [ledger, organised] = [new Transcripts(db), new Organised(db)]
	for (const n of [1, 2, 3]) ledger.add(fileNamed(idOf(n)))
	ledger.add(recordingNamed(idOf(4), { state: 'done' }))
	ledger.add(recordingNamed(idOf(5), { state: 'done', partOf: { whole: idOf(4), channel: 'others', offset: 0 } }))
	ledger.trash([idOf(4)], 2_000)
	ledger.trash([idOf(1)], 3_000)
	assert.deepEqual(
		organised.trashed().map(({ row, at }) => [row.id, at]),
		[
			[idOf(1), 3_000],
			[idOf(4), 2_000]
		]
	)
})

test('marks that the user set are counted, pauses are not', context => {
	const ledger = new Transcripts(ledgerFor(context))
	ledger.add(recordingNamed(idOf(1)))
	ledger.setMark(idOf(1), { id: idOf(7), kind: 'mark', sample: 5, ms: 0, note: '' })
	ledger.setMark(idOf(1), { id: idOf(8), kind: 'pause', sample: 9, ms: 500, note: '' })
	assert.equal(ledger.get(idOf(1))?.marks, 1)
})
