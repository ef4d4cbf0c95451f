import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashOf, placeOf } from './place.ts'

test('finds a place again from its address', () => {
	for (const place of [
		{ at: 'home' },
		{ at: 'transcript', id: 'abc' },
		{ at: 'transcript', id: 'abc', sample: 16_000 },
		{ at: 'crashes', exit: null },
		{ at: 'crashes', exit: 'x1' },
		{ at: 'drill' }
	] as const)
		assert.deepEqual(placeOf(hashOf(place)), place)
	assert.deepEqual(placeOf('#/nowhere/1'), { at: 'home' })
	assert.deepEqual(placeOf('#/transcripts/abc/now'), { at: 'transcript', id: 'abc' })
})
