import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from './client.ts'
import type { Transport } from './transport.ts'

test('what main has not been told is owed, what is only asked is not', () => {
	const client = createClient({ start: () => {}, send: () => {}, sendAudio: () => {} } as unknown as Transport)
	void client.request('transcripts.list', {})
	assert.equal(client.owes(), false)
	void client.request('transcripts.organise', { transcripts: [], favourite: true })
	assert.equal(client.owes(), true)
})
