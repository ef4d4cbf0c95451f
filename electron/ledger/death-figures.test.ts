import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { ExitRecord } from '../contract/exits.ts'
import { Exits } from './exits.ts'
import { exitOf, idOf, ledgerFor } from './test-ledger.ts'

const DAY = 24 * 3_600_000
/** Noon, so that some hours more or less are the same day everywhere. */
const NOON = new Date(2027, 0, 15, 12).getTime()

function back(readyAfterMs: number): Partial<ExitRecord> {
	return { restarted: { pid: 52, readyAfterMs, standby: false } }
}

test('groups deaths by signature, the most frequent first, with the newest one’s words', context => {
	const exits = new Exits(ledgerFor(context))
	const died = (n: number, signature: string, daysAgo: number, text: string) =>
		exits.record(
			exitOf(idOf(n), {
				at: NOON - daysAgo * DAY,
				role: signature === 'b' ? 'decoder' : 'engine',
				signature,
				explanation: { ...exitOf(idOf(n)).explanation, code: `rule-${n}`, text }
			})
		)
	// Written out of order, as a spool is taken in: what counts is when they died.
	died(1, 'a', 0, 'newest of a')
	died(2, 'a', 20, 'oldest of a')
	died(3, 'a', 1, 'another of a')
	died(4, 'b', 3, 'b')
	died(5, 'a', 1, 'another of a')
	died(6, 'c', 0.1, 'c')
	const none = new Array<number>(14).fill(0)
	assert.deepEqual(exits.groups(NOON), [
		{
			signature: 'a',
			role: 'engine',
			code: 'rule-1',
			text: 'newest of a',
			count: 4,
			first: NOON - 20 * DAY,
			last: NOON,
			newest: idOf(1),
			trend: none.with(13, 1).with(12, 2)
		},
		{
			signature: 'c',
			role: 'engine',
			code: 'rule-6',
			text: 'c',
			count: 1,
			first: NOON - 0.1 * DAY,
			last: NOON - 0.1 * DAY,
			newest: idOf(6),
			trend: none.with(13, 1)
		},
		{
			signature: 'b',
			role: 'decoder',
			code: 'rule-4',
			text: 'b',
			count: 1,
			first: NOON - 3 * DAY,
			last: NOON - 3 * DAY,
			newest: idOf(4),
			trend: none.with(10, 1)
		}
	])
	assert.deepEqual(new Exits(ledgerFor(context)).groups(NOON), [])
})

test('counts days as the calendar does, and a death in the future as today’s', context => {
	const exits = new Exits(ledgerFor(context))
	const midnight = new Date(2027, 0, 15).getTime()
	const cases: [at: number, day: number | null][] = [
		[midnight, 13],
		[midnight - 1, 12],
		[new Date(2027, 0, 2).getTime(), 0],
		[new Date(2027, 0, 2).getTime() - 1, null],
		[NOON + 400 * DAY, 13]
	]
	for (const [n, [at]] of cases.entries()) exits.record(exitOf(idOf(n), { at, signature: String(n) }))
	const days = new Map(exits.groups(NOON).map(group => [group.signature, group.trend.indexOf(1)]))
	for (const [n, [at, day]] of cases.entries()) assert.equal(days.get(String(n)), day ?? -1, new Date(at).toISOString())
})

test('tells how many deaths there were, the median and the worst recovery, and what was lost for good', context => {
	const db = ledgerFor(context)
	const exits = new Exits(db)
	const nothing = { deaths: 0, recovered: 0, medianMs: null, worstMs: null, wordsLost: 0, audioLost: 0, since: null }
	assert.deepEqual(exits.stats(), nothing)
	exits.born({ id: idOf(14), role: 'engine', name: 'engine#1', pid: 1, startedAt: 500 })
	exits.record(exitOf(idOf(1)))
	assert.deepEqual(exits.stats(), { ...nothing, deaths: 1, since: 500 })
	exits.record(exitOf(idOf(1), back(900)))
	assert.deepEqual(exits.stats(), { ...nothing, deaths: 1, recovered: 1, medianMs: 900, worstMs: 900, since: 500 })
	exits.record(exitOf(idOf(2), { ...back(85.5), wordsLost: 3 }))
	exits.record(exitOf(idOf(3), { ...back(640), audioLost: 1_600 }))
	exits.record(exitOf(idOf(4), { ...back(14_000), wordsLost: 2, audioLost: 800 }))
	// Nobody waits for the next standby.
	exits.record(exitOf(idOf(5), { ...back(90_000), standby: true }))
	assert.deepEqual(exits.stats(), { deaths: 5, recovered: 4, medianMs: 770, worstMs: 14_000, wordsLost: 5, audioLost: 2_400, since: 500 })
	exits.remove([idOf(4)])
	assert.deepEqual(exits.stats(), { deaths: 4, recovered: 3, medianMs: 640, worstMs: 900, wordsLost: 3, audioLost: 1_600, since: 500 })
})

test('answers for ten thousand deaths without reading their records', context => {
	const db = ledgerFor(context)
	const exits = new Exits(db)
	// Records of real size: it is their reading that took 0.6 s.
	const log = Array.from(
		{ length: 60 },
		(_, n) => `{"level":30,"process":"engine","pid":1234,"msg":"${'something that happened '.repeat(12)}${n}"}`
	)
	const record = JSON.stringify(exitOf(idOf(1), { log }))
	assert.ok(record.length > 20_000)
	const insert = db.prepare(
		"INSERT INTO exits (id, at, role, signature, record, recovered_ms, words_lost) VALUES (?, ?, 'engine', ?, ?, ?, 1)"
	)
	db.transaction(() => {
		for (let n = 0; n < 10_000; n++) insert.run(randomUUID(), NOON - n * 200_000, `signature ${n % 40}`, record, n)
	})()
	const quickest = (ask: () => unknown) =>
		Math.min(
			...[1, 2, 3].map(() => {
				const begun = performance.now()
				ask()
				return performance.now() - begun
			})
		)
	const took = { groups: quickest(() => exits.groups(NOON)), stats: quickest(() => exits.stats()) }
	context.diagnostic(`groups ${took.groups.toFixed(1)} ms, stats ${took.stats.toFixed(1)} ms`)
	// 10 and 2 ms on a machine that does nothing else; reading the records takes 500 and 600.
	assert.ok(took.groups < 150 && took.stats < 150, JSON.stringify(took))
	assert.deepEqual(exits.stats(), {
		deaths: 10_000,
		recovered: 10_000,
		medianMs: 4_999.5,
		worstMs: 9_999,
		wordsLost: 10_000,
		audioLost: 0,
		since: null
	})
})
