import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { mock, test } from 'node:test'
import type { ProcessGone } from '../process-gone.ts'
import { BEAT_MS, WINDOW_PATIENCE } from './heartbeat.ts'
import { KeptPage } from './kept-page.ts'
import { WINDOW_RELOADS } from './limit.ts'

/** A page that dies as told, and everything that was done about it. */
function mortal() {
	const did: string[] = []
	const time = { now: 1_000_000 }
	const state = { crashed: false, pid: 70 }
	const contents = Object.assign(new EventEmitter(), {
		isDestroyed: () => false,
		isCrashed: () => state.crashed,
		isDevToolsOpened: () => false,
		getOSProcessId: () => (state.crashed ? 0 : state.pid),
		send: () => {},
		reload() {
			did.push('reload')
			state.crashed = false
			state.pid++
		},
		forcefullyCrashRenderer: () => die('crashed', 5)
	})
	const deaths: ProcessGone[] = []
	const page = new KeptPage(contents, {
		name: 'window',
		reloads: WINDOW_RELOADS,
		patience: WINDOW_PATIENCE,
		platform: 'linux',
		now: () => time.now,
		gone: gone => {
			deaths.push(gone)
			did.push(`${gone.label} ${gone.pid} ${gone.facts.signal ?? gone.facts.reason}, ${gone.killedFor}: ${gone.recovery}`)
			return `exit ${deaths.length}`
		},
		back: (exit, pid) => did.push(`${exit} back as ${pid}`),
		gaveUp: () => did.push('gave up')
	})
	function die(reason: string, exitCode: number): void {
		state.crashed = true
		contents.emit('render-process-gone', {}, { reason, exitCode })
	}
	return { did, deaths, time, page, die, contents }
}

test('a page that dies is recorded, loaded anew and back; the third time within a minute it is given up', () => {
	const { did, die, page } = mortal()
	page.opened()
	for (let i = 0; i < 3; i++) {
		die('crashed', 139)
		if (i < 2) page.opened()
	}
	assert.deepEqual(did, [
		'window#1 70 SIGSEGV, null: reloaded',
		'reload',
		'exit 1 back as 71',
		'window#2 71 SIGSEGV, null: reloaded',
		'reload',
		'exit 2 back as 72',
		'window#3 72 SIGSEGV, null: gave-up',
		'gave up'
	])
	page.revive()
	page.opened()
	assert.equal(did.at(-1), 'reload', 'once more when it is wanted')
})

test('deaths that lie apart are each forgiven', () => {
	const { did, die, time, page } = mortal()
	for (let i = 0; i < 5; i++) {
		page.opened()
		die('oom', 5)
		time.now += 40_000
	}
	assert.equal(did.filter(what => what === 'reload').length, 5)
})

test('a clean exit is none', () => {
	const { did, die } = mortal()
	die('clean-exit', 0)
	assert.deepEqual(did, [])
})

test('a page that is loaded anew in the same process is the same life', () => {
	const { did, die, page } = mortal()
	page.opened()
	page.opened()
	die('killed', 9)
	assert.equal(did[0], 'window#1 70 SIGKILL, null: reloaded')
})

test('a page that never came to life is recorded without a pid', () => {
	const { deaths, die } = mortal()
	die('launch-failed', 1003)
	assert.deepEqual(deaths[0], {
		role: 'window',
		label: 'window#1',
		pid: null,
		startedAt: null,
		facts: { pid: null, code: null, signal: null, ntstatus: null, reason: 'launch-failed, code 1003', neverStarted: true },
		killedFor: null,
		recovery: 'reloaded'
	})
})

test('a page that hangs or breaks the contract is ended, and the record says why', () => {
	mock.timers.enable({ apis: ['setInterval'] })
	try {
		const { deaths, time, page } = mortal()
		page.opened()
		for (let second = 0; second < 60 && deaths.length === 0; second += 2) {
			time.now += BEAT_MS
			mock.timers.tick(BEAT_MS)
		}
		assert.deepEqual([deaths[0]?.killedFor, time.now - 1_000_000], ['hang', WINDOW_PATIENCE.silentMs])
		page.opened()
		page.end('protocol')
		assert.equal(deaths[1]?.killedFor, 'protocol')
	} finally {
		mock.timers.reset()
	}
})
