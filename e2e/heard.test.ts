import assert from 'node:assert/strict'
import { test } from 'node:test'
import { likeness, sameIn } from './heard.ts'
import { clips, samplesOfWav } from './speech.ts'

const speech = samplesOfWav(clips[0] ?? '')
const silence = (samples: number) => new Int16Array(samples)
const joined = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap(part => [...part]))

test('what was saved whole is one piece, wherever it begins', () => {
	assert.deepEqual(sameIn(speech, joined(silence(777), speech, silence(5))), [{ played: 0, saved: 777, length: speech.length }])
})

test('what is missing, and what was put in, parts it there', () => {
	const cut = joined(speech.subarray(0, 40_001), speech.subarray(41_003))
	assert.deepEqual(sameIn(speech, cut), [
		{ played: 0, saved: 0, length: 40_001 },
		{ played: 41_003, saved: 40_001, length: speech.length - 41_003 }
	])
	const longer = joined(speech.subarray(0, 40_001), silence(1_024), speech.subarray(40_001))
	assert.deepEqual(sameIn(speech, longer), [
		{ played: 0, saved: 0, length: 40_001 },
		{ played: 40_001, saved: 41_025, length: speech.length - 40_001 }
	])
})

test('a single sample that differs is seen', () => {
	const other = speech.slice()
	other[60_000] = (other[60_000] ?? 0) + 1
	assert.equal(sameIn(speech, other).length, 2)
})

test('the same at half the loudness is alike, a sample later it is not as much', () => {
	const half = speech.map(sample => sample / 2)
	assert.ok(likeness(speech, half, 0, 20_000, 60_000) > 0.9999)
	assert.ok(likeness(speech, half, 1, 20_000, 60_000) < 0.99)
})
