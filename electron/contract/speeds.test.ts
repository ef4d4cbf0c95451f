import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepsUp } from './speeds.ts'

test('text keeps up from 9 × real time on, and comes late from 3 on; of a model that streams from 2 and 1 on', () => {
	const said = (engine: string, ...speeds: number[]) => speeds.map(speed => keepsUp({ speed }, engine))
	assert.deepEqual(said('sherpa-offline', 47, 9, 8.9, 3, 2.9, 0.5), ['yes', 'yes', 'late', 'late', 'no', 'no'])
	assert.deepEqual(said('sherpa-streaming', 9, 2, 1.9, 1, 0.9), ['yes', 'yes', 'late', 'late', 'no'])
})
