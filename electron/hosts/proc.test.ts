import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { type TestContext, test } from 'node:test'
import { isFrozen, lowerPriority, oomKills, residentFromProc } from './proc.ts'

const skip = process.platform !== 'linux' && '/proc is Linux'

async function waiting(context: TestContext, detached = false): Promise<ChildProcess & { readonly pid: number }> {
	const child = spawn(process.execPath, ['-e', 'process.stdout.write("up"); setInterval(() => {}, 1000)'], {
		stdio: ['ignore', 'pipe', 'ignore'],
		detached
	})
	context.after(() => child.kill('SIGKILL'))
	await once(child.stdout, 'data')
	assert.ok(child.pid !== undefined)
	return child as ChildProcess & { readonly pid: number }
}

async function until(what: string, is: () => boolean): Promise<void> {
	for (let n = 0; n < 200; n++) {
		if (is()) return
		await new Promise(resolve => setTimeout(resolve, 10))
	}
	assert.fail(`never: ${what}`)
}

test('knows a process that was stopped by a signal, and one that goes on again', { skip }, async context => {
	const child = await waiting(context)
	assert.equal(isFrozen(child.pid), false)
	process.kill(child.pid, 'SIGSTOP')
	await until('stopped', () => isFrozen(child.pid))
	process.kill(child.pid, 'SIGCONT')
	await until('going on', () => !isFrozen(child.pid))
})

test('weighs a process, and nothing where there is none', { skip }, async context => {
	const child = await waiting(context)
	const rss = residentFromProc(child.pid)
	assert.ok(rss !== null && rss > 5_000_000 && rss < 2_000_000_000, `${rss}`)
	child.kill('SIGKILL')
	await once(child, 'exit')
	assert.deepEqual([residentFromProc(child.pid), isFrozen(child.pid)], [null, false])
})

test('counts what the kernel has killed for want of memory, or says that nobody counts', { skip }, () => {
	const before = oomKills()
	assert.ok(before === null || (Number.isInteger(before) && before >= 0))
	const after = oomKills()
	assert.ok(before === null ? after === null : after !== null && after >= before)
})

test('lowers every thread of a process, and its session if that is its own', { skip }, async context => {
	for (const detached of [true, false]) {
		const child = await waiting(context, detached)
		const group = `/proc/${child.pid}/autogroup`
		const threads = () => readdirSync(`/proc/${child.pid}/task`).map(id => getPriority(Number(id)))
		// Of a test that is run by nice(1) not 0.
		assert.deepEqual([...new Set(threads())], [getPriority()])
		lowerPriority(child.pid)
		assert.ok(threads().length > 3)
		assert.deepEqual([...new Set(threads())], [10])
		// Where the kernel groups by session. That of this test itself stays as it was.
		if (existsSync(group)) assert.match(readFileSync(group, 'latin1'), detached ? /nice 10$/m : /nice [0-9]$/m)
	}
	lowerPriority(2 ** 22 + 1)
})
