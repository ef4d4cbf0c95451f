import assert from 'node:assert/strict'
import { test } from 'node:test'
import { neighbourOf } from './reorder.ts'

test('a file in line goes one up, one down or to the front, and no further than the ends', () => {
	const line = ['a', 'b', 'c']
	const steps = (id: string) => (['up', 'down', 'first'] as const).map(how => neighbourOf(line, id, how))
	assert.deepEqual(steps('a'), [undefined, { before: 'c', place: 2 }, undefined])
	assert.deepEqual(steps('b'), [
		{ before: 'a', place: 1 },
		{ before: null, place: 3 },
		{ before: 'a', place: 1 }
	])
	assert.deepEqual(steps('c'), [{ before: 'b', place: 2 }, undefined, { before: 'a', place: 1 }])
	assert.deepEqual(steps('at work'), [undefined, undefined, undefined])
})
