import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cutPlanes } from './planes.ts'

test('a block is cut across all of its channels', () => {
	const cut = (text: string, channels: number, most: number) => [...cutPlanes(Buffer.from(text), channels, most)].map(String)
	assert.deepEqual(cut('abcde', 1, 2), ['ab', 'cd', 'e'])
	assert.deepEqual(cut('abcdeABCDE', 2, 4), ['abAB', 'cdCD', 'eE'])
	assert.deepEqual(cut('abcABCx', 2, 100), ['abcABC'])
	assert.deepEqual([cut('', 1, 8), cut('aA', 2, 1)], [[], ['aA']])
})
