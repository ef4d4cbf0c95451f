import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guardedBy } from './guarded.ts'

const guarded = { life: 'main-1', guardian: { life: 'guardian-1', pid: 51, startedAt: 1_800_000_000_000 } }

test('is guarded by its own parent only, and by nobody when the word is missing or not understood', () => {
	const said = JSON.stringify(guarded)
	const cases: [variable: string | undefined, parent: number, expected: typeof guarded | null][] = [
		[said, 51, guarded],
		[said, 52, null],
		[undefined, 51, null],
		['', 51, null],
		['{"life":"main-1"', 51, null],
		[JSON.stringify({ ...guarded, life: 7 }), 51, null]
	]
	for (const [variable, parent, expected] of cases) assert.deepEqual(guardedBy(variable, parent), expected, `${variable}, ${parent}`)
})
