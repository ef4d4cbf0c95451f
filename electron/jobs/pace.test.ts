import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pace } from './pace.ts'

const minutes = (n: number) => n * 60 * 16_000

test('tells how many times real time a job gets on, of the last minute, and nothing before that is known', () => {
	const pace = new Pace()
	pace.add(minutes(1), 0)
	assert.equal(pace.speed, null, 'nobody has begun')
	pace.begin(minutes(1), 0)
	pace.add(minutes(2), 1_000)
	assert.equal(pace.speed, null, 'a second is too short')
	pace.add(minutes(3), 4_000)
	assert.equal(pace.speed, 30)
	pace.add(minutes(4), 64_000)
	// From the edge of the window on.
	assert.equal(pace.speed, 1)
	pace.end()
	assert.equal(pace.speed, null)
})
