import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wantsTwoFiles } from './two-files.ts'

test('two files at once by themselves only with four processors and memory to spare, else as it was chosen', () => {
	const by = (has: boolean, processors: number, gb: number) => wantsTwoFiles('auto', has, processors, () => gb * 1e9)
	assert.deepEqual([by(false, 4, 2), by(false, 3, 9), by(false, 8, 1), by(true, 8, 1), by(true, 8, 0.4)], [true, false, false, true, false])
	assert.deepEqual([wantsTwoFiles('on', false, 1, () => 0), wantsTwoFiles('off', true, 64, () => 9e9)], [true, false])
})
