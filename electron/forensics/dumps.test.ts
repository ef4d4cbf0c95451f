import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import type { ExitRecord } from '../contract/exits.ts'
import { exitOf, idOf } from '../ledger/test-ledger.ts'
import { Dumps } from './dumps.ts'
import { quickLook } from './minidump/quick-look.ts'

const REAL = join(import.meta.dirname, 'minidump/fixtures')
/** Whose dump it is, by the fixture's own word. */
const pidIn = (name: string): number => quickLook(readFileSync(join(REAL, name))).pid ?? assert.fail(`${name} says no pid`)

/** Two folders where dumps may turn up, the second of which isn't made before it is needed. */
function dumpsIn(context: TestContext, waitMs = 0) {
	const folder = folderFor(context)
	const [source, later, kept] = [join(folder, 'pending'), join(folder, 'completed'), join(folder, 'kept')]
	mkdirSync(source)
	const dumps = new Dumps({ sources: [source, later], waitMs, kept, log: openLog(folder, 'main') })
	return {
		dumps,
		source,
		later,
		left: (fixture: string, as: string, where = source) => {
			mkdirSync(where, { recursive: true })
			copyFileSync(join(REAL, fixture), join(where, as))
			return join(where, as)
		},
		kept: () => readdirSync(kept)
	}
}

/** Before any of the fixtures was written, ms since 1970. */
const BORN = 1_795_000_000_000
const dead = (pid: number | null, more: Partial<ExitRecord> = {}): ExitRecord => exitOf(idOf(1), { pid, startedAt: BORN, ...more })

test('keeps a real dump beside its record, and reads where it crashed', async context => {
	const { dumps, left, kept } = dumpsIn(context)
	const pid = pidIn('node-null-write.dmp')
	const path = left('node-null-write.dmp', 'own-1.dmp')
	const record = dead(pid)
	const glance = dumps.glance({ ...record, neverStarted: false, reason: null, ntstatus: null }, record)
	assert.deepEqual([glance?.reason, glance?.thread.frames, glance?.module], ['SIGSEGV', [], null])
	const taken = await dumps.take(record)
	assert.equal(taken?.file, `${record.id}.dmp`)
	assert.deepEqual([kept(), existsSync(path)], [[`${record.id}.dmp`], false])
	const { crash } = taken
	assert.deepEqual([crash?.origin, crash?.reason, crash?.sentFromOutside], ['own', 'SIGSEGV', false])
	assert.ok((crash?.thread.frames.length ?? 0) > 0 && crash?.modules.some(({ name }) => name.startsWith('node')))
	assert.equal(await dumps.take(record), null, 'taken once')
})

test('an abort that was caused, not sent, says so', async context => {
	const { dumps, left } = dumpsIn(context)
	left('node-abort.dmp', 'a.dmp')
	const taken = await dumps.take(dead(pidIn('node-abort.dmp'), { signal: 'SIGABRT' }))
	assert.equal(taken?.crash?.reason, 'SIGABRT')
})

test('takes only the dead process’s own dump, and the newest of them', async context => {
	const { dumps, left, source, kept } = dumpsIn(context)
	const pid = pidIn('node-null-write.dmp')
	left('node-abort.dmp', 'another.dmp')
	const [older, newer] = [left('node-null-write.dmp', 'older.dmp'), left('node-null-write.dmp', 'newer.dmp')]
	utimesSync(older, 1_000, 1_000)
	writeFileSync(join(source, 'notes.txt'), 'no dump')
	await dumps.take(dead(pid))
	assert.deepEqual([existsSync(older), existsSync(newer), readdirSync(source).length], [true, false, 3])
	assert.equal(kept().length, 1)
	assert.equal(await dumps.take(dead(pid + 1)), null)
})

test('takes no dump of another kind of process, or of an earlier one with the same number', async context => {
	const { dumps, left, source } = dumpsIn(context)
	left('chromium-renderer-crash.dmp', 'renderer.dmp')
	const pid = pidIn('chromium-renderer-crash.dmp')
	const written = quickLook(readFileSync(join(source, 'renderer.dmp'))).writtenAt ?? 0
	for (const role of ['main', 'engine', 'decoder', 'gpu'] as const) assert.equal(await dumps.take(dead(pid, { role })), null, role)
	assert.equal(await dumps.take(dead(pid, { role: 'window', startedAt: written + 60_000 })), null)
	assert.ok(await dumps.take(dead(pid, { role: 'window', startedAt: written - 60_000 })))
})

test('does not look for the dump of one that can have left none', async context => {
	const { dumps, left, source } = dumpsIn(context)
	const pid = pidIn('node-null-write.dmp')
	left('node-null-write.dmp', 'old.dmp')
	for (const record of [dead(pid, { signal: 'SIGKILL' }), dead(pid, { signal: null, code: 0 }), dead(null)]) {
		assert.equal(await dumps.take(record), null)
		assert.equal(dumps.glance({ ...record, neverStarted: false, reason: null, ntstatus: null }, record), null)
	}
	assert.equal(readdirSync(source).length, 1)
	// Main's own end, which nobody saw: there may be one.
	assert.ok(await dumps.take(dead(pid, { signal: 'unknown' })))
})

test('waits for a reporter that finishes later, in a folder that it makes itself', async context => {
	const { dumps, left, later } = dumpsIn(context, 5_000)
	const taking = dumps.take(dead(pidIn('chromium-renderer-crash.dmp'), { signal: 'SIGTRAP', role: 'window' }))
	await new Promise(resolve => setTimeout(resolve, 300))
	left('chromium-renderer-crash.dmp', 'x.dmp', later)
	const taken = await taking
	assert.ok(taken?.crash)
})

test('keeps a dump that is cut off, and says what could be read of it', async context => {
	const { dumps, left, kept } = dumpsIn(context)
	const pid = pidIn('node-null-write.dmp')
	const path = left('node-null-write.dmp', 'own-1.dmp')
	const whole = readFileSync(path).length
	for (const bytes of [whole - 1_000, Math.floor(whole / 2), 3_000]) {
		truncateSync(path, bytes)
		if (quickLook(readFileSync(path)).pid !== pid) continue
		const taken = await dumps.take(dead(pid))
		assert.ok(taken)
		assert.ok(taken.crash === null || taken.crash.problems.length > 0, `${bytes} bytes`)
		left('node-null-write.dmp', 'own-1.dmp')
	}
	assert.ok(kept().length > 0)
	// What is no dump at all is nobody's.
	writeFileSync(path, 'MDMP and nothing else')
	assert.equal(await dumps.take(dead(pid)), null)
})

test('loses no dump when it can’t be kept: it stays where it was', async context => {
	const { dumps, left, source } = dumpsIn(context)
	const path = left('node-null-write.dmp', 'own-1.dmp')
	const record = dead(pidIn('node-null-write.dmp'))
	// In the way: a folder of that name.
	mkdirSync(join(source, '..', 'kept', `${record.id}.dmp`))
	assert.equal(await dumps.take(record), null)
	assert.ok(existsSync(path))
})
