import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Chunker, toInteger } from './chunker.ts'

function chunked(blocks: readonly (readonly [channels: Float32Array[], rate: number])[]): Int16Array[] {
	const chunks: Int16Array[] = []
	const chunker = new Chunker(samples => chunks.push(samples))
	for (const [channels, rate] of blocks) chunker.add(channels, rate)
	chunker.flush()
	return chunks
}

test('what a device gave is kept bit for bit', () => {
	// As Chromium makes numbers of it.
	for (let sample = -32_768; sample <= 32_767; sample++)
		assert.equal(toInteger(Math.fround(sample / (sample < 0 ? 32_768 : 32_767))), sample)
	assert.deepEqual([toInteger(-2), toInteger(2)], [-32_768, 32_767])
})

test('chunks are of 50 ms, and a flush gives what is left', () => {
	const chunks = chunked([
		[[new Float32Array(1_500)], 16_000],
		[[new Float32Array(500)], 16_000]
	])
	assert.deepEqual(
		chunks.map(each => each.length),
		[800, 800, 400]
	)
})

test('channels are mixed', () => {
	const [chunk] = chunked([[[new Float32Array(16).fill(0.5), new Float32Array(16).fill(0.25)], 16_000]])
	assert.deepEqual([...new Set(chunk)], [toInteger(0.375)])
})

test('a device that goes on at another rate goes on', () => {
	const seconds = (rate: number) => [[new Float32Array(rate)], rate] as const
	const samples = chunked([seconds(48_000), seconds(44_100), seconds(16_000)].map(([channels, rate]) => [[...channels], rate])).reduce(
		(sum, each) => sum + each.length,
		0
	)
	assert.ok(Math.abs(samples - 48_000) < 100, `${samples}`)
})
