import assert from 'node:assert/strict'
import { test } from 'node:test'
import { louder, raised, wavePath } from './wave-path.ts'

test('draws a bar for each level, on both sides or on one; silence is a line', () => {
	assert.equal(wavePath([1, 0], 'both'), 'M0.15 2h.7V38h-.7zM1.15 19.5h.7V20.5h-.7z')
	assert.equal(wavePath([1], 'above'), 'M0.15 2h.7V20h-.7z')
	assert.equal(wavePath([1], 'below'), 'M0.15 20h.7V38h-.7z')
	assert.equal(wavePath([], 'both'), '')
})

test('of two channels the louder is seen', () => {
	assert.deepEqual(louder([1, 9, 3], [4, 5]), [4, 9, 3])
})

test('what is quiet is raised, but noise stays noise', () => {
	assert.deepEqual(raised([0, 255]), [0, 1])
	assert.deepEqual(raised([0, 80, 160]), [0, 0.5, 1])
	assert.deepEqual(raised([12.75]), [0.1])
	assert.deepEqual(raised([]), [])
})
