import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Resampler } from './resampler.ts'

/** A tone of `hz` at half of full scale, a second long, resampled in pieces of `piece`. */
function toneThrough(rate: number, hz: number, piece = 1_000): Int16Array {
	const tone = Float32Array.from({ length: rate }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rate) / 2)
	const resampler = new Resampler(rate)
	const out: number[] = []
	for (let at = 0; at < tone.length; at += piece) out.push(...resampler.push(tone.subarray(at, at + piece)))
	out.push(...resampler.end())
	return Int16Array.from(out)
}

/** Loudness in dB against the tone that went in, away from both ends. */
function level(samples: Int16Array): number {
	const middle = samples.subarray(2_000, -2_000)
	const power = middle.reduce((sum, x) => sum + (x / 16_384) ** 2, 0) / middle.length
	return 10 * Math.log10(2 * power + 1e-12)
}

for (const rate of [8_000, 16_000, 22_050, 44_100, 48_000, 96_000]) {
	test(`a second at ${rate} Hz is a second, with its tone where it was`, () => {
		const out = toneThrough(rate, 440)
		assert.equal(out.length, 16_000)
		const worst = out.subarray(500, -500).reduce((most, x, i) => {
			const expected = 16_384 * Math.sin((2 * Math.PI * 440 * (i + 500)) / 16_000)
			return Math.max(most, Math.abs(x - expected))
		}, 0)
		assert.ok(worst < 40, `off by ${worst}`)
	})
}

test('speech’s upper tones pass, and what would fold back into speech does not', () => {
	assert.ok(Math.abs(level(toneThrough(44_100, 6_500))) < 0.5)
	assert.ok(level(toneThrough(44_100, 9_500)) < -60)
	assert.ok(level(toneThrough(48_000, 15_000)) < -60)
})

test('pieces of any size give the same', () => {
	assert.deepEqual(toneThrough(44_100, 1_234, 7), toneThrough(44_100, 1_234, 44_100))
})
