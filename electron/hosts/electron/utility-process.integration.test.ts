import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { ExitFacts } from '../../forensics/exit-facts.ts'
import type { WorkerProcess } from '../host.ts'
import { app } from './stand-in/app.ts'
import { MessageChannelMain } from './stand-in/message-channel.ts'
import { nextLaunch, utilityProcess } from './stand-in/utility-process.ts'
import { utilityProcessHost } from './utility-process.ts'

const worker = join(import.meta.dirname, 'stand-in/ending-worker.ts')
const host = utilityProcessHost(
	{ app, utilityProcess, MessageChannelMain },
	{ asr: worker, decode: join(import.meta.dirname, 'there-is-no-such-worker.ts'), speakers: worker }
)
let lives = 0

/** Starts a real worker, and collects what it is told to end with, until `exited` and a while longer. */
async function live(end: string, act: (worker: WorkerProcess) => void, entry: 'asr' | 'decode' = 'asr') {
	await app.whenReady()
	const lines: string[] = []
	const messages: unknown[] = []
	const exits: ExitFacts[] = []
	const pids: number[] = []
	const over = Promise.withResolvers<void>()
	const process = host.forkWorker(
		entry,
		`engine#${++lives}`,
		{ HOLDFAST_TEST_END: end },
		{
			spawned: pid => pids.push(pid),
			message: message => {
				messages.push(message)
				// It listens, and has said so.
				if (messages.length === 1) act(process)
			},
			line: line => lines.push(line),
			exited: facts => {
				exits.push(facts)
				over.resolve()
			}
		}
	)
	await over.promise
	const soFar = lines.length
	await delay(150)
	assert.equal(lines.length, soFar, 'nothing follows the end')
	assert.equal(exits.length, 1, 'it ends once')
	return { lines, messages, exit: exits[0], pid: pids[0] ?? null }
}

const ping = (worker: WorkerProcess) => worker.send({ type: 'ping', n: 7 })

const ends: readonly [end: string, facts: Partial<ExitFacts>][] = [
	['SIGSEGV', { code: null, signal: 'SIGSEGV', reason: 'crashed' }],
	['SIGABRT', { code: null, signal: 'SIGABRT', reason: 'crashed' }],
	['SIGKILL', { code: null, signal: 'SIGKILL', reason: 'killed' }],
	['SIGTERM', { code: null, signal: 'SIGTERM', reason: 'killed' }],
	['SIGHUP', { code: null, signal: 'unknown', reason: 'Electron said 0' }],
	['abort', { code: null, signal: 'SIGABRT', reason: 'crashed' }],
	['exit 3', { code: 3, signal: null, reason: 'abnormal-exit' }],
	['linger', { code: 3, signal: null, reason: 'abnormal-exit' }],
	['exit 11', { code: 11, signal: null, reason: 'abnormal-exit' }],
	['exit 0', { code: null, signal: 'unknown', reason: 'Electron said 0' }],
	['_exit 255', { code: 255, signal: null, reason: 'abnormal-exit' }],
	['throw', { code: 1, signal: null, reason: 'abnormal-exit' }]
]
for (const [end, facts] of ends) {
	test(`a worker that ends by ${end} is told once, with its last words`, async () => {
		const { exit, lines, messages, pid } = await live(end, ping)
		assert.deepEqual(exit, { pid, ntstatus: null, neverStarted: false, ...facts })
		assert.equal(lines[0], 'on stdout: grüß Gott')
		assert.deepEqual(messages, [
			{ hasGc: true, crashpad: null },
			{ type: 'ping', n: 7 }
		])
		const written = lines.filter(line => line.startsWith('line '))
		assert.equal(written.length, 200)
		assert.ok(lines.some(line => line.startsWith('last words')))
	})
}

test('a worker is killed with the signal that was asked for', async () => {
	assert.equal((await live('', worker => worker.kill('SIGABRT'))).exit?.signal, 'SIGABRT')
	assert.equal((await live('', worker => worker.kill())).exit?.signal, 'SIGKILL')
})

