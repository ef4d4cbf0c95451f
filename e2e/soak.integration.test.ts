import assert from 'node:assert/strict'
import { test } from 'node:test'
import { soak } from './soak.ts'

// Frozen processes are missed only after ten seconds: the seed's kills are of the quick kind. `npm run soak` tries all for ten minutes.
const SEED = 20_261_124

test(`half a minute of random kills of every process costs nothing and leaves nothing behind (seed ${SEED})`, {
	timeout: 300_000
}, async t => {
	const { kills, faults } = await soak({ minutes: 0.5, seed: SEED, say: text => t.diagnostic(text) })
	assert.ok(kills.length >= 3, `${kills.length} kills`)
	assert.deepEqual(faults, [])
})
