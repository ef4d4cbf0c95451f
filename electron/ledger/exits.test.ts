import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Exits } from './exits.ts'
import { exitOf, firstExitOf, idOf, ledgerFor } from './test-ledger.ts'

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
	const complete = { ...record, restarted: { pid: 52, readyAfterMs: 400, standby: false } }
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

test('finds deaths of one signature, and those before one that was shown', context => {
	const exits = new Exits(ledgerFor(context))
	for (const n of [1, 2, 3, 4]) exits.record(exitOf(idOf(n), { at: n * 1_000, signature: n % 2 ? 'odd' : 'even' }))
	const ids = (...asked: Parameters<Exits['list']>) => exits.list(...asked).map(exit => exit.id)
	assert.deepEqual(
		[ids(9, 3_000), ids(9, undefined, 'odd'), ids(1, 3_999, 'even')],
		[[idOf(3), idOf(2), idOf(1)], [idOf(3), idOf(1)], [idOf(2)]]
	)
})

test('moves a death to another group when more is known of its cause', context => {
	const exits = new Exits(ledgerFor(context))
	exits.record(exitOf(idOf(1), { signature: 'engine:signal' }))
	exits.record(exitOf(idOf(1), { signature: 'engine:signal:libonnx' }))
	assert.deepEqual(
		exits.groups(Date.now()).map(group => [group.signature, group.count]),
		[['engine:signal:libonnx', 1]]
	)
})

test('deletes a death with its place in transcripts and in its life, and what it does not know without a word', context => {
	const db = ledgerFor(context)
	const exits = new Exits(db)
	const job = { transcript: idOf(2), title: 'Talk', cursor: 16_000, outcome: 'continued' as const }
	for (const n of [1, 3, 4]) {
		exits.born({ ...life, id: idOf(10 + n) })
		exits.record(exitOf(idOf(n), { life: idOf(10 + n), jobs: [job], dump: n === 3 ? null : `${idOf(n)}.dmp` }))
	}
	const left = () => ({
		exits: exits.list(9).map(exit => exit.id),
		jobs: db.prepare('SELECT exit FROM exit_jobs ORDER BY exit').pluck().all(),
		lives: exits.lives(0).map(each => each.exit)
	})
	assert.deepEqual(exits.remove([idOf(1), idOf(9)]), { ok: true, value: { ids: [idOf(1)], dumps: [`${idOf(1)}.dmp`] } })
	assert.deepEqual(left(), { exits: [idOf(3), idOf(4)], jobs: [idOf(3), idOf(4)], lives: [null, idOf(3), idOf(4)] })
	assert.deepEqual(exits.remove(null), { ok: true, value: { ids: [idOf(3), idOf(4)], dumps: [`${idOf(4)}.dmp`] } })
	assert.deepEqual(left(), { exits: [], jobs: [], lives: [null, null, null] })
	// Its end stays known: it is no life that a later start would mourn.
	assert.deepEqual(exits.open(), [])
})

test('deletes nothing while the ledger takes nothing', context => {
	const db = ledgerFor(context)
	const exits = new Exits(db)
	exits.record(exitOf(idOf(1)))
	db.pragma('query_only = on')
	const refused = exits.remove(null)
	assert.equal(refused.ok ? 'deleted' : refused.problem.code, 'ledger-write')
	assert.equal(exits.list(9).length, 1)
})

test('knows which deaths are old, and forgets old lives but those of deaths on record and those still going on', context => {
	const exits = new Exits(ledgerFor(context))
	for (const n of [1, 2, 3, 4]) exits.born({ ...life, id: idOf(10 + n), startedAt: n })
	exits.record(exitOf(idOf(1), { at: 1_000, life: idOf(11) }))
	exits.record(exitOf(idOf(2), { at: 2_000, life: idOf(5) }))
	exits.ended(idOf(12), 1_000)
	exits.ended(idOf(13), 5_000)
	assert.deepEqual([exits.olderThan(2_000), exits.olderThan(2_001)], [[idOf(1)], [idOf(1), idOf(2)]])
	exits.forgetLives(5_000)
	assert.deepEqual(
		exits.lives(0).map(each => each.id),
		[idOf(11), idOf(13), idOf(14)]
	)
})

test('tells which deaths have a dump, the newest first', context => {
	const exits = new Exits(ledgerFor(context))
	for (const n of [1, 2, 3]) exits.record(exitOf(idOf(n), { at: n, dump: `${n}.dmp` }))
	exits.record(exitOf(idOf(2), { at: 2, dump: null }))
	assert.deepEqual(exits.withDumps(), [
		{ id: idOf(3), dump: '3.dmp' },
		{ id: idOf(1), dump: '1.dmp' }
	])
})

test('reads what an earlier Holdfast wrote, before curves, dumps and standbys', context => {
	const db = ledgerFor(context)
	const { json, read } = firstExitOf(idOf(1))
	db.prepare("INSERT INTO exits (id, at, role, signature, record) VALUES (?, ?, 'engine', 's', ?)").run(read.id, read.at, json)
	assert.deepEqual(new Exits(db).get(read.id), read)
})
