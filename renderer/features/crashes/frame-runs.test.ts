import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StackFrame } from '../../../electron/contract/exits.ts'
import { breakable, frameRuns } from './frame-runs.ts'

const frame = (symbol: string | null, offset = '0x1', trust: StackFrame['trust'] = 'cfi'): StackFrame => ({
	module: 'm',
	offset,
	symbol,
	trust
})

test('says equal frames in a row once, and keeps the depth of each', () => {
	const runs = frameRuns([frame('a'), frame('b'), frame('b'), frame('b'), frame('b', '0x2'), frame('b', '0x2', 'scan'), frame('a')])
	assert.deepEqual(
		runs.map(run => [run.depth, run.frame.symbol, run.frame.offset, run.count]),
		[
			[0, 'a', '0x1', 1],
			[1, 'b', '0x1', 3],
			[4, 'b', '0x2', 1],
			[5, 'b', '0x2', 1],
			[6, 'a', '0x1', 1]
		]
	)
	assert.deepEqual(frameRuns([]), [])
})

test('a long symbol may be broken between its names only', () => {
	assert.deepEqual(breakable('v8::internal::Heap::Collect(std::vector<int, Alloc>&)'), [
		'v8::',
		'internal::',
		'Heap::',
		'Collect(',
		'std::',
		'vector<',
		'int, ',
		'Alloc>&)'
	])
	assert.deepEqual(breakable('main'), ['main'])
})
