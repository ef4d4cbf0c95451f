import assert from 'node:assert/strict'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fillDisk, folderFor, smallDisk } from '../../native-bridge/journal/test-folder.ts'
import { exitOf, firstExitOf, idOf } from '../ledger/test-ledger.ts'
import { Spool } from './spool.ts'

test('keeps records until they are taken, in any process', context => {
	const folder = folderFor(context)
	const spool = new Spool(folder)
	const records = [exitOf(idOf(1)), exitOf(idOf(2))]
	assert.deepEqual(
		records.map(record => spool.leave(record)),
		[true, true]
	)
	const taken: unknown[] = []
	const next = new Spool(folder)
	next.takeIn(record => {
		taken.push(record)
		return record.id === idOf(1)
	})
	assert.deepEqual([taken, readdirSync(folder)], [records, [`${idOf(2)}.json`]])
	next.takeIn(() => true)
	assert.deepEqual(readdirSync(folder), [])
})

test('keeps the newest state of a record only, and none that the ledger has', context => {
	const folder = folderFor(context)
	const spool = new Spool(folder)
	const complete = exitOf(idOf(1), { restarted: { pid: 52, readyAfterMs: 5, standby: false } })
	spool.leave(exitOf(idOf(1)))
	spool.leave(complete)
	const taken: unknown[] = []
	spool.takeIn(record => taken.push(record) < 0)
	assert.deepEqual(taken, [complete])
	spool.drop(complete)
	spool.drop(complete)
	assert.deepEqual(readdirSync(folder), [])
})

test('puts aside what it can not read, and goes on with the rest', context => {
	const folder = folderFor(context)
	const spool = new Spool(folder)
	writeFileSync(join(folder, 'a.json'), '{"id":"torn')
	writeFileSync(join(folder, 'b.json'), '{"id":"no record"}')
	writeFileSync(join(folder, 'c.json.part'), '{}')
	spool.leave(exitOf(idOf(15)))
	const taken: string[] = []
	for (let n = 0; n < 2; n++) spool.takeIn(record => taken.push(record.id) > 0)
	assert.deepEqual([taken, readdirSync(folder).sort()], [[idOf(15)], ['a.json.unreadable', 'b.json.unreadable', 'c.json.part']])
})

test('says so when a record can not be left, and leaves no half of it', context => {
	const disk = smallDisk(context, 16)
	if (disk === null) return
	const spool = new Spool(disk)
	fillDisk(disk)
	assert.deepEqual([spool.leave(exitOf(idOf(1))), readdirSync(disk)], [false, ['fill']])
	rmSync(join(disk, 'fill'))
	assert.equal(spool.leave(exitOf(idOf(1))), true)
})

test('reads what an earlier Holdfast or its guardian left, before curves, dumps and standbys', context => {
	const folder = folderFor(context)
	const spool = new Spool(folder)
	const { json, read } = firstExitOf(idOf(1))
	writeFileSync(join(folder, `${idOf(1)}.json`), json)
	const taken: unknown[] = []
	spool.takeIn(record => taken.push(record) > 0)
	assert.deepEqual(taken, [read])
})

test('deletes records by their ids, never outside its folder, or all of them', context => {
	const parent = folderFor(context)
	const folder = join(parent, 'spool')
	const spool = new Spool(folder)
	for (const n of [1, 2, 3]) spool.leave(exitOf(idOf(n)))
	writeFileSync(join(parent, 'outside.json'), '')
	for (const file of ['torn.json.unreadable', 'half.json.part', 'note.txt']) writeFileSync(join(folder, file), '')
	spool.remove([idOf(1), idOf(9), '../outside'])
	assert.deepEqual([readdirSync(folder).length, readdirSync(parent)], [5, ['outside.json', 'spool']])
	spool.remove(null)
	assert.deepEqual(readdirSync(folder), ['note.txt'])
})
