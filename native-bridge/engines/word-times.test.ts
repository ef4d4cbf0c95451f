import assert from 'node:assert/strict'
import { test } from 'node:test'
import { estimateWords } from './word-times.ts'

const range = { from: 1000, to: 2000 }

test('words lie one after the other over the speech, longer ones longer', () => {
	assert.deepEqual(estimateWords('a bcd ef', range, [{ from: 1000, to: 1900 }]), [
		{ text: 'a', from: 1000, to: 1200 },
		{ text: 'bcd', from: 1200, to: 1600 },
		{ text: 'ef', from: 1600, to: 1900 }
	])
})

test('a pause belongs to no word', () => {
	const islands = [
		{ from: 1000, to: 1200 },
		{ from: 1800, to: 2000 }
	]
	assert.deepEqual(estimateWords('abc def', range, islands), [
		{ text: 'abc', from: 1000, to: 1200 },
		{ text: 'def', from: 1800, to: 2000 }
	])
})

test('after a comma one pauses', () => {
	assert.deepEqual(estimateWords('abc, def', range, [{ from: 1000, to: 2000 }]), [
		{ text: 'abc,', from: 1000, to: 1600 },
		{ text: 'def', from: 1600, to: 2000 }
	])
})

test('speech outside the range is left out, and without any the whole range is used', () => {
	assert.deepEqual(estimateWords('abc', range, [{ from: 0, to: 1500 }]), [{ text: 'abc', from: 1000, to: 1500 }])
	assert.deepEqual(estimateWords('abc', range, []), [{ text: 'abc', from: 1000, to: 2000 }])
	assert.deepEqual(estimateWords('', range, []), [])
})
