import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStrayLetters } from './stray-letters.ts'

test('a letter belongs to a field that is gone while its writer neither pauses nor does anything else', () => {
	const isStray = createStrayLetters()
	const strays = (...deeds: [at: number, what: 'field' | 'letter' | 'else'][]) =>
		deeds.map(([at, what]) => isStray({ at, letter: what !== 'else', written: what === 'field' }))
	assert.deepEqual(strays([0, 'letter'], [100, 'letter']), [false, false], 'commands')
	assert.deepEqual(strays([1000, 'field'], [1100, 'letter'], [1500, 'letter'], [2300, 'letter'], [2400, 'letter']), [
		false,
		true,
		true,
		false,
		false
	])
	assert.deepEqual(strays([3000, 'field'], [3050, 'else'], [3100, 'letter']), [false, false, false], 'Escape, then a command')
	assert.deepEqual(strays([4000, 'field'], [4100, 'letter'], [4200, 'field'], [4300, 'letter']), [false, true, false, true])
})
