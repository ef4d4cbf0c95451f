import assert from 'node:assert/strict'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../journal/test-folder.ts'
import { installCrashCapture, installedHandler } from './index.ts'
import { type Crash, type CrashOptions, type Death, die } from './test-crash.ts'
import { type Fault, missingAddons } from './test-faults.ts'

const missing = missingAddons()
const needs = { skip: missing }
const needsHandler = {
	skip: missing || (installedHandler() === null && 'No browser with a crashpad handler is installed here; our own writer is tested.')
}

/** How each ends, and the module that the crashing instruction lies in. */
const KINDS: readonly { fault: Fault; signal: NodeJS.Signals; in: string | null }[] = [
	{ fault: 'null-write', signal: 'SIGSEGV', in: 'test-faults.node' },
	{ fault: 'abort', signal: 'SIGABRT', in: 'libc.so.6' },
	{ fault: 'double-free', signal: 'SIGABRT', in: 'libc.so.6' },
	{ fault: 'corrupt-heap', signal: 'SIGABRT', in: 'libc.so.6' },
	{ fault: 'throw', signal: 'SIGABRT', in: 'libc.so.6' },
	{ fault: 'overflow', signal: 'SIGSEGV', in: 'test-faults.node' },
	{ fault: 'divide-by-zero', signal: 'SIGFPE', in: 'test-faults.node' },
	{ fault: 'illegal-instruction', signal: 'SIGILL', in: 'test-faults.node' },
	{ fault: 'trap', signal: 'SIGTRAP', in: 'test-faults.node' },
	{ fault: 'call-null', signal: 'SIGSEGV', in: null },
	{ fault: 'two-threads', signal: 'SIGSEGV', in: 'test-faults.node' }
]
const NUMBERS: Readonly<Record<string, number>> = { SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGFPE: 8, SIGSEGV: 11 }

for (const by of ['crashpad', 'own'] as const) {
	for (const where of ['main', 'pool', 'worker'] as const) {
		test(
			`${by}: each kind of native crash in a ${where} thread ends as ever, and leaves one dump`,
			by === 'own' ? needs : needsHandler,
			async context => {
				for (const kind of where === 'main' ? KINDS : KINDS.filter(({ fault }) => ['null-write', 'abort', 'overflow'].includes(fault))) {
					const death = await crash(context, { fault: kind.fault, where, ...(by === 'own' ? { handler: null } : {}) })
					assert.deepEqual([death.code, death.signal], [null, kind.signal], kind.fault)
					const dump = onlyDump(death)
					const facts = { by: dump.by, pid: dump.pid, signal: dump.signal, in: dump.crashedIn }
					assert.deepEqual(facts, { by, pid: death.pid, signal: NUMBERS[kind.signal], in: kind.in }, kind.fault)
					assert.ok(kind.fault !== 'overflow' || dump.stackBytes > 1 << 20, `${dump.stackBytes} bytes of an overrun stack`)
				}
			}
		)
	}
}

for (const by of ['crashpad', 'own'] as const) {
	test(
		`${by}: a dump names its process, its threads and exact modules, and is for the user alone`,
		by === 'own' ? needs : needsHandler,
		async context => {
			const death = await crash(context, { fault: 'null-write', ...(by === 'own' ? { handler: null } : {}) })
			const dump = onlyDump(death)
			const { role, life, note } = dump.annotations
			assert.deepEqual({ role, life, note }, { role: 'test', life: 'test#1', note: 'ä = ö' })
			assert.match(dump.modules[basename(process.execPath)] ?? '', /^[0-9a-f]{40}$/)
			assert.match(dump.modules['test-faults.node'] ?? '', /^[0-9a-f]{40}$/)
			// Node has one thread that blocks every signal, and so does not answer our own writer.
			assert.ok(dump.threads.all >= 5 && dump.threads.read >= dump.threads.all - 1, JSON.stringify(dump.threads))
			assert.equal(statSync(dump.path).mode & 0o777, 0o600)
			assert.equal(statSync(dirname(dump.path)).mode & 0o777, 0o700)
			// Where its libraries lie: in our own dumps, beside the handler's.
			const maps = join(dirname(dump.path), '../attachments', basename(dump.path, '.dmp'), 'maps')
			if (by === 'crashpad') assert.match(readFileSync(maps, 'utf8'), /^[0-9a-f]+-[0-9a-f]+ r-xp .*\/test-faults\.node$/m)
			if (by === 'own') assert.match(basename(dump.path), new RegExp(`^own-${death.pid}-\\d{13}\\.dmp$`))
			if (by === 'own') assert.deepEqual(dump.streams, [3, 4, 5, 6, 7, 15, 24, 0x43500001, 0x47670009])
		}
	)

	test(
		`${by}: no dump holds the environment, the arguments, or text from the stack`,
		by === 'own' ? needs : needsHandler,
		async context => {
			const secrets = { token: 'token-from-the-environment', word: 'word-from-the-command-line', said: 'what somebody said, on the stack' }
			const given = { env: { SECRET_TOKEN: secrets.token }, args: [secrets.word] }
			for (const fault of ['null-write', 'overflow'] as const) {
				const death = await crash(context, { fault, secret: secrets.said, ...(by === 'own' ? { handler: null } : {}) }, given)
				const bytes = readFileSync(onlyDump(death).path)
				for (const secret of Object.values(secrets)) assert.equal(bytes.includes(secret.slice(0, 8)), false, `${fault}: ${secret}`)
			}
		}
	)
}

