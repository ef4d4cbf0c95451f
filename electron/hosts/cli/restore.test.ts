import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { openLedger } from '../../ledger/open.ts'
import { fileNamed } from '../../ledger/test-ledger.ts'
import { Transcripts } from '../../ledger/transcripts.ts'
import { backUp } from './backup.ts'
import { restore } from './restore.ts'
import { TAR_END, tarHeader, tarPadding } from './tar.ts'

const id = randomUUID()
const upload = randomUUID()

/** A backup of a library with a finished file, and one that waits among the uploads. */
async function backupIn(folder: string): Promise<string> {
	const data = join(folder, 'data')
	for (const name of ['audio', 'uploads']) mkdirSync(join(data, name), { recursive: true })
	const opened = openLedger(join(data, 'ledger.sqlite'))
	assert.ok(opened.ok)
	const ledger = new Transcripts(opened.value.db)
	ledger.add(fileNamed(id, { sourcePath: join(data, 'uploads', upload) }))
	opened.value.db.close()
	writeFileSync(join(data, `audio/${id}.wav`), Buffer.alloc(5_000, 7))
	writeFileSync(join(data, `audio/${id}.wav.part`), 'half done')
	writeFileSync(join(data, 'uploads', upload), 'waits')
	writeFileSync(join(data, 'browser-host.json'), '{"token":"secret"}')
	const archive = join(folder, 'a.tar')
	const made = await backUp(data, archive, { audio: true, version: 'test' })
	assert.deepEqual(made.ok && made.value.files, 4)
	return archive
}

async function refused(context: TestContext, change: (archive: string) => void, code: string) {
	const folder = folderFor(context)
	const archive = await backupIn(folder)
	change(archive)
	const to = join(folder, 'to')
	const done = await restore(archive, to)
	assert.deepEqual([done.ok ? 'restored' : done.problem.code, readdirSync(to)], [code, []])
}

test('a library that was moved away while it was backed up is no backup', async context => {
	const folder = folderFor(context)
	await backupIn(folder)
	const [data, out] = [join(folder, 'data'), join(folder, 'b.tar')]
	for (const name of readdirSync(join(data, 'audio'))) truncateSync(join(data, 'audio', name), 100_000_000)
	const made = backUp(data, out, { audio: true, version: 'test' })
	while (!existsSync(`${out}.part`)) await new Promise(setImmediate)
	rmSync(data, { recursive: true })
	const done = await made
	assert.deepEqual([done.ok ? 'made' : done.problem.code, readdirSync(folder)], ['library-moved', ['a.tar']])
})

test('a damaged library is neither backed up as an empty one, nor put aside by that', async context => {
	const folder = folderFor(context)
	await backupIn(folder)
	const data = join(folder, 'data')
	writeFileSync(join(data, 'ledger.sqlite'), 'This was a library once. '.repeat(500))
	const before = readdirSync(data)
	const done = await backUp(data, join(folder, 'b.tar'), { audio: true, version: 'test' })
	assert.deepEqual(
		[done.ok ? 'made' : done.problem.code, readdirSync(data), readdirSync(folder).sort()],
		['ledger-damaged', before, ['a.tar', 'data']]
	)
})

test('what was backed up is put back for its owner’s eyes only, and what waited is found where it lies now', async context => {
	const folder = folderFor(context)
	const archive = await backupIn(folder)
	assert.ok(!readFileSync(archive).includes('secret'))
	const to = join(folder, 'to')
	const done = await restore(archive, to)
	assert.ok(done.ok, done.ok ? '' : done.problem.text)
	assert.deepEqual(readFileSync(join(to, `audio/${id}.wav`)), Buffer.alloc(5_000, 7))
	assert.deepEqual(
		[to, join(to, 'audio'), join(to, 'ledger.sqlite')].map(path => statSync(path).mode & 0o077),
		[0, 0, 0]
	)
	const opened = openLedger(join(to, 'ledger.sqlite'))
	assert.ok(opened.ok)
	assert.equal(new Transcripts(opened.value.db).get(id)?.sourcePath, join(to, 'uploads', upload))
	opened.value.db.close()
})

test('a backup that is cut short anywhere leaves the folder empty', async context => {
	for (const less of [600, 1_500, 6_500]) {
		await context.test(`${less} bytes less`, inner =>
			refused(inner, archive => truncateSync(archive, statSync(archive).size - less), 'backup-damaged')
		)
	}
})

test('a library that is not the one that was backed up is not used', context =>
	refused(
		context,
		archive => {
			const bytes = readFileSync(archive)
			const at = bytes.indexOf('SQLite format 3') + 3_000
			bytes[at] = (bytes[at] ?? 0) ^ 1
			writeFileSync(archive, bytes)
		},
		'backup-damaged'
	))

test('another’s archive, and one whose names lead out of the folder, are refused', async context => {
	const about = JSON.stringify({ format: 1, holdfast: 'test', at: 0, ledger: createHash('sha256').digest('hex') })
	const archiveOf = (...files: [name: string, text: string][]) =>
		Buffer.concat([
			...files.flatMap(([name, text]) => [tarHeader(name, text.length, 0), Buffer.from(text), tarPadding(text.length)]),
			TAR_END
		])
	const about2 = JSON.stringify({ format: 2, holdfast: '9.0', at: 0, ledger: '' })
	const cases: [string, Buffer, string][] = [
		['no archive', Buffer.from('hello'), 'not-a-backup'],
		['nothing', Buffer.alloc(0), 'not-a-backup'],
		['another program’s', archiveOf(['notes.txt', 'x']), 'not-a-backup'],
		['a path upwards', archiveOf(['holdfast-backup.json', about], ['../escaped', 'x']), 'not-a-backup'],
		['a path upwards behind a good start', archiveOf(['holdfast-backup.json', about], ['audio/../../escaped', 'x']), 'not-a-backup'],
		['an absolute path', archiveOf(['holdfast-backup.json', about], ['/tmp/escaped', 'x']), 'not-a-backup'],
		['a key of another', archiveOf(['holdfast-backup.json', about], ['browser-host.json', 'x']), 'not-a-backup'],
		['no library in it', archiveOf(['holdfast-backup.json', about]), 'backup-damaged'],
		['a newer one', archiveOf(['holdfast-backup.json', about2]), 'backup-newer']
	]
	for (const [name, bytes, code] of cases) {
		await context.test(name, async inner => {
			const folder = folderFor(inner)
			writeFileSync(join(folder, 'a.tar'), bytes)
			const done = await restore(join(folder, 'a.tar'), join(folder, 'in/to'))
			assert.deepEqual([done.ok ? 'restored' : done.problem.code, readdirSync(join(folder, 'in/to'))], [code, []])
			assert.equal(existsSync(join(folder, 'in/escaped')) || existsSync(join(folder, 'escaped')), false)
		})
	}
})
