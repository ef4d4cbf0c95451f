import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPlaceStore, hashOf, placeOf } from './place.ts'

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

test('goes to what has come, unless the user is busy: then it is offered until they go anywhere', () => {
	const page = Object.assign(new EventTarget(), { location: { hash: '#/models' }, history: { pushState: () => {} } })
	const place = createPlaceStore(page as unknown as Window)
	place.offer('a', true)
	assert.deepEqual(place.getState(), { place: { at: 'models' }, open: null, offered: 'a' })
	place.offer('b', false)
	assert.deepEqual(place.getState(), { place: { at: 'transcript', id: 'b' }, open: null, offered: null })
})
