import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromMain } from './from-main.ts'
import { World } from './test-world.ts'

test('what another page asks of a recording is for the page that makes it, and for no other', () => {
	const { recording, id } = new World()
	const ask = { type: 'mute', on: true } as const
	assert.deepEqual(fromMain({ type: 'recording-asked', recording: id, ask }, recording), { type: 'asked', ask })
	assert.equal(fromMain({ type: 'recording-asked', recording: crypto.randomUUID(), ask }, recording), null)
	assert.equal(fromMain({ type: 'recording-asked', recording: id, ask }, null), null)
})

test('a mark that was removed elsewhere is news for its own recording; that the machine slept, for any', () => {
	const { recording, id } = new World()
	const removed = { type: 'mark-removed', transcript: id, mark: crypto.randomUUID() } as const
	assert.deepEqual(fromMain(removed, recording), { type: 'news', input: { type: 'mark-removed', id: removed.mark } })
	assert.equal(fromMain({ ...removed, transcript: crypto.randomUUID() }, recording), null)
	assert.deepEqual(fromMain({ type: 'slept', ms: 5_000 }, recording), { type: 'news', input: { type: 'slept', ms: 5_000 } })
})
