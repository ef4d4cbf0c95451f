import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../journal/test-folder.ts'
import { deletePending, listPending, prunePending } from './dumps.ts'

/** Three dumps of 1,000 bytes, a minute apart: two by the handler, the newest by us. */
function dumpsFor(context: TestContext): string {
	const folder = folderFor(context)
	mkdirSync(join(folder, 'pending'))
	mkdirSync(join(folder, 'new'))
	write(join(folder, 'pending/1111.dmp'), 60)
	write(join(folder, 'pending/1111.meta'), 60)
	attach(folder, '1111', 60)
	write(join(folder, 'pending/2222.dmp'), 120)
	write(join(folder, 'pending/own-77-1700000000000.dmp'), 180)
	return folder
}

/** What the handler attached to the dump of that name. */
function attach(folder: string, name: string, at: number): void {
	mkdirSync(join(folder, 'attachments', name), { recursive: true })
	write(join(folder, 'attachments', name, 'maps'), at)
	utimesSync(join(folder, 'attachments', name), at, at)
}

function write(path: string, at: number): void {
	writeFileSync(path, Buffer.alloc(1_000))
	utimesSync(path, at, at)
}

test('pending dumps are listed newest first, with their writer, and with their process where the name says it', context => {
	const folder = dumpsFor(context)
	assert.deepEqual(
		listPending(folder).map(({ path, ...facts }) => ({ name: basename(path), ...facts })),
		[
			{ name: 'own-77-1700000000000.dmp', bytes: 1_000, at: 180_000, by: 'own', pid: 77 },
			{ name: '2222.dmp', bytes: 1_000, at: 120_000, by: 'crashpad', pid: null },
			{ name: '1111.dmp', bytes: 1_000, at: 60_000, by: 'crashpad', pid: null }
		]
	)
	assert.deepEqual(listPending(join(folder, 'nowhere')), [])
})

test('the oldest dumps go when there are too many or too large, with what lies beside them; the newest always stays', context => {
	const check = (limits: { files: number; bytes: number }, left: number): void => {
		const folder = dumpsFor(context)
		assert.equal(prunePending(folder, limits).length, 3 - left)
		assert.equal(listPending(folder).length, left)
		assert.equal(existsSync(join(folder, 'pending/1111.meta')), left === 3)
		assert.equal(existsSync(join(folder, 'attachments/1111')), left === 3)
		assert.ok(existsSync(join(folder, 'pending/own-77-1700000000000.dmp')))
	}
	check({ files: 3, bytes: 3_000 }, 3)
	check({ files: 2, bytes: 3_000 }, 2)
	check({ files: 3, bytes: 2_999 }, 2)
	check({ files: 0, bytes: 0 }, 1)
})

test('what a writer left unfinished or alone goes after a minute; one that may still be writing is left alone', context => {
	const folder = dumpsFor(context)
	write(join(folder, 'new/old.dmp'), 100)
	write(join(folder, 'new/young.dmp'), 150)
	write(join(folder, 'pending/0000.meta'), 100)
	attach(folder, '0000', 100)
	attach(folder, '0001', 150)
	prunePending(folder, { files: 9, bytes: 9_000 }, 170_000)
	assert.deepEqual(readdirSync(join(folder, 'new')), ['young.dmp'])
	assert.deepEqual(readdirSync(join(folder, 'attachments')).sort(), ['0001', '1111'])
	assert.deepEqual([existsSync(join(folder, 'pending/0000.meta')), existsSync(join(folder, 'pending/1111.meta'))], [false, true])
})

test('deleting a dump that is gone already is no error', context => {
	const [dump] = listPending(dumpsFor(context))
	assert.ok(dump)
	assert.deepEqual([deletePending(dump), deletePending(dump)], [true, true])
})
