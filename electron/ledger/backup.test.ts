import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { backupOf, DailyBackup, wholeBackup } from './backup.ts'
import { openLedger } from './open.ts'
import { fileNamed, idOf, segmentOf } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'

const DAY_MS = 24 * 3_600_000

function setUp(context: TestContext) {
	const folder = folderFor(context)
	const path = join(folder, 'ledger.sqlite')
	const opened = openLedger(path)
	assert.ok(opened.ok)
	const { db } = opened.value
	context.after(() => db.close())
	const world = { room: null as number | null }
	return { folder, path, db, ledger: new Transcripts(db), world, daily: new DailyBackup(db, path, async () => world.room) }
}

test('a damaged ledger is opened from its backup of the day, which is made anew after it', async context => {
	const { path, db, ledger, daily, folder } = setUp(context)
	ledger.add(fileNamed(idOf(1)))
	ledger.commitStep(idOf(1), { cursor: 16_000, segment: segmentOf(0, 16_000, 'one two'), gap: null }, 'tiny', 0)
	assert.equal(await daily.look(Date.now()), true)
	const made = statSync(backupOf(path)).mtimeMs
	ledger.add(fileNamed(idOf(2)))
	db.close()
	assert.deepEqual(readdirSync(folder).sort(), ['ledger.sqlite', 'ledger.sqlite.backup'])

	writeFileSync(path, 'This was a library once. '.repeat(500))
	const again = openLedger(path)
	assert.ok(again.ok)
	const { db: second, moved, from } = again.value
	assert.deepEqual([existsSync(moved ?? ''), from], [true, made])
	assert.deepEqual(
		new Transcripts(second).list().map(row => [row.id, row.cursor]),
		[[idOf(1), 16_000]]
	)
	assert.equal(existsSync(backupOf(path)), false)
	assert.equal(await new DailyBackup(second, path, async () => null).look(Date.now()), true)
	assert.notEqual(wholeBackup(path), null)
	second.close()
})

test('a day is a day: not sooner, and not never where a clock was wrong', async context => {
	const { path, daily } = setUp(context)
	const now = Date.now()
	assert.equal(await daily.look(now), true)
	assert.equal(await daily.look(now + 60_000), false)
	assert.equal(await daily.look(now + DAY_MS), true)
	utimesSync(backupOf(path), new Date(now + 400 * DAY_MS), new Date(now + 400 * DAY_MS))
	assert.deepEqual(await Promise.all([daily.look(now), daily.look(now)]), [true, false])
})

test('damage is never copied over a backup that is whole, and a backup that is damaged is not opened', async context => {
	const { path, db, daily, ledger, folder } = setUp(context)
	ledger.add(fileNamed(idOf(1)))
	assert.equal(await daily.look(Date.now()), true)
	const before = readFileSync(backupOf(path))
	for (let n = 0; n < 400; n++)
		ledger.commitStep(
			idOf(1),
			{ cursor: (n + 1) * 16_000, segment: segmentOf(n * 16_000, (n + 1) * 16_000, 'one two three four'), gap: null },
			'tiny',
			0
		)
	db.close()
	const bytes = readFileSync(path)
	for (let at = 0; at < bytes.length; at += 4096)
		if (bytes.subarray(at, at + 4096).includes('one two three')) bytes.fill(0x5a, at, at + 4096)
	writeFileSync(path, bytes)
	const unseen = openLedger(path)
	assert.ok(unseen.ok && unseen.value.moved === null)
	await assert.rejects(new DailyBackup(unseen.value.db, path, async () => null).look(Date.now() + DAY_MS), /damaged/)
	unseen.value.db.close()
	assert.ok(readFileSync(backupOf(path)).equals(before))
	assert.deepEqual(readdirSync(folder).sort(), ['ledger.sqlite', 'ledger.sqlite.backup'])

	for (const file of [path, backupOf(path)]) writeFileSync(file, bytes.subarray(4096))
	const again = openLedger(path)
	assert.ok(again.ok)
	assert.deepEqual([again.value.from, new Transcripts(again.value.db).list()], [null, []])
	again.value.db.close()
})

test('none is made where there is no room for it', async context => {
	const { path, daily, world } = setUp(context)
	world.room = 1_000
	assert.equal(await daily.look(Date.now()), false)
	assert.equal(existsSync(backupOf(path)), false)
})

test('an orderly end in the middle of it leaves the one before', async context => {
	const { path, db, daily, ledger } = setUp(context)
	ledger.add(fileNamed(idOf(1)))
	assert.equal(await daily.look(Date.now()), true)
	const before = readFileSync(backupOf(path))
	ledger.add(fileNamed(idOf(2)))
	const broken = assert.rejects(daily.look(Date.now() + DAY_MS))
	db.close()
	await broken
	assert.ok(readFileSync(backupOf(path)).equals(before))
})
