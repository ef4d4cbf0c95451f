import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secondsBehind } from './behind.ts'

const cases: readonly [what: string, heard: number, cursor: number, looked: number | null, behind: number][] = [
	['all of it is settled', 60, 60, null, 0],
	['a segment is open and looked at', 60, 40, 59, 0],
	['a segment is open and was looked at long ago', 60, 40, 48.5, 11],
	['nothing was looked at for so long that it matters', 60, 52, null, 8],
	['it does not matter yet', 60, 55, null, 0],
	['old unsettled text lies before what is settled', 60, 57, 30, 0]
]
for (const [what, heard, cursor, looked, behind] of cases) {
	test(`how far the text is behind when ${what}`, () => {
		const reached = { cursor: cursor * 16_000, looked: looked && looked * 16_000 }
		assert.equal(secondsBehind(heard * 16_000, reached), behind)
	})
}
