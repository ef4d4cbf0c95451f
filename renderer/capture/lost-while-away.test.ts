import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lostWhileAway } from './lost-while-away.ts'

const cases: readonly [what: string, savedAt: number, now: number, chunk: number, samples: number, pieces: number][] = [
	['nothing was missed when the next chunk came at once', 1_000, 1_100, 1_600, 0, 0],
	['a second and a half', 1_000, 2_600, 1_600, 24_000, 2],
	['a minute, in pieces of a second', 1_000, 61_100, 1_600, 960_000, 60],
	['a clock that was set back', 9_000, 1_000, 1_600, 0, 0]
]
for (const [what, savedAt, now, chunk, samples, pieces] of cases) {
	test(`silence for what nobody heard: ${what}`, () => {
		const silence = lostWhileAway(savedAt, now, chunk)
		assert.deepEqual([silence.reduce((sum, piece) => sum + piece.length, 0), silence.length], [samples, pieces])
	})
}
