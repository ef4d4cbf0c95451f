import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Edits } from './edits.ts'
import { fileNamed, idOf, ledgerFor, segmentOf, writtenAs } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'

const id = idOf(1)

function said(context: Parameters<typeof ledgerFor>[0]) {
	const db = ledgerFor(context)
	const [ledger, edits] = [new Transcripts(db), new Edits(db)]
	ledger.add(fileNamed(id))
	ledger.commitStep(id, { cursor: 100, segment: segmentOf(0, 100, 'one two'), gap: null }, 'tiny', 0)
	ledger.commitStep(id, { cursor: 200, segment: segmentOf(100, 200, 'three'), gap: null }, 'tiny', 0)
	return { db, ledger, edits }
}

test('an edit stands beside what was heard, and the words are counted as it reads', context => {
	const { ledger, edits } = said(context)
	const split = {
		pieces: [
			{ text: 'One,', speaker: 's1' },
			{ text: 'and two', speaker: null }
		],
		joined: false
	}
	for (let twice = 0; twice < 2; twice++) {
		const done = edits.set(id, [
			{ from: 100, edit: writtenAs('three four') },
			{ from: 0, edit: split }
		])
		assert.deepEqual(done, { ok: true, value: { gone: [] } })
	}
	assert.deepEqual(edits.list(id), [
		{ from: 0, edit: split },
		{ from: 100, edit: writtenAs('three four') }
	])
	assert.deepEqual(
		ledger.segments(id).map(({ text }) => text),
		['one two', 'three']
	)
	assert.equal(ledger.get(id)?.words, 5)
	edits.set(id, [{ from: 0, edit: null }])
	assert.deepEqual([edits.list(id).length, ledger.get(id)?.words], [1, 4])
})

test('for a segment that is gone nothing is kept, and it is said which', context => {
	const { db, edits } = said(context)
	const done = edits.set(id, [
		{ from: 50, edit: writtenAs('lost') },
		{ from: 100, edit: writtenAs('kept') }
	])
	assert.deepEqual(done, { ok: true, value: { gone: [50] } })
	assert.deepEqual(
		edits.list(id).map(({ from }) => from),
		[100]
	)
	db.prepare('DELETE FROM segments WHERE from_sample = 100').run()
	assert.deepEqual(edits.list(id), [])
})

test('what was written in a segment is not put into a longer one that begins where that did', context => {
	const { db, edits } = said(context)
	db.prepare('UPDATE segments SET to_sample = 300 WHERE from_sample = 100').run()
	const written = [
		{ from: 0, to: 100, edit: writtenAs('kept') },
		{ from: 100, to: 200, edit: writtenAs('lost') }
	]
	assert.deepEqual(edits.set(id, written), { ok: true, value: { gone: [100] } })
	assert.deepEqual(edits.list(id), [{ from: 0, edit: writtenAs('kept') }])
	assert.deepEqual(edits.set(id, [{ from: 100, edit: writtenAs('of an older page') }]), { ok: true, value: { gone: [] } })
})

test('names are kept as a whole, and belong to their transcript', context => {
	const { edits } = said(context)
	assert.deepEqual([edits.speakers(id), edits.speakers(idOf(2))], [[], []])
	edits.setSpeakers(id, [{ id: 's1', name: 'Anna' }])
	edits.setSpeakers(id, [
		{ id: 's1', name: 'Anna Li' },
		{ id: 's2', name: '本' }
	])
	assert.deepEqual(edits.speakers(id), [
		{ id: 's1', name: 'Anna Li' },
		{ id: 's2', name: '本' }
	])
})
