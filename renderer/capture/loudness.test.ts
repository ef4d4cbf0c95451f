import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isClipping, isFlat, levelOf, loudnessAfter, notLoud, peaksOf } from './loudness.ts'

const after = (...peaks: number[]) => loudnessAfter(notLoud, peaks)
const many = (count: number, peak: number) => new Array<number>(count).fill(peak)

test('a peak is the loudest sample of each 50 ms, on either side', () => {
	const samples = new Int16Array(1_600)
	samples[3] = -16_384
	samples[1_000] = 8_192
	assert.deepEqual(peaksOf(samples), [0.5, 0.25])
})

const flat: readonly [what: string, peaks: number[], isFlat: boolean][] = [
	['nothing for 4 s', many(80, 0.0001), true],
	['nothing, but not yet for 4 s', many(79, 0), false],
	['a quiet room', many(80, 0.001), false],
	['a word 3 s ago', [...many(20, 0), 0.1, ...many(60, 0)], false],
	['a word 5 s ago', [0.1, ...many(80, 0)], true]
]
for (const [what, peaks, is] of flat) test(`flat: ${what}`, () => assert.equal(isFlat(after(...peaks)), is))

const clipping: readonly [what: string, peaks: number[], isClipping: boolean][] = [
	['loud speech', many(60, 0.97), false],
	['one clap', [...many(30, 0.2), 1, 1, ...many(20, 0.2)], false],
	['speech cut off again and again', [...many(5, 1), ...many(30, 0.5)], true],
	['cut off, but seconds ago', [...many(10, 1), ...many(60, 0.5)], false]
]
for (const [what, peaks, is] of clipping) test(`clipping: ${what}`, () => assert.equal(isClipping(after(...peaks)), is))

test('the level is the last peak, and what was once heard is remembered', () => {
	const loudness = loudnessAfter(after(0.3), many(100, 0))
	assert.deepEqual([levelOf(loudness), loudness.sounded, loudness.recent.length], [0, true, 80])
})
