import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import { Breadcrumbs } from '../../native-bridge/worker/breadcrumbs.ts'
import type { AppEvent } from '../contract/events.ts'
import type { ExitJob } from '../contract/exits.ts'
import { Exits } from '../ledger/exits.ts'
import { idOf, ledgerFor } from '../ledger/test-ledger.ts'
import { Dumps } from './dumps.ts'
import { composeExitRecord, type Death } from './exit-record.ts'
import { quickLook } from './minidump/quick-look.ts'
import { DeathRecorder } from './recorder.ts'
import { Spool } from './spool.ts'

const NOW = 1_800_000_000_000
const DUMP = join(import.meta.dirname, 'minidump/fixtures/node-null-write.dmp')
const job: ExitJob = { transcript: idOf(1), title: 'Talk', cursor: 16_000, outcome: 'continued' }

/** A recorder on a real ledger and spool; the clock stands until it is moved. */
async function recorderOn(context: TestContext) {
	const folder = folderFor(context)
	const folders = { crumbs: folder, logs: folder }
	const db = ledgerFor(context, folder)
	const exits = new Exits(db)
	const log = openLog(folder, 'main')
	const events: AppEvent[] = []
	context.mock.timers.enable({ apis: ['Date', 'setInterval'], now: NOW })
	const spool = join(folder, 'spool')
	const pending = join(folder, 'pending')
	mkdirSync(pending)
	const dumps = new Dumps({ sources: [pending], waitMs: 0, kept: join(folder, 'kept'), log })
	const make = () => new DeathRecorder({ exits, spool: new Spool(spool), dumps, emit: event => events.push(event), log })
	const recorder = make()
	return {
		db,
		exits,
		folder,
		folders,
		recorder,
		anotherMain: make,
		spooled: () => readdirSync(spool),
		heard: () => events.splice(0).map(event => event.type),
		pass: (ms: number) => context.mock.timers.tick(ms),
		/** An engine's life `n` dies now. */
		die: (n: number, took: number | null = null) => recorder.died('engine', deathOf(n, Date.now()), took, () => [job]),
		/** A real dump lies ready; its process's pid. */
		dumped: () => {
			copyFileSync(DUMP, join(pending, 'own-1.dmp'))
			return quickLook(readFileSync(DUMP)).pid ?? assert.fail()
		}
	}
}

function deathOf(n: number, at: number): Death {
	return {
		of: {
			life: idOf(n),
			role: 'engine',
			label: `engine#${n}`,
			startedAt: at - 1_000,
			rss: null,
			cpuMs: null,
			model: null,
			versions: {},
			stderr: [],
			log: [],
			curve: [],
			oomKills: null,
			frozen: false
		},
		facts: { pid: n, code: null, signal: 'SIGSEGV', ntstatus: null, reason: null, neverStarted: false },
		at,
		seen: 'exit',
		during: 'busy',
		killedFor: null,
		crumb: null,
		jobs: []
	}
}

test('records a death with what became of the jobs, and completes it when the successor is ready', async context => {
	const { recorder, exits, heard, pass, die } = await recorderOn(context)
	recorder.born('engine', { id: idOf(2), label: 'engine#2', pid: 2, startedAt: NOW - 1_000 })
	const record = die(2)
	assert.deepEqual([exits.get(record.id), record.jobs, exits.open(), heard()], [record, [job], [], ['exit', 'death-in-transcript']])
	pass(640)
	recorder.ready('engine', 3)
	recorder.ready('engine', 3)
	assert.deepEqual(
		[exits.get(record.id), heard()],
		[{ ...record, restarted: { pid: 3, readyAfterMs: 640, standby: false } }, ['exit', 'death-in-transcript']]
	)
})

test('completes every death of a row when one is ready at last: work stood still since the first', async context => {
	const { recorder, exits, pass, die } = await recorderOn(context)
	die(1)
	pass(300)
	die(2)
	pass(200)
	recorder.ready('engine', 3)
	assert.deepEqual(
		exits.list(10).map(exit => [exit.name, exit.restarted?.readyAfterMs]),
		[
			['engine#2', 200],
			['engine#1', 500]
		]
	)
})

test('keeps a record beside a ledger that takes nothing, and brings its newest state in later', async context => {
	const { recorder, exits, db, pass, die, spooled } = await recorderOn(context)
	db.pragma('query_only = on')
	const record = die(1)
	assert.deepEqual([exits.list(10), spooled()], [[], [`${record.id}.json`]])
	recorder.catchUp()
	assert.equal(spooled().length, 1)
	db.pragma('query_only = off')
	pass(640)
	recorder.ready('engine', 2)
	recorder.catchUp()
	assert.deepEqual([exits.list(10), spooled()], [[{ ...record, restarted: { pid: 2, readyAfterMs: 640, standby: false } }], []])
})

