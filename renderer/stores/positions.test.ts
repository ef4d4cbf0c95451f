import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPositions } from './positions.ts'

function storage(kept = new Map<string, string>()): Storage {
	return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) } as never
}

test('a place is known to the next page, the end is none, and of many the last are kept', () => {
	const kept = new Map<string, string>()
	const positions = createPositions(storage(kept))
	positions.keep('a', 5)
	positions.keep('b', 7)
	positions.keep('b', 0)
	assert.deepEqual(['a', 'b'].map(createPositions(storage(kept)).of), [5, 0])
	for (let n = 0; n < 500; n++) positions.keep(`t${n}`, 1)
	assert.deepEqual(['a', 't0', 't499'].map(createPositions(storage(kept)).of), [0, 1, 1])
})

test('storage that holds something else, or nothing may be kept in, is as if nothing had been kept', () => {
	assert.equal(createPositions(storage(new Map([['holdfast.positions', '{"a":3']]))).of('a'), 0)
	assert.equal(createPositions(storage(new Map([['holdfast.positions', '[["a",-3]]']]))).of('a'), 0)
	const full = createPositions({
		getItem: () => null,
		setItem: () => {
			throw new Error('full')
		}
	} as never)
	full.keep('a', 3)
	assert.equal(full.of('a'), 3)
})