test('a worker that is killed before it was born dies as soon as it is', async () => {
	await app.whenReady()
	const { promise, resolve } = Promise.withResolvers<ExitFacts>()
	const process = host.forkWorker('asr', 'early#1', {}, { spawned: () => {}, message: () => {}, line: () => {}, exited: resolve })
	process.kill()
	const { signal, neverStarted } = await promise
	assert.deepEqual({ signal, neverStarted }, { signal: 'SIGKILL', neverStarted: false })
})

test('talking to a dead worker, and killing it again, does nothing', async () => {
	let dead: WorkerProcess | null = null
	await live('exit 3', worker => {
		dead = worker
		ping(worker)
	})
	const corpse = dead as WorkerProcess | null
	assert.ok(corpse)
	ping(corpse)
	corpse.kill()
})

test('an unhandled rejection is only a warning in Electron, so the worker lives on', async () => {
	const { exit, lines } = await live('reject', worker => {
		ping(worker)
		setTimeout(() => worker.kill(), 300)
	})
	assert.equal(exit?.signal, 'SIGKILL')
	assert.ok(lines.some(line => line.includes('nobody cares')))
})

test('a program that is not there is an exit, with the reason on stderr', async () => {
	const { promise, resolve } = Promise.withResolvers<ExitFacts>()
	const lines: string[] = []
	host.forkWorker('decode', 'missing#1', {}, { spawned: () => {}, message: () => {}, line: line => lines.push(line), exited: resolve })
	assert.deepEqual(
		{ ...(await promise), pid: null },
		{ pid: null, code: 1, signal: null, ntstatus: null, reason: 'abnormal-exit', neverStarted: false }
	)
	assert.ok(lines.some(line => line.includes('there-is-no-such-worker')))
})

test('a failed launch has no exit event, and is told all the same', async () => {
	nextLaunch.fails = true
	const { promise, resolve } = Promise.withResolvers<ExitFacts>()
	host.forkWorker('asr', 'unborn#1', {}, { spawned: () => {}, message: () => {}, line: () => {}, exited: resolve })
	const expected = { pid: null, code: null, signal: null, ntstatus: null, reason: 'launch-failed, code 1002', neverStarted: true }
	assert.deepEqual(await promise, expected)
})

test('what fork itself refuses never started, and is told later like all news', async () => {
	const refusing = {
		fork(): never {
			throw new TypeError('utilityProcess cannot be created before app is ready.')
		}
	}
	const { promise, resolve } = Promise.withResolvers<ExitFacts>()
	const early = utilityProcessHost({ app, utilityProcess: refusing, MessageChannelMain }, { asr: worker, decode: worker, speakers: worker })
	const process = early.forkWorker('asr', 'refused#1', {}, { spawned: () => {}, message: () => {}, line: () => {}, exited: resolve })
	ping(process)
	const { neverStarted, reason } = await promise
	assert.deepEqual({ neverStarted, reason }, { neverStarted: true, reason: 'utilityProcess cannot be created before app is ready.' })
})

test('a V8 fatal error does not bring main down, and names itself as the reason', async () => {
	await app.whenReady()
	const forked: ReturnType<typeof utilityProcess.fork>[] = []
	const watching = {
		fork(...args: Parameters<typeof utilityProcess.fork>) {
			const child = utilityProcess.fork(...args)
			forked.push(child)
			return child
		}
	}
	const { promise, resolve } = Promise.withResolvers<ExitFacts>()
	const one = utilityProcessHost({ app, utilityProcess: watching, MessageChannelMain }, { asr: worker, decode: worker, speakers: worker })
	const child = one.forkWorker(
		'asr',
		'fatal#1',
		{ HOLDFAST_TEST_END: 'SIGSEGV' },
		{ spawned: () => {}, message: () => ping(child), line: () => {}, exited: resolve }
	)
	const [utility] = forked
	assert.ok(utility && 'emit' in utility && typeof utility.emit === 'function')
	utility.emit('error', 'FatalError', 'v8::Object::Get', '{"environmentVariables":{}}')
	const { signal, reason } = await promise
	assert.deepEqual({ signal, reason }, { signal: 'SIGSEGV', reason: 'FatalError at v8::Object::Get' })
})

test('the resident memory of a process can be asked for', () => {
	assert.ok((host.residentBytes(process.pid) ?? 0) > 10_000_000)
	assert.equal(host.residentBytes(2 ** 30), null)
})
