import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peakMemory } from './peak-memory.ts'

test('the most memory that the process had stays known when it has less', () => {
	const before = peakMemory()
	let large: Buffer | null = Buffer.alloc(process.memoryUsage.rss() + 50_000_000, 1)
	const then = peakMemory()
	assert.ok(large.length > 0 && then - before > 40_000_000, `${before} → ${then}`)
	large = null
	assert.ok(peakMemory() >= then)
})
