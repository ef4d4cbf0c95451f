import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Drill, DrillResult } from '../../electron/contract/drill.ts'
import { tallyDrill } from './drill.ts'

const none = { title: '', seenAs: null, recoveredMs: null, wordsLost: null, wordsDoubled: null, note: null }

test('tells a fire drill in a few figures', () => {
	const results: DrillResult[] = [
		{ ...none, way: 'a', state: 'passed', recoveredMs: 60, wordsLost: 0, wordsDoubled: 0 },
		{ ...none, way: 'b', state: 'failed', recoveredMs: 900, wordsLost: 3, wordsDoubled: 1 },
		{ ...none, way: 'c', state: 'skipped', note: 'not on this system' },
		{ ...none, way: 'd', state: 'running' },
		{ ...none, way: 'e', state: 'waiting' }
	]
	const drill: Drill = { state: 'running', startedAt: 0, endedAt: null, problem: null, results }
	assert.deepEqual(tallyDrill(drill), { running: true, done: 2, of: 4, failed: 1, skipped: 1, wordsLost: 3, wordsDoubled: 1, worstMs: 900 })
	assert.deepEqual(tallyDrill({ ...drill, state: 'stopped', results: [] }).worstMs, null)
})
