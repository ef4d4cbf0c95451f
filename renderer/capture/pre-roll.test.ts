import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PreRoll } from './pre-roll.ts'

test('the last half second is kept, and given once', () => {
	const preRoll = new PreRoll()
	assert.equal(preRoll.take().length, 0)
	for (let i = 1; i <= 20; i++) preRoll.add(new Int16Array(1_600).fill(i))
	preRoll.add(new Int16Array(300).fill(21))
	const samples = preRoll.take()
	assert.deepEqual([samples.length, samples[0], samples.at(-1)], [8_000, 16, 21])
	assert.equal(preRoll.take().length, 0)
	preRoll.add(new Int16Array(1_600))
	assert.equal(preRoll.take().length, 1_600, 'less when there is less')
})
