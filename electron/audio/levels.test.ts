import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnsOf, levelsOf, SPAN, spansOf } from './levels.ts'

function loud(...peaks: number[]): Int16Array {
	const samples = new Int16Array(peaks.length * SPAN)
	peaks.forEach((peak, n) => {
		samples[n * SPAN + 7] = peak
	})
	return samples
}

test('has the loudest sample of each whole span, whichever way it goes; quiet speech is seen too', () => {
	assert.deepEqual([...levelsOf(loud(0, 32_767, -32_768, 328, -8_192))], [0, 255, 255, 26, 128])
	assert.deepEqual([...levelsOf(loud(1_000, 1_000).subarray(0, SPAN * 2 - 1))].length, 1)
	assert.deepEqual([...levelsOf(new Int16Array(3))], [])
})

test('gives each column the loudest of its time, and nothing where nothing is known', () => {
	const levels = Uint8Array.of(1, 9, 3, 4, 5, 6)
	const all = 6 * SPAN
	assert.deepEqual(columnsOf(levels, 0, 0, all, 3), [9, 4, 6])
	assert.deepEqual(columnsOf(levels, 0, 0, all, 12), [1, 1, 9, 9, 3, 3, 4, 4, 5, 5, 6, 6])
	assert.deepEqual(columnsOf(levels, 0, 0, all * 2, 4), [9, 6, 0, 0])
	assert.deepEqual(columnsOf(levels, 0, -all, all, 4), [0, 0, 9, 6])
	assert.deepEqual(columnsOf(levels.subarray(2), 2, 2 * SPAN, all, 2), [4, 6])
	assert.deepEqual(spansOf(-50, 321), { first: 0, end: 2 })
	assert.deepEqual(spansOf(320, 320), { first: 1, end: 1 })
})
