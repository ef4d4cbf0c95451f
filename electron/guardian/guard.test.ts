import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import type { ExitRecord } from '../contract/exits.ts'
import { Spool } from '../forensics/spool.ts'
import { GAVE_UP, Guard } from './guard.ts'
import { forkMain } from './main-process.ts'
import { Notes } from './notes.ts'
import { MAIN } from './policy.ts'

const entry = fileURLToPath(new URL('scripted-main.ts', import.meta.url))

/** As `MAIN`, for tests that wait. */
const HASTY = {
	...MAIN,
	backoffMs: [0, 10],
	readyTimeoutMs: 1_500,
	heartbeat: { everyMs: 50, limitMs: 400 },
	shutdownMs: 300,
	dumpMs: 300
}

/** A guard over lives that act as `lives` says. `over` is its end. */
function guarding(context: TestContext, lives: string, onReady: (guard: Guard, pid: () => number) => void = () => {}) {
	const data = folderFor(context)
	const notes = new Notes(() => data)
	const pids: number[] = []
	const ids: string[] = []
	let readies = 0
	const over = new Promise<number>(resolve => {
		const guard: Guard = new Guard(
			HASTY,
			(life, events) => {
				ids.push(life)
				const spawned = (pid: number) => {
					pids.push(pid)
					events.spawned(pid)
				}
				const guardian = { life: 'guardian', pid: process.pid, startedAt: 0 }
				return forkMain(entry, ['--data', data, '--lives', lives], process.env, { life, guardian }, { ...events, spawned })
			},
			{
				ready: () => {
					readies++
					onReady(guard, () => pids.at(-1) ?? 0)
				},
				died: death => notes.leave(death),
				over: resolve
			}
		)
		guard.start()
	})
	return {
		over,
		pids,
		ids,
		readies: () => readies,
		lives: () => readFileSync(join(data, 'started'), 'utf8').length,
		notes: () => {
			const found: ExitRecord[] = []
			new Spool(join(data, 'spool')).takeIn(record => found.push(record) > 0)
			return found.sort((a, b) => a.at - b.at)
		}
	}
}

test('a main that dies is started again, and its death is noted with all that the parent saw', async context => {
	const run = guarding(context, 'SIGSEGV SIGKILL throw end')
	assert.equal(await run.over, 4, 'the code of the one that ended as it wished')
	const notes = run.notes()
	assert.deepEqual(
		notes.map(({ id, life, role, name, pid, seen, state, signal, code, restarted, jobs }) => {
			return { id, life, role, name, pid, seen, state, signal, code, restarted, jobs }
		}),
		(['SIGSEGV', 'SIGKILL', null] as const).map((signal, n) => ({
			id: run.ids[n],
			life: run.ids[n],
			role: 'main',
			name: 'main',
			pid: run.pids[n],
			seen: 'guardian',
			state: 'ready',
			signal,
			code: signal === null ? 1 : null,
			restarted: null,
			jobs: []
		}))
	)
	assert.deepEqual(
		notes.map(note => note.crumb && [note.crumb.activity, note.crumb.pid]),
		run.pids.slice(0, 3).map(pid => ['serving', pid])
	)
	assert.ok(notes[2]?.stderr.includes('TypeError: told to'), notes[2]?.stderr.join('\n'))
	assert.ok(notes.every(note => note.uptimeMs !== null && note.uptimeMs > 0))
	assert.deepEqual([run.readies(), run.lives()], [4, 4])
})

test('a main that says it ends is not started again, and leaves its exit code', async context => {
	for (const [lives, code] of [
		['refuse', 1],
		['end', 4]
	] as const) {
		const run = guarding(context, lives)
		assert.deepEqual([await run.over, run.lives(), run.notes()], [code, 1, []])
	}
})

test('a main that ends to be started again is, and that is no death; one that still copies what is moved has more time to start', async context => {
	const run = guarding(context, 'again move')
	assert.deepEqual([await run.over, run.lives(), run.readies(), run.notes()], [4, 2, 2, []])
})

test('a wish to end is passed on, and main’s answer to it is the guardian’s', async context => {
	const run = guarding(context, 'serve', guard => guard.stop('SIGTERM'))
	assert.deepEqual([await run.over, run.lives(), run.notes()], [3, 1, []])
})

test('a main that does not listen to a wish to end is killed, and that is no death', async context => {
	const run = guarding(context, 'deaf', guard => guard.stop('SIGTERM'))
	assert.deepEqual([await run.over, run.lives(), run.notes()], [137, 1, []])
})

test('a main that stops answering is aborted and started again; a stopped one is killed, and the note says that it was stopped', async context => {
	let lives = 0
	const run = guarding(context, 'silent serve end', (_guard, pid) => {
		if (++lives === 2) process.kill(pid(), 'SIGSTOP')
	})
	assert.equal(await run.over, 4)
	assert.deepEqual(
		run.notes().map(({ signal, killedFor, frozen, explanation }) => [signal, killedFor, frozen, explanation.code]),
		[
			['SIGABRT', 'hang', false, 'hang'],
			['SIGKILL', 'hang', true, 'frozen']
		]
	)
})

test('a main that is not ready in time, or says what nobody understands, is replaced', async context => {
	const run = guarding(context, 'slow-start babble end')
	assert.equal(await run.over, 4)
	const notes = run.notes()
	assert.deepEqual(
		notes.map(note => [note.signal, note.killedFor, note.state]),
		[
			['SIGKILL', 'ready-timeout', 'starting'],
			['SIGKILL', 'protocol', 'ready']
		]
	)
	assert.match(notes[1]?.stderr.at(-1) ?? '', /^Guardian: protocol violation: /)
})

test('a main that dies at each start is given up after the fifth time', async context => {
	const run = guarding(context, 'die')
	assert.equal(await run.over, GAVE_UP)
	assert.deepEqual([run.lives(), run.notes().length, run.readies()], [5, 5, 0])
})

test('a main that died while serving is no failure to start, however often', async context => {
	const run = guarding(context, `${'SIGKILL '.repeat(8)}end`)
	assert.deepEqual([await run.over, run.lives()], [4, 9])
})

test('a note that the disk refuses, or whose drive is away, is left later', context => {
	const data = folderFor(context)
	const spool = join(data, 'spool')
	writeFileSync(spool, 'not a folder')
	let isAway = true
	const notes = new Notes(() => (isAway ? null : data))
	notes.leave({
		of: { life: 'life', startedAt: 1, rss: null, cpuMs: null, stderr: [], curve: [], oomKills: null, frozen: false },
		facts: { pid: 1, code: null, signal: 'SIGKILL', ntstatus: null, reason: null, neverStarted: false },
		at: 2,
		during: 'ready',
		killedFor: null
	})
	notes.retry()
	isAway = false
	notes.retry()
	rmSync(spool)
	notes.retry()
	assert.deepEqual(readdirSync(spool), ['life.json'])
})
