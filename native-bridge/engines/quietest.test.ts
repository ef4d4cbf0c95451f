import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quietest } from './quietest.ts'

/** A second of tone that is silent from `from` to `to` (samples). */
function toneWithout(from: number, to: number): Int16Array {
	return Int16Array.from({ length: 16_000 }, (_, i) => (i >= from && i < to ? 0 : i % 2 === 0 ? 1000 : -1000))
}

test('finds the middle of the only pause', () => {
	assert.equal(quietest(toneWithout(4800, 6400)), 5600)
})

test('of equally quiet places takes the latest', () => {
	assert.equal(quietest(toneWithout(4800, 9600)), 8800)
	assert.equal(quietest(new Int16Array(16_000)), 15_200)
})

test('cuts what is shorter than 100 ms in its middle', () => {
	assert.equal(quietest(new Int16Array(1000)), 500)
	assert.equal(quietest(new Int16Array(0)), 0)
})