test('keeps a record in memory when there is room nowhere, and writes births before deaths when there is', async context => {
	const { db, exits, folder, recorder, die, pass } = await recorderOn(context)
	db.pragma('query_only = 1')
	rmSync(join(folder, 'spool'), { recursive: true })
	recorder.born('engine', { id: idOf(7), label: 'engine#7', pid: 7, startedAt: NOW })
	const { id } = die(7)
	pass(400)
	recorder.ready('engine', 8)
	recorder.catchUp()
	assert.deepEqual(exits.list(10), [])

	db.pragma('query_only = 0')
	mkdirSync(join(folder, 'spool'))
	recorder.catchUp()
	assert.deepEqual(
		[exits.list(10).map(exit => [exit.id, exit.restarted]), exits.lives(0).map(life => [life.id, life.exit])],
		[[[id, { pid: 8, readyAfterMs: 400, standby: false }]], [[idOf(7), id]]]
	)
})

test('finds at its start that the main before it ended without saying why', async context => {
	const { recorder, anotherMain, exits, folders, pass, folder } = await recorderOn(context)
	recorder.mainStarted(folders, [])
	recorder.born('engine', { id: idOf(2), label: 'engine#1', pid: 2, startedAt: NOW })
	pass(10_000)
	assert.deepEqual(exits.list(1), [])
	// Killed: nothing is written. Its last sign of life is from now.
	pass(0)
	const died = Date.now()
	const next = anotherMain()
	context.mock.timers.reset()
	context.mock.timers.enable({ apis: ['Date', 'setInterval'], now: died + 5_000 })
	next.mainStarted(folders, [job])
	const [exit, ...others] = exits.list(10)
	assert.deepEqual(others, [])
	assert.deepEqual(
		[exit?.role, exit?.seen, exit?.pid, exit?.at, exit?.crumb?.activity, exit?.signal, exit?.jobs, exit?.restarted],
		['main', 'unclean-start', process.pid, died, 'serving', 'unknown', [job], { pid: process.pid, readyAfterMs: 5_000, standby: false }]
	)
	assert.deepEqual(
		exits.open().map(life => [life.role, life.startedAt]),
		[['main', died + 5_000]]
	)
	assert.ok(readdirSync(folder).includes('main.crumb'))
	next.mainEnding()
})

test('what a guardian saw and a full disk kept back takes the place of what was concluded, and is told; nothing that is known is forgotten', async context => {
	const { recorder, anotherMain, exits, folders, folder, pass, heard } = await recorderOn(context)
	recorder.mainStarted(folders, [], idOf(7))
	context.mock.timers.reset()
	context.mock.timers.enable({ apis: ['Date', 'setInterval'], now: NOW + 1_000 })
	const next = anotherMain()
	next.mainStarted(folders, [job], idOf(8))
	const concluded = exits.get(idOf(7)) ?? assert.fail()
	next.mainEnding()
	// Its dump was read meanwhile.
	exits.record({ ...concluded, dump: 'kept.dmp' })
	pass(60_000)
	heard()
	const saw = deathOf(7, NOW)
	new Spool(join(folder, 'spool')).leave({
		...composeExitRecord({ ...saw, of: { ...saw.of, role: 'main', label: 'main' }, seen: 'guardian', jobs: [] }),
		id: idOf(7)
	})
	anotherMain().catchUp()
	const [exit, ...others] = exits.list(10)
	assert.deepEqual(
		[exit?.seen, exit?.signal, exit?.jobs, exit?.restarted, exit?.dump, others],
		['guardian', 'SIGSEGV', [job], concluded.restarted, 'kept.dmp', []]
	)
	assert.deepEqual(heard(), ['exit', 'death-in-transcript'])
})

test('finds nothing after an orderly end', async context => {
	const { recorder, anotherMain, exits, folders } = await recorderOn(context)
	recorder.mainStarted(folders, [])
	recorder.mainEnding()
	const next = anotherMain()
	next.mainStarted(folders, [])
	assert.deepEqual([exits.list(10), exits.open().length], [[], 1])
	next.mainEnding()
})

test('finds nothing after an orderly end on a full disk; but the death of the one after it, be its number the same', async context => {
	const { recorder, anotherMain, db, exits, folders } = await recorderOn(context)
	recorder.mainStarted(folders, [], idOf(7))
	db.pragma('query_only = on')
	recorder.mainEnding()
	db.pragma('query_only = off')
	assert.deepEqual(
		exits.open().map(life => life.id),
		[idOf(7)]
	)
	context.mock.timers.setTime(NOW + 5_000)
	exits.born({ id: idOf(8), role: 'main', name: 'main', pid: process.pid, startedAt: NOW + 1_000 })
	const next = anotherMain()
	next.mainStarted(folders, [])
	assert.deepEqual([exits.list(10).map(exit => exit.life), exits.open().length], [[idOf(8)], 1])
	next.mainEnding()
})

