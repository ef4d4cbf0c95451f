import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareWords } from './compare.ts'

test('counts words that are lost and words that are there twice', () => {
	const cases: [calm: string, stormy: string, lost: number, doubled: number][] = [
		['', '', 0, 0],
		['a b c', 'a b c', 0, 0],
		['a b c', 'a c', 1, 0],
		['a b c', 'a b b c', 0, 1],
		['a b c', '', 3, 0],
		['a b c d', 'c d a b', 2, 2],
		['a b c', 'a x c', 1, 1]
	]
	const words = (text: string) => text.split(' ').filter(word => word !== '')
	for (const [calm, stormy, lost, doubled] of cases)
		assert.deepEqual(compareWords(words(calm), words(stormy)), { lost, doubled }, `${calm} / ${stormy}`)
})
