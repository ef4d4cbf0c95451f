import assert from 'node:assert/strict'
import { test } from 'node:test'
import { personalNames } from './personal-names.ts'
import { fileNamed, idOf, ledgerFor, recordingNamed } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'

test('knows every title and file, of what lies in the trash too', context => {
	const db = ledgerFor(context)
	const ledger = new Transcripts(db)
	ledger.add(fileNamed(idOf(1), { title: 'Old', createdAt: 1 }))
	ledger.add(recordingNamed(idOf(2), { title: 'Deleted', createdAt: 2 }))
	ledger.trash([idOf(2)], 3)
	assert.deepEqual(personalNames(db), { titles: ['Deleted', 'Old'], files: [{ name: 'talk.mp3', path: '/music/talk.mp3' }] })
})
