import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOfDeath } from './exits.ts'

const job = { transcript: 'a', title: 'Talk', cursor: 16_000, outcome: 'continued' as const }
const crumb = { activity: 'transcribing' as const, job: 'a', from: 16_000, to: 64_000, at: 0, pid: 1, detail: '' }
const cases: readonly [what: string, crumb: Parameters<typeof placeOfDeath>[0]['crumb'], expected: number][] = [
	['where the process was, when the crumb is about this job', crumb, 64_000],
	['where the job goes on, when the crumb is about another', { ...crumb, job: 'b' }, 16_000],
	['where the job goes on, when the crumb has no range', { ...crumb, from: null, to: null }, 16_000],
	['never before the text that is settled', { ...crumb, to: 8_000 }, 16_000],
	['where the job goes on, when there is no crumb', null, 16_000]
]
for (const [what, given, expected] of cases) {
	test(`a death stands in its transcript ${what}`, () => {
		assert.equal(placeOfDeath({ crumb: given }, job), expected)
	})
}
