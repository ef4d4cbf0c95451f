import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayHear } from './system-audio.ts'

const recorder = { name: 'recorder' }
const other = { name: 'window' }
const asked = { frame: recorder, audioRequested: true, securityOrigin: 'app://holdfast/' }

test('only the page that records hears what the machine plays, and only when it wants sound', () => {
	assert.equal(mayHear(asked, recorder), recorder)
	assert.equal(mayHear({ ...asked, frame: other }, recorder), null)
	assert.equal(mayHear({ ...asked, frame: null }, recorder), null, 'it has gone meanwhile')
	assert.equal(mayHear(asked, null), null, 'there is no such page')
	assert.equal(mayHear({ ...asked, audioRequested: false }, recorder), null, 'a picture alone')
	assert.equal(mayHear({ ...asked, securityOrigin: 'https://example.org' }, recorder), null)
})
