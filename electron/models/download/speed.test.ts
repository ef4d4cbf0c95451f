import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Speed } from './speed.ts'

test('tells how fast it has been lately, and how long it will take at that', () => {
	const speed = new Speed()
	assert.deepEqual([speed.bytesPerSecond(), speed.secondsLeft(100)], [null, null])
	for (let at = 0; at <= 10_000; at += 500) speed.mark(at, at)
	assert.deepEqual([speed.bytesPerSecond(), speed.secondsLeft(30_000), speed.secondsLeft(null)], [1000, 20, null])
	// A line that has become ten times as fast is believed within seconds.
	for (let at = 10_500; at <= 20_000; at += 500) speed.mark(at, 10_000 + (at - 10_000) * 10)
	assert.equal(speed.bytesPerSecond(), 10_000)
})

test('a line that stands promises nothing, and what began again is measured anew', () => {
	const speed = new Speed()
	speed.mark(0, 5_000)
	speed.mark(20_000, 5_000)
	assert.equal(speed.secondsLeft(10_000), null)
	speed.mark(21_000, 100)
	assert.equal(speed.bytesPerSecond(), null)
	speed.mark(22_000, 1_100)
	assert.equal(speed.bytesPerSecond(), 1_000)
})