test('a signal from outside leaves a dump too: what a hung worker is stopped with', needs, async context => {
	for (const signal of ['SIGABRT', 'SIGSEGV'] as const) {
		const death = await crash(context, { fault: 'hang', handler: null }, { act: child => setTimeout(() => child.kill(signal), 100) })
		assert.deepEqual([death.code, death.signal, onlyDump(death).crashedIn], [null, signal, 'libc.so.6'])
	}
	const killed = await crash(context, { fault: 'wait' }, { act: child => child.kill('SIGKILL') })
	assert.deepEqual([killed.signal, killed.dumps.length], ['SIGKILL', 0])
})

test('an access outside a WebAssembly memory is an exception, and no crash', needs, async context => {
	const death = await crash(context, { fault: 'caught-wasm-trap' })
	assert.deepEqual([death.code, death.signal, death.dumps.length], [0, null, 0])
	assert.match(death.stdout, /RuntimeError/)
})

test('where the handler is missing, fails, dies, hangs or is refused, our own writer takes over and says why', needs, async context => {
	const folder = folderFor(context)
	const script = (name: string, body: string): string => {
		const path = join(folder, name)
		writeFileSync(path, `#!/bin/sh\n${body}\n`)
		chmodSync(path, 0o700)
		return path
	}
	const cases = [
		{ handler: join(folder, 'none'), says: 'exit code 127' },
		{ handler: script('fails', 'exit 3'), says: 'exit code 3' },
		{ handler: script('dies', 'kill -9 $$'), says: 'signal 9' },
		{ handler: script('hangs', 'exec sleep 60'), says: 'stopped after 300 ms' }
	]
	for (const { handler, says } of cases) {
		for (const fault of ['null-write', 'overflow'] as const) {
			const death = await crash(context, { fault, handler, timeoutMs: 300 })
			const { by, annotations } = onlyDump(death)
			assert.deepEqual([death.signal, by, annotations.crashpad_handler], ['SIGSEGV', 'own', says])
		}
	}
})

test('thirty crashes, eight at a time, are thirty right signals and thirty dumps', needs, async context => {
	const folder = folderFor(context)
	const kinds = KINDS.filter(({ fault }) => fault !== 'overflow')
	const left = Array.from({ length: 30 }, (_, place) => kinds[place % kinds.length] as (typeof KINDS)[number])
	const wrong: string[] = []
	const pids: number[] = []
	const one = async (): Promise<void> => {
		for (let kind = left.pop(); kind; kind = left.pop()) {
			const death = await die(folder, { fault: kind.fault, where: left.length % 2 === 0 ? 'main' : 'pool' })
			pids.push(death.pid)
			if (death.signal !== kind.signal) wrong.push(`${kind.fault}: ${death.signal}`)
			if (death.dumps.filter(({ pid }) => pid === death.pid).length !== 1) wrong.push(`${kind.fault}: no dump`)
		}
	}
	await Promise.all(Array.from({ length: 8 }, one))
	assert.deepEqual([wrong, new Set(pids).size], [[], 30])
})

test('where it cannot be installed, a sentence says why, and nothing is thrown', needs, context => {
	const file = join(folderFor(context), 'file')
	writeFileSync(file, '')
	const result = installCrashCapture({ folder: join(file, 'dumps'), annotations: {} })
	assert.match(result.installed ? '' : result.why, /^Crashes cannot be captured in .*ENOTDIR/)
})

async function crash(context: TestContext, what: Crash, options: CrashOptions = {}): Promise<Death> {
	return die(folderFor(context), what, options)
}

function onlyDump(death: Death): Death['dumps'][number] {
	const [dump] = death.dumps
	assert.ok(dump && death.dumps.length === 1, `${death.dumps.length} dumps, ended with ${death.signal ?? death.code}`)
	return dump
}
