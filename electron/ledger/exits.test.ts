import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Exits } from './exits.ts'
import { exitOf, idOf, ledgerFor } from './test-ledger.ts'

const life = { id: idOf(15), role: 'engine' as const, name: 'engine#1', pid: 51, startedAt: 1_000 }

test('keeps a life from its birth to its end', context => {
	const exits = new Exits(ledgerFor(context))
	exits.born(life)
	const born = { ...life, endedAt: null, exit: null }
	assert.deepEqual([exits.open(), exits.lives(0)], [[born], [born]])
	exits.ended(life.id, 2_000)
	exits.ended(life.id, 3_000)
	assert.deepEqual([exits.open(), exits.lives(0)], [[], [{ ...born, endedAt: 2_000 }]])
})

test('gives the lives that reach into a time', context => {
	const exits = new Exits(ledgerFor(context))
	for (const n of [1, 2, 3]) exits.born({ ...life, id: idOf(n), startedAt: n * 1_000 })
	exits.ended(idOf(1), 1_500)
	exits.ended(idOf(2), 5_000)
	const since = (at: number) => exits.lives(at).map(({ id }) => id)
	assert.deepEqual([since(0), since(1_501), since(9_000)], [[idOf(1), idOf(2), idOf(3)], [idOf(2), idOf(3)], [idOf(3)]])
})

test('ends a life with its death, and writes the record again when more is known', context => {
	const exits = new Exits(ledgerFor(context))
	exits.born(life)
	const job = { transcript: idOf(2), title: 'Talk', cursor: 16_000, outcome: 'continued' as const }
	const record = exitOf(idOf(1), { at: 2_000, jobs: [job] })
	exits.record(record)
	assert.deepEqual([exits.get(record.id), exits.open()], [record, []])
	const complete = { ...record, restarted: { pid: 52, readyAfterMs: 400 } }
	exits.record(complete)
	assert.deepEqual(
		[exits.get(record.id), exits.list(10), exits.lives(0)],
		[complete, [complete], [{ ...life, endedAt: 2_000, exit: record.id }]]
	)
})

test('lists the newest deaths first', context => {
	const exits = new Exits(ledgerFor(context))
	for (const n of [1, 2, 3]) exits.record(exitOf(idOf(n), { at: n * 1_000 }))
	assert.deepEqual([exits.list(2).map(exit => exit.id), exits.get(idOf(9))], [[idOf(3), idOf(2)], null])
})
