import assert from 'node:assert/strict'
import { test } from 'node:test'
import { segmentOf } from '../ledger/test-ledger.ts'
import { isOutOf, type StepClaim } from './plausible.ts'

const range = { from: 100, to: 1_000 }
const step = (cursor: number, more: Partial<StepClaim> = {}): StepClaim => ({ cursor, segment: null, gap: null, ...more })
const text = (from: number, to: number) => ({ segment: segmentOf(from, to, 'one two') })
const gap = (from: number, to: number) => ({ gap: { from, to, cause: 'engine-loop' as const } })

const cases: [name: string, claim: StepClaim, why: string | null][] = [
	['silence', step(500), null],
	['silence to the end', step(1_000), null],
	['text', step(500, text(100, 500)), null],
	['text after silence', step(500, text(300, 400)), null],
	['a gap', step(500, gap(100, 500)), null],
	['silence beyond the end', step(1_001), 'a step to 1001 of 100–1000'],
	['text of what is settled', step(500, text(99, 400)), 'a segment 99–400 between 100 and 500'],
	['text of what is not settled by it', step(500, text(100, 501)), 'a segment 100–501 between 100 and 500'],
	['text of nothing', step(500, text(300, 300)), 'a segment 300–300 between 100 and 500'],
	['a gap in what is settled', step(500, gap(0, 400)), 'a gap 0–400 between 100 and 500']
]
for (const [name, claim, why] of cases) {
	test(`${name}: ${why === null ? 'can be true' : 'can’t be true'}`, () => {
		assert.equal(isOutOf(claim, range), why)
	})
}
