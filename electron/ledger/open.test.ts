import assert from 'node:assert/strict'
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fillDisk, folderFor, smallDisk } from '../../native-bridge/journal/test-folder.ts'
import { openLedger, written } from './open.ts'
import { fileNamed, idOf, segmentOf } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'

test('is made from nothing, and found again as it was left', context => {
	const path = join(folderFor(context), 'ledger.sqlite')
	const first = opened(path)
	const made = [first.moved, tables(first.db), first.db.pragma('user_version')]
	assert.ok(tables(first.db).includes('transcripts'))
	new Transcripts(first.db).add(fileNamed(idOf(1)))
	first.db.close()
	const second = opened(path)
	assert.deepEqual([second.moved, tables(second.db), second.db.pragma('user_version')], made)
	assert.deepEqual(
		new Transcripts(second.db).list().map(row => row.id),
		[idOf(1)]
	)
	assert.deepEqual(
		['journal_mode', 'foreign_keys'].map(name => second.db.pragma(name, { simple: true })),
		['wal', 1]
	)
	second.db.close()
})

test('a statement is as new whoever had it before, also in a way of their own', context => {
	const { db } = opened(join(folderFor(context), 'ledger.sqlite'))
	const sql = 'SELECT 1 AS one'
	assert.deepEqual([db.prepare(sql).pluck().get(), db.prepare(sql).raw().get(), db.prepare(sql).get()], [1, [1], { one: 1 }])
	assert.equal(db.prepare(sql), db.prepare(sql))
	db.close()
})

test('is held by one Holdfast at a time', context => {
	const path = join(folderFor(context), 'ledger.sqlite')
	const first = opened(path)
	assert.deepEqual(openLedger(path), {
		ok: false,
		problem: {
			code: 'already-running',
			facts: { path },
			text: 'Holdfast is already running with this data folder. Use the window that is open, or start with --data and another folder.'
		}
	})
	first.db.close()
	opened(path).db.close()
})

test('refuses a ledger of a newer Holdfast, and leaves it as it is', context => {
	const path = join(folderFor(context), 'ledger.sqlite')
	const { db } = opened(path)
	db.pragma('user_version = 99')
	db.close()
	const before = readFileSync(path)
	const refused = openLedger(path)
	assert.equal(refused.ok ? 'opened' : refused.problem.code, 'ledger-newer')
	assert.ok(readFileSync(path).equals(before))
})

test('moves a file aside that is no database', context => {
	const folder = folderFor(context)
	const path = join(folder, 'ledger.sqlite')
	writeFileSync(path, 'This was a library once. '.repeat(500))
	const { db, moved } = opened(path)
	assert.ok(moved?.startsWith(`${path}.damaged-`))
	assert.match(readFileSync(moved ?? '', 'utf8'), /^This was a library once/)
	assert.deepEqual(new Transcripts(db).list(), [])
	db.close()
})

test('moves a damaged ledger aside after the run that met the damage', context => {
	const path = join(folderFor(context), 'ledger.sqlite')
	const made = opened(path)
	const ledger = new Transcripts(made.db)
	ledger.add(fileNamed(idOf(1)))
	for (let n = 0; n < 400; n++) {
		const step = { cursor: (n + 1) * 16_000, segment: segmentOf(n * 16_000, (n + 1) * 16_000, 'one two three four five'), gap: null }
		ledger.commitStep(idOf(1), step, 'tiny', 0)
	}
	made.db.close()
	const file = openSync(path, 'r+')
	const bytes = readFileSync(path)
	// Where text is, and nowhere else: nothing is wrong until someone looks.
	for (let at = 0; at < bytes.length; at += 4096)
		if (bytes.subarray(at, at + 4096).includes('one two three')) writeSync(file, Buffer.alloc(4096, 0x5a), 0, 4096, at)
	const met = opened(path)
	assert.equal(met.moved, null)
	assert.throws(() => new Transcripts(met.db).segments(idOf(1)), { code: /^SQLITE_CORRUPT/ })
	// That exception ends main, which leaves its write-ahead log behind.
	met.db.close()
	writeFileSync(`${path}-wal`, '')
	const { db, moved } = opened(path)
	assert.ok(moved?.startsWith(`${path}.damaged-`))
	db.close()
})

test('says why when there is no place for it', context => {
	const folder = folderFor(context)
	mkdirSync(join(folder, 'a-folder'))
	const result = openLedger(join(folder, 'a-folder'))
	assert.equal(result.ok ? 'opened' : result.problem.code, 'data-folder')
})

test('opens on a full disk, refuses writes with a sentence, and takes them when there is room', context => {
	const disk = smallDisk(context, 512)
	if (disk === null) return
	const path = join(disk, 'ledger.sqlite')
	const made = opened(path)
	new Transcripts(made.db).add(fileNamed(idOf(1)))
	made.db.close()
	writeFileSync(join(disk, 'ballast'), Buffer.alloc(64 * 1024))
	fillDisk(disk)
	const { db } = opened(path)
	const ledger = new Transcripts(db)
	const step = { cursor: 16_000, segment: segmentOf(0, 16_000, 'one two'), gap: null }
	const refused = ledger.commitStep(idOf(1), step, 'tiny', 0)
	assert.match(refused.ok ? '' : `${refused.problem.code}: ${refused.problem.text}`, /^ledger-write: The text could not be saved \(SQLITE_/)
	assert.deepEqual([ledger.get(idOf(1))?.cursor, ledger.segments(idOf(1))], [0, []])
	rmSync(join(disk, 'ballast'))
	assert.equal(ledger.commitStep(idOf(1), step, 'tiny', 0).ok, true)
	assert.deepEqual([ledger.get(idOf(1))?.cursor, ledger.segments(idOf(1)).length], [16_000, 1])
	db.close()
})

test('says so when there is no room to make one', context => {
	const disk = smallDisk(context, 16)
	if (disk === null) return
	fillDisk(disk)
	const refused = openLedger(join(disk, 'ledger.sqlite'))
	assert.equal(refused.ok ? 'opened' : refused.problem.code, 'disk-full')
})

test('takes a failing disk for a problem and everything else for a bug', () => {
	const thrown = (code: string) => () =>
		written(() => {
			throw Object.assign(new Error(code), { code })
		})
	for (const code of ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_BUSY', 'SQLITE_READONLY_DBMOVED']) {
		const result = thrown(code)()
		assert.deepEqual(result.ok ? null : [result.problem.code, result.problem.facts.code], ['ledger-write', code])
	}
	for (const code of ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CORRUPT', '']) assert.throws(thrown(code))
})

function opened(path: string) {
	const result = openLedger(path)
	assert.ok(result.ok, result.ok ? '' : result.problem.text)
	return result.value
}

function tables(db: ReturnType<typeof opened>['db']): unknown[] {
	return db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all()
}
