import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepSpeakers } from './keep-speakers.ts'

const found = (...turns: readonly (readonly [number, number, number])[]) => turns.map(([from, to, speaker]) => ({ from, to, speaker }))
const had = (...turns: readonly (readonly [number, number, string])[]) => turns.map(([from, to, speaker]) => ({ from, to, speaker }))
const ids = (...args: Parameters<typeof keepSpeakers>) => keepSpeakers(...args).map(({ speaker }) => speaker)

test('the first search numbers speakers as they come', () => {
	assert.deepEqual(keepSpeakers(found([0, 10, 0], [10, 20, 1], [20, 30, 0]), []), had([0, 10, 's1'], [10, 20, 's2'], [20, 30, 's1']))
})

test('who is found again keeps his id, whatever number the search gave him', () => {
	assert.deepEqual(ids(found([0, 11, 0], [12, 20, 1]), had([0, 10, 's2'], [10, 20, 's1'])), ['s2', 's1'])
})

test('a new one gets an id that nobody has had, also nobody of another channel', () => {
	assert.deepEqual(ids(found([0, 10, 0], [10, 20, 1], [50, 60, 2]), had([0, 10, 's1'], [30, 40, 's2']), ['s3']), ['s1', 's4', 's5'])
})

test('two in place of one: the one who is more of him is him', () => {
	assert.deepEqual(ids(found([0, 30, 0], [30, 40, 1]), had([0, 40, 's1'])), ['s1', 's2'])
})

test('one in place of two is the one whom he was more', () => {
	assert.deepEqual(ids(found([0, 100, 0]), had([0, 70, 's1'], [72, 100, 's2'])), ['s1'])
})

test('who hardly has anything of one before is somebody else', () => {
	assert.deepEqual(ids(found([0, 100, 0]), had([95, 200, 's1'])), ['s2'])
})
