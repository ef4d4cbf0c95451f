import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KINDS, kindOf } from './registry.ts'

test('each kind is found by its engine and its name, and by nothing else', () => {
	for (const kind of KINDS) assert.equal(kindOf({ engine: kind.engine, kind: kind.id }), kind)
	assert.equal(kindOf({ engine: 'sherpa-streaming', kind: 'whisper' }), null)
	assert.equal(kindOf({ engine: 'scripted', kind: 'script' }), null)
})

test('the library is told of every file that a kind says it needs, and of no other', () => {
	for (const kind of KINDS) {
		const asked: string[] = []
		kind.config(role => `${asked.push(role)}`, { language: null, hotwords: [], numbers: true }, {})
		assert.deepEqual([...asked, 'tokens'].sort(), [...kind.files].sort(), kind.id)
	}
})
