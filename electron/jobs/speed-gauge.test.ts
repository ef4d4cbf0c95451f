import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SpeedGauge } from './speed-gauge.ts'

test('says how much faster than real time the last minute of work was', () => {
	const gauge = new SpeedGauge()
	assert.equal(gauge.add(16_000, 100, 0), 10)
	assert.equal(gauge.add(48_000, 100, 30_000), 20)
	// The first is a minute old by now.
	assert.equal(gauge.add(16_000, 100, 60_000), 20)
	assert.equal(gauge.add(5_440, 10, 120_000), 34)
})

test('divides by nothing when nothing was computed', () => {
	assert.equal(new SpeedGauge().add(16_000, 0, 0), 0)
})
