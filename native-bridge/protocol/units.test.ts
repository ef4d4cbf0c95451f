import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockOf, journalBytes, samplesOf, secondsOf } from './units.ts'

test('writes times as people do', () => {
	const cases: [seconds: number, clock: string][] = [
		[0, '0:00'],
		[7.999, '0:07'],
		[59, '0:59'],
		[60, '1:00'],
		[750, '12:30'],
		[3599, '59:59'],
		[3600, '1:00:00'],
		[7100, '1:58:20'],
		[360_000, '100:00:00']
	]
	for (const [seconds, clock] of cases) assert.equal(clockOf(samplesOf(seconds)), clock)
})

test('turns seconds into samples and back', () => {
	assert.deepEqual([samplesOf(0.1), samplesOf(1.00003), secondsOf(24_000)], [1_600, 16_000, 1.5])
})

test('an hour of audio takes 115 MB', () => {
	assert.deepEqual([journalBytes(3_600), journalBytes(0.00003)], [115_200_000, 0])
})
