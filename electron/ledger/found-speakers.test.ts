import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FoundSpeakers } from './found-speakers.ts'
import { fileNamed, idOf, ledgerFor } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'

const [A, B] = [idOf(1), idOf(2)]
const TURNS = [
	{ from: 0, to: 100, speaker: 's1' },
	{ from: 100, to: 200, speaker: 's2' }
]

test('searches are kept in the order in which they were asked for, and are over with what they find', context => {
	const db = ledgerFor(context)
	const [ledger, found] = [new Transcripts(db), new FoundSpeakers(db)]
	for (const id of [A, B]) ledger.add(fileNamed(id))
	assert.deepEqual([found.asked(), found.turns(A)], [[], []])
	found.ask({ transcript: B, count: 2, called: 'No. #' }, 10)
	found.ask({ transcript: A, count: null, called: 'No. #' }, 20)
	found.ask({ transcript: idOf(9), count: null, called: 'No. #' }, 5)
	assert.deepEqual(found.asked(), [
		{ transcript: B, count: 2, called: 'No. #' },
		{ transcript: A, count: null, called: 'No. #' }
	])
	ledger.trash([B], 1)
	assert.deepEqual(found.asked(), [{ transcript: A, count: null, called: 'No. #' }])
	ledger.trash([B], null)
	found.keep(B, TURNS)
	found.drop(A)
	assert.deepEqual([found.asked(), found.turns(B), found.turns(A)], [[], TURNS, []])
	assert.deepEqual([found.called(B), found.called(idOf(9))], ['No. #', null])
})

test('what was known before comes back, and goes again', context => {
	const db = ledgerFor(context)
	const found = new FoundSpeakers(db)
	new Transcripts(db).add(fileNamed(A))
	found.ask({ transcript: A, count: null, called: 'No. #' }, 1)
	found.swap(A)
	assert.deepEqual(found.turns(A), [])
	found.keep(A, TURNS)
	found.ask({ transcript: A, count: 1, called: 'No. #' }, 2)
	assert.deepEqual(found.turns(A), TURNS, 'it stands until there is something else')
	const one = [{ from: 0, to: 200, speaker: 's1' }]
	found.keep(A, one)
	found.swap(A)
	assert.deepEqual(found.turns(A), TURNS)
	found.swap(A)
	assert.deepEqual(found.turns(A), one)
})

test('it goes with its transcript', context => {
	const db = ledgerFor(context)
	const [ledger, found] = [new Transcripts(db), new FoundSpeakers(db)]
	ledger.add(fileNamed(A))
	found.ask({ transcript: A, count: null, called: 'No. #' }, 1)
	found.keep(A, TURNS)
	ledger.erase(A)
	assert.deepEqual([found.turns(A), db.prepare('SELECT count(*) FROM found_speakers').pluck().get()], [[], 0])
})
