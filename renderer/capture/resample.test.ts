import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createResampler } from './resample.ts'

function run(from: number, to: number, hertz: number, blockLength = 128): Float32Array {
	const resample = createResampler(from, to)
	const out: number[] = []
	for (let start = 0; start < from; start += blockLength) {
		out.push(...resample(Float32Array.from({ length: blockLength }, (_, i) => Math.sin((2 * Math.PI * hertz * (start + i)) / from))))
	}
	return Float32Array.from(out)
}

/** Root mean square of the middle half, away from the filter's start and end. */
function loudness(samples: Float32Array): number {
	const middle = samples.slice(samples.length / 4, (samples.length * 3) / 4)
	return Math.sqrt(middle.reduce((sum, x) => sum + x * x, 0) / middle.length)
}

for (const from of [48_000, 44_100, 8_000]) {
	test(`keeps speech as loud and as long when it comes at ${from} samples per second`, () => {
		const out = run(from, 16_000, 1_000)
		assert.ok(Math.abs(out.length - 16_000) < 200, `${out.length} samples for a second`)
		assert.ok(Math.abs(loudness(out) - Math.SQRT1_2) < 0.01, `loudness ${loudness(out)}`)
	})
}

test('keeps what is too high for the new rate out of the speech', () => {
	assert.ok(loudness(run(48_000, 16_000, 11_000)) < 0.005)
})

test('gives the same samples however the stream is cut into blocks', () => {
	const a = run(48_000, 16_000, 440, 128)
	const b = run(48_000, 16_000, 440, 480)
	const length = Math.min(a.length, b.length)
	assert.deepEqual(a.slice(0, length), b.slice(0, length))
})
