import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DECODER, ENGINE } from './child-specs.ts'
import { type DeathLog, decideRestart, type RestartDecision, withDeath } from './restart.ts'

const useless = (...times: number[]): DeathLog => times.map(at => ({ at, productive: false }))
const productive = (...times: number[]): DeathLog => times.map(at => ({ at, productive: true }))
const inTime = (...logs: DeathLog[]): DeathLog => logs.flat().sort((a, b) => a.at - b.at)
const again = (afterMs: number): RestartDecision => ({ kind: 'restart', afterMs })

const cases: [name: string, log: DeathLog, decision: RestartDecision][] = [
	['no death at all', [], again(0)],
	['a single death', useless(1_000), again(0)],
	['the second in a row', useless(1_000, 2_000), again(200)],
	['the third in a row', useless(1_000, 2_000, 3_000), again(500)],
	['the fourth within a minute', useless(1_000, 2_000, 3_000, 60_999), { kind: 'give-up', deaths: 4, withinMs: 60_000 }],
	['the fourth, but the first is a minute ago', useless(1_000, 2_000, 3_000, 61_000), again(500)],
	['one an hour', useless(0, 3_600_000, 7_200_000, 10_800_000), again(0)],
	['four whose lives did some work', productive(1_000, 2_000, 3_000, 4_000), again(0)],
	['useless ones with work in between: the row is broken', inTime(useless(1_000, 2_000, 4_000), productive(3_000)), again(0)],
	[
		'but they count together',
		inTime(useless(1_000, 2_000, 4_000, 5_000), productive(3_000)),
		{ kind: 'give-up', deaths: 4, withinMs: 60_000 }
	],
	[
		'a hundred in ten minutes, all with some work',
		productive(...Array.from({ length: 100 }, (_, n) => n * 6_000)),
		{ kind: 'give-up', deaths: 100, withinMs: 600_000 }
	],
	['a hundred in more than ten minutes', productive(...Array.from({ length: 100 }, (_, n) => n * 6_200)), again(0)]
]

for (const [name, log, decision] of cases) {
	test(`decides about ${name}`, () => {
		assert.deepEqual(decideRestart(ENGINE, log), decision)
	})
}

test('remembers deaths as long as any window reaches', () => {
	const log = withDeath(ENGINE, inTime(useless(0, 500_000), productive(1)), 600_000, true)
	assert.deepEqual(log, inTime(useless(500_000), productive(1, 600_000)))
})

test('has a wait for every restart that comes before giving up', () => {
	for (const spec of [ENGINE, DECODER]) assert.equal(spec.backoffMs.length, spec.intensity.deaths - 1, spec.name)
})
