import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Line } from '../arrange.ts'
import { beside, firstFrom, foundIn } from './found.ts'

const said = (text: string) => ({ type: 'segment', from: 0, segment: { text } }) as Line
const lines = [said('budget'), { type: 'gap', from: 5 } as Line, said('the Büdget, a budget'), said('no')]

test('counts every place of every line, from the top; what is no text is passed over', () => {
	const found = foundIn(lines, 'budget')
	assert.deepEqual(
		found.map(({ line, nth, from }) => [line, nth, from]),
		[
			[0, 0, 0],
			[2, 0, 4],
			[2, 1, 14]
		]
	)
	assert.deepEqual(foundIn(lines, ' '), [])
})

test('begins where one reads, and goes round at both ends', () => {
	const found = foundIn(lines, 'budget')
	assert.deepEqual([firstFrom(found, 0), firstFrom(found, 1), firstFrom(found, 3), firstFrom([], 0)], [0, 1, 0, -1])
	assert.deepEqual([beside(found, 2, 1), beside(found, 0, -1), beside(found, 1, 1), beside([], 0, 1)], [0, 2, 2, -1])
	assert.deepEqual([beside(found, -1, 1), beside(found, -1, -1), beside(found, 3, 1), beside(found, 4, -1)], [0, 2, 0, 2])
})
