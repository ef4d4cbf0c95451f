import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contentsOf } from './exports.ts'

test('what goes into a file is text, or the bytes that travelled as base64', () => {
	assert.equal(contentsOf({ text: 'TWE=', encoding: 'utf8' }), 'TWE=')
	assert.deepEqual(contentsOf({ text: Buffer.from([0, 255, 80]).toString('base64'), encoding: 'base64' }), new Uint8Array([0, 255, 80]))
})