test('does not take another process’s crumb for the dead main’s', async context => {
	const { exits, folders, recorder, folder } = await recorderOn(context)
	exits.born({ id: idOf(9), role: 'main', name: 'main', pid: process.pid + 1, startedAt: NOW - 60_000 })
	new Breadcrumbs(join(folder, 'main.crumb')).leave('serving', null)
	recorder.mainStarted(folders, [])
	const [exit] = exits.list(1)
	assert.deepEqual([exit?.pid, exit?.crumb, exit?.at], [process.pid + 1, null, NOW])
	recorder.mainEnding()
})

test('a death that a standby has taken over from stood still for no time that matters', async context => {
	const { recorder, exits, pass, die } = await recorderOn(context)
	const record = die(2, 77)
	assert.deepEqual(record.restarted, { pid: 77, readyAfterMs: 0, standby: true })
	// The one that was forked in its place is no news about it.
	pass(900)
	recorder.ready('engine', 78)
	recorder.ready('engine-standby', 78)
	assert.deepEqual(exits.get(record.id)?.restarted, record.restarted)
})

test('says what a death can be blamed on before it asks what becomes of the jobs', async context => {
	const { recorder } = await recorderOn(context)
	const asked: unknown[] = []
	for (const signal of ['SIGSEGV', 'SIGKILL']) {
		const death = deathOf(2, NOW)
		recorder.died('engine', { ...death, facts: { ...death.facts, signal } }, null, (record, blamesWork) => {
			asked.push([record.explanation.code, blamesWork])
			return []
		})
	}
	assert.deepEqual(asked, [
		['signal', true],
		['killed-from-outside', false]
	])
})

/** Until a thread has read a dump. The test's own clock stands. */
async function read(exits: Exits, id: string): Promise<ReturnType<Exits['get']>> {
	for (let n = 0; n < 2_000; n++) {
		const record = exits.get(id)
		if (record?.dump) return record
		await new Promise(resolve => setImmediate(resolve))
		await new Promise(resolve => setTimeout(resolve, 5))
	}
	assert.fail('no dump was read')
}

/** Of a process that began before the fixture's dump was written. */
const longAgo = (death: Death, pid: number): Death => ({
	...death,
	of: { ...death.of, startedAt: 1_795_000_000_000 },
	facts: { ...death.facts, pid }
})

test('a dump’s reason is known at once, its stacks when they have been read; the death is explained again and told', async context => {
	const { recorder, exits, heard, dumped } = await recorderOn(context)
	const pid = dumped()
	const death = deathOf(2, NOW)
	const record = recorder.died('engine', longAgo(death, pid), null, () => [job])
	assert.deepEqual(
		[record.crash?.reason, record.crash?.thread.frames, record.dump, heard()],
		['SIGSEGV', [], null, ['exit', 'death-in-transcript']]
	)
	const whole = await read(exits, record.id)
	assert.equal(whole?.dump, `${record.id}.dmp`)
	assert.ok((whole.crash?.thread.frames.length ?? 0) > 0)
	assert.deepEqual([whole.jobs, heard()], [[job], ['exit', 'death-in-transcript']])
})

test('a record that was deleted while its dump was read stays deleted', async context => {
	const { recorder, exits, dumped, folder } = await recorderOn(context)
	const pid = dumped()
	const death = deathOf(2, NOW)
	const { id } = recorder.died('engine', longAgo(death, pid), null, () => [])
	recorder.forget([id])
	exits.remove([id])
	for (let n = 0; n < 400 && !readdirSync(join(folder, 'kept')).includes(`${id}.dmp`); n++)
		await new Promise(resolve => setTimeout(resolve, 5))
	await new Promise(resolve => setTimeout(resolve, 1_000))
	assert.equal(exits.get(id), null)
})

test('a dump that is read when main has ended harms nobody: the next main takes it in', async context => {
	const { recorder, db, dumped, spooled, folders } = await recorderOn(context)
	recorder.mainStarted(folders, [])
	const pid = dumped()
	const death = deathOf(2, NOW)
	const { id } = recorder.died('engine', longAgo(death, pid), null, () => [])
	recorder.mainEnding()
	db.close()
	for (let n = 0; n < 2_000 && spooled().length === 0; n++) await new Promise(resolve => setTimeout(resolve, 5))
	assert.deepEqual(spooled(), [`${id}.json`])
})
