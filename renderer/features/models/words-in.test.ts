import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsIn } from './words-in.ts'

test('names and terms are one a line, each once, without what is around them', () => {
	assert.deepEqual(wordsIn(' Holdfast\n\nAnna  Berg \nHoldfast\r\n张伟\n'), ['Holdfast', 'Anna Berg', '张伟'])
})

test('what main would not take is left out', () => {
	const many = Array.from({ length: 501 }, (_, n) => `term ${n}`)
	assert.deepEqual([wordsIn('x'.repeat(101)), wordsIn(many.join('\n')).length], [[], 500])
})
