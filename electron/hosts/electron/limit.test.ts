import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onceMore } from './limit.ts'

const limit = { times: 2, withinMs: 1_000 }

test('allows so many times, then refuses', () => {
	const first = onceMore(limit, [], 5_000)
	const second = onceMore(limit, first ?? [], 5_100)
	assert.deepEqual([first, second], [[5_000], [5_000, 5_100]])
	assert.equal(onceMore(limit, second ?? [], 5_200), null)
})

test('forgets what is long ago', () => {
	assert.deepEqual(onceMore(limit, [5_000, 5_100], 6_050), [5_100, 6_050])
})

test('a clock that was set back does not lock anyone out', () => {
	assert.deepEqual(onceMore(limit, [9_000, 9_100], 5_000), [5_000])
})
