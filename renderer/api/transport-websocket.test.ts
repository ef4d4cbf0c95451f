import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitMs } from './transport-websocket.ts'

test('looks for a main that has just died twenty times a second, for one that is away every two seconds', () => {
	const cases = [
		[0, 50],
		[2_999, 50],
		[3_000, 1_000],
		[4_500, 1_500],
		[60_000, 2_000]
	]
	assert.deepEqual(
		cases.map(([away = 0]) => [away, waitMs(away)]),
		cases
	)
})
