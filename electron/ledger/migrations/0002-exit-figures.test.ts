import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { Exits } from '../exits.ts'
import { exitOf, idOf, ledgerFor } from '../test-ledger.ts'
import { first } from './0001-first.ts'

test('takes the figures out of records that are there already', context => {
	const folder = folderFor(context)
	const before = new Database(join(folder, 'ledger.sqlite'))
	before.exec(first)
	before.pragma('user_version = 1')
	const insert = before.prepare("INSERT INTO exits (id, at, role, signature, record) VALUES (?, ?, 'engine', 's', ?)")
	const { curve, crash, ...old } = exitOf(idOf(1), { at: 5, wordsLost: 2, audioLost: 800 })
	insert.run(idOf(1), 5, JSON.stringify({ ...old, restarted: { pid: 52, readyAfterMs: 640 } }))
	insert.run(idOf(2), 6, JSON.stringify(exitOf(idOf(2), { at: 6, dump: 'a.dmp' })))
	before.close()

	const exits = new Exits(ledgerFor(context, folder))
	assert.deepEqual(exits.stats(), { deaths: 2, recovered: 1, medianMs: 640, worstMs: 640, wordsLost: 2, audioLost: 800, since: null })
	assert.deepEqual(exits.withDumps(), [{ id: idOf(2), dump: 'a.dmp' }])
	assert.deepEqual(
		exits.list(9).map(exit => [exit.id, exit.restarted?.standby]),
		[
			[idOf(2), undefined],
			[idOf(1), false]
		]
	)
	assert.deepEqual([curve, crash], [[], null])
})

test('gives groups and figures from indexes alone', context => {
	const db = ledgerFor(context)
	const plans: string[] = []
	const prepare = db.prepare.bind(db)
	db.prepare = (sql: string) => {
		if (/^\s*SELECT/.test(sql) && sql.includes('FROM exits') && !sql.includes('json_extract')) {
			const nulls = Array.from(sql.matchAll(/\?/g), () => null)
			for (const row of prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...nulls)) plans.push((row as { detail: string }).detail)
		}
		return prepare(sql)
	}
	const exits = new Exits(db)
	exits.groups(0)
	exits.stats()
	exits.withDumps()
	const reading = plans.filter(detail => /(SCAN|SEARCH) exits/.test(detail))
	assert.ok(reading.length >= 5, plans.join('\n'))
	assert.deepEqual(
		reading.filter(detail => !detail.includes('COVERING INDEX')),
		['SCAN exits USING INDEX exits_with_dump']
	)
})
