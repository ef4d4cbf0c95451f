import assert from 'node:assert/strict'
import { basename } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { LedgerSync } from './sync.ts'
import { fileNamed, idOf, ledgerFor } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'

/** A real ledger whose disk takes as long as the test wants, and may fail. */
function setUp(context: TestContext) {
	const folder = folderFor(context)
	const db = ledgerFor(context, folder)
	const asked: string[] = []
	const disk = { takes: Promise.resolve() as Promise<void> }
	const sync = new LedgerSync(db, path => {
		asked.push(path === folder ? 'folder' : basename(path))
		return disk.takes
	})
	return { ledger: new Transcripts(db), db, sync, disk, asked: () => asked.splice(0) }
}

test('what was committed is on the platter at the next look, and nothing is written for nothing', async context => {
	const { ledger, sync, asked } = setUp(context)
	ledger.add(fileNamed(idOf(1)))
	await sync.look()
	assert.deepEqual(asked(), process.platform === 'win32' ? ['ledger.sqlite-wal'] : ['ledger.sqlite-wal', 'folder'])
	await sync.look()
	assert.deepEqual(asked(), [])
	ledger.rename(idOf(1), 'Talk')
	await sync.look()
	assert.deepEqual(asked(), ['ledger.sqlite-wal'])
})

test('a slow disk holds up nobody: what comes meanwhile is committed at once, and written the next time', async context => {
	const { ledger, sync, disk, asked } = setUp(context)
	ledger.add(fileNamed(idOf(1)))
	await sync.look()
	asked()
	ledger.rename(idOf(1), 'Talk')
	const slow = Promise.withResolvers<void>()
	disk.takes = slow.promise
	const first = sync.look()
	assert.equal(ledger.rename(idOf(1), 'Another talk').ok, true)
	await sync.look()
	assert.deepEqual(asked(), ['ledger.sqlite-wal'])
	let isSettled = false
	const settled = sync.settled().then(() => {
		isSettled = true
	})
	await new Promise(resolve => setImmediate(resolve))
	assert.equal(isSettled, false)
	disk.takes = Promise.resolve()
	slow.resolve()
	await Promise.all([first, settled])
	assert.deepEqual(asked(), ['ledger.sqlite-wal'])
})

test('a disk that fails is asked again', async context => {
	const { ledger, sync, disk, asked } = setUp(context)
	ledger.add(fileNamed(idOf(1)))
	disk.takes = Promise.reject(new Error('EIO'))
	await assert.rejects(sync.look(), /EIO/)
	await assert.rejects(sync.settled(), /EIO/)
	disk.takes = Promise.resolve()
	await sync.settled()
	assert.ok(asked().filter(path => path === 'ledger.sqlite-wal').length === 3)
})

test('the real log of a real ledger can be written so', async context => {
	const { ledger, db } = setUp(context)
	ledger.add(fileNamed(idOf(1)))
	const sync = new LedgerSync(db)
	await sync.look()
	await sync.settled()
})
