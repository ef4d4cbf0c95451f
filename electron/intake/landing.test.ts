import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FileFacts } from '../ledger/sources.ts'
import { afterLook, type Landing } from './landing.ts'

/** Looks at the folder second by second; gives what landed in each. */
function looks(known: Record<string, FileFacts>, ...seconds: Record<string, FileFacts>[]): string[][] {
	let state: Landing = new Map()
	return seconds.map((there, n) => {
		const [next, landed] = afterLook(state, { at: n * 1_000, there: new Map(Object.entries(there)), known: new Map(Object.entries(known)) })
		state = next
		return [...landed]
	})
}
const facts = (bytes: number, changedAt = 1): FileFacts => ({ bytes, changedAt })
const times = <T>(n: number, value: T) => Array.from({ length: n }, () => value)

test('a file has landed when it has stood still for five seconds', () => {
	assert.deepEqual(looks({}, ...times(7, { a: facts(5) })).slice(4, 6), [[], ['a']])
	const growing = [1, 2, 3, 4, 5, 6, 7, 8].map(bytes => ({ a: facts(bytes) }))
	assert.deepEqual(
		looks({}, ...growing, ...times(5, { a: facts(8) })).flatMap((landed, n) => (landed.length ? [n] : [])),
		[12]
	)
	// Rewritten in place: of the same size, at another time.
	assert.deepEqual(looks({}, ...times(4, { a: facts(5, 1) }), ...times(5, { a: facts(5, 2) })).flat(), [])
})

test('what is empty is still to come, and what is gone meanwhile begins anew', () => {
	assert.deepEqual(looks({}, ...times(9, { a: facts(0) })).flat(), [])
	assert.deepEqual(looks({}, ...times(4, { a: facts(5) }), {}, ...times(5, { a: facts(5) })).flat(), [])
})

test('what landed before is left alone, until it is changed', () => {
	assert.deepEqual(looks({ a: facts(5) }, ...times(9, { a: facts(5) })).flat(), [])
	assert.deepEqual(looks({ a: facts(5) }, ...times(6, { a: facts(7, 2) })).flat(), ['a'])
})
