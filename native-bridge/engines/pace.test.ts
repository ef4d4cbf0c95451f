import assert from 'node:assert/strict'
import { test } from 'node:test'
import { samplesOf } from '../protocol/units.ts'
import { Pace } from './pace.ts'

/** What is expected of so many seconds of audio, rounded. */
const expected = (pace: Pace, seconds: number, nowMs = 0) => Math.round(pace.expectMs(samplesOf(seconds), nowMs))

test('expects what was measured last, and from it what other lengths take', () => {
	const pace = new Pace()
	pace.took(samplesOf(2), 67, 0)
	// As measured on an idle machine: 67, 116, 213, 484.
	assert.deepEqual(
		[2, 4, 10, 20].map(seconds => expected(pace, seconds)),
		[67, 115, 258, 498]
	)
	pace.took(samplesOf(2), 670, 0)
	assert.equal(expected(pace, 2), 670)
})

test('what was slow is believed to be faster by and by, down to the usual', () => {
	const pace = new Pace()
	assert.equal(expected(pace, 2), 70)
	pace.took(samplesOf(2), 2_000, 1_000)
	assert.deepEqual(
		[1_000, 4_999, 5_000, 9_000, 100_000].map(atMs => expected(pace, 2, atMs)),
		[2_000, 2_000, 1_000, 500, 70]
	)
	pace.took(samplesOf(2), 40, 100_000)
	assert.equal(expected(pace, 2, 200_000), 40)
})
