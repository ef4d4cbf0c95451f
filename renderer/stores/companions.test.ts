import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOf } from './companions.ts'

test('another channel is heard at its own place, and not before it begins', () => {
	const second = { offset: 32_000 }
	assert.deepEqual([placeOf(5, second), placeOf(2, second), placeOf(1.9, second)], [3, 0, null])
	assert.equal(placeOf(7, { offset: 0 }), 7)
})
