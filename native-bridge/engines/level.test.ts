import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gainFor, LEVEL_MEMORY, Level, levelOf, raised } from './level.ts'

const tone = (samples: number, amplitude: number) => Int16Array.from({ length: samples }, (_, i) => (i % 2 === 0 ? amplitude : -amplitude))

const GAINS: ReadonlyArray<[why: string, peaks: readonly number[], gain: number]> = [
	['speech at half of full scale is left as it is', Array(10).fill(16_384), 1],
	['louder speech is not turned down', Array(10).fill(32_000), 1],
	['quiet speech is turned up to half of full scale', Array(10).fill(164), 16_384 / 164],
	['never by more than 40 dB', Array(10).fill(3), 100],
	['digital silence too', Array(10).fill(0), 100],
	['a click of five windows does not count', [...Array(10).fill(1638), ...Array(5).fill(32_768)], 16_384 / 1638],
	['a word of six does', [...Array(10).fill(1638), ...Array(6).fill(16_384)], 1]
]

for (const [why, peaks, gain] of GAINS) test(why, () => assert.ok(Math.abs(gainFor(peaks) - gain) < 1e-6, `${gainFor(peaks)}`))

test('a loud window after silence is not driven into clipping', () => {
	const level = new Level(new Int16Array(LEVEL_MEMORY))
	const loud = level.raise(tone(512, 20_000))
	assert.ok(loud.every(s => Math.abs(s) <= 1))
	assert.ok(new Set(loud).size === 2)
})

test('a pause shorter than ten seconds is not turned up', () => {
	const level = new Level(new Int16Array(0))
	for (let i = 0; i < 10; i++) level.raise(tone(512, 16_384))
	let pause = new Float32Array(0)
	for (let i = 0; i < 200; i++) pause = level.raise(tone(512, 10)) as Float32Array<ArrayBuffer>
	assert.ok(Math.abs((pause[0] ?? 0) - 10 / 32_768) < 1e-6)
})

test('a run that begins at a place amplifies as one that came from far before it', () => {
	const before = [...Array(40).keys()].map(i => tone(512, 100 + i * 7))
	const whole = new Level(new Int16Array(0))
	for (const window of before) whole.raise(window)
	const begun = new Level(Int16Array.from(before.flatMap(window => [...window])))
	assert.deepEqual(begun.raise(tone(512, 50)), whole.raise(tone(512, 50)))
})

test('a quiet segment is raised as a whole', () => {
	assert.ok(Math.abs((raised(tone(16_000, 164))[0] ?? 0) - 0.5) < 1e-3)
	assert.equal(raised(new Int16Array(100)).length, 100)
})

test('the level of ranges is their mean, silence has none', () => {
	assert.ok(Math.abs(levelOf(tone(1000, 3277), [{ from: 0, to: 1000 }]) + 20) < 0.01)
	assert.equal(levelOf(new Int16Array(100), [{ from: 0, to: 100 }]), Number.NEGATIVE_INFINITY)
	assert.equal(levelOf(tone(100, 3277), []), Number.NEGATIVE_INFINITY)
})
