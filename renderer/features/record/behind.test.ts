import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secondsBehind } from './behind.ts'

const cases: readonly [what: string, heard: number, cursor: number, looked: number | null, listening: boolean, behind: number][] = [
	['all of it is settled', 60, 60, null, true, 0],
	['a segment is open and looked at', 60, 40, 59, true, 0],
	['a segment is open and was looked at long ago', 60, 40, 48.5, true, 11],
	['nobody speaks', 60, 45, null, true, 0],
	['nothing was settled for longer than silence explains', 60, 38, null, true, 22],
	['the engine is not there', 60, 52, null, false, 8],
	['it does not matter yet', 60, 55, null, false, 0],
	['old unsettled text lies before what is settled', 60, 57, 30, true, 0]
]
for (const [what, heard, cursor, looked, listening, behind] of cases) {
	test(`how far the text is behind when ${what}`, () => {
		const reached = { cursor: cursor * 16_000, looked: looked && looked * 16_000, listening, late: false }
		assert.equal(secondsBehind(heard * 16_000, reached), behind)
	})
}

test('says so until the text has caught up', () => {
	const at = (cursor: number) => secondsBehind(60 * 16_000, { cursor: cursor * 16_000, looked: null, listening: true, late: true })
	assert.deepEqual([at(20), at(50), at(56)], [40, 10, 0])
})
