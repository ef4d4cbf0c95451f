import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { listPending } from '../addon/dumps.ts'
import { readDumpFacts } from '../addon/test-dump.ts'
import { missingAddons } from '../addon/test-faults.ts'
import { folderFor } from '../journal/test-folder.ts'

/** A worker that answers, started with `env`, and what it has logged. */
async function workerFor(context: TestContext, entry: string, env: Record<string, string>) {
	const folder = folderFor(context)
	const logs = join(folder, 'logs')
	mkdirSync(logs)
	const common = { HOLDFAST_CRUMB: join(folder, 'crumb'), HOLDFAST_LOGS: logs, HOLDFAST_NAME: 'worker#3' }
	const child = fork(join(import.meta.dirname, entry), {
		env: { ...process.env, ...common, ...env },
		stdio: ['ignore', 'ignore', 'ignore', 'ipc']
	})
	context.after(() => child.kill('SIGKILL'))
	const answer = once(child, 'message')
	child.send({ type: 'ping', n: 1 })
	await answer
	const log = (): string =>
		readdirSync(logs)
			.map(name => readFileSync(join(logs, name), 'utf8'))
			.join('')
	return { child, log }
}

test('a worker that is given a folder for dumps leaves one there when it crashes', { skip: missingAddons() }, async context => {
	for (const entry of ['asr-main.ts', 'decode-main.ts']) {
		const dumps = join(folderFor(context), 'dumps')
		const { child, log } = await workerFor(context, entry, { HOLDFAST_DUMPS: dumps, HOLDFAST_CRASHPAD_HANDLER: '' })
		child.kill('SIGSEGV')
		assert.deepEqual(await once(child, 'exit'), [null, 'SIGSEGV'])
		const [dump] = listPending(dumps)
		assert.ok(dump)
		const { pid, signal, annotations } = readDumpFacts(dump.path)
		const expected = { by: 'own', pid: child.pid, signal: 11, life: 'worker#3', node: process.version }
		assert.deepEqual({ by: dump.by, pid, signal, life: annotations.life, node: annotations.node }, expected)
		assert.match(log(), /"installed":true,"by":"own","msg":"crash capture"/)
	}
})

test('a worker that cannot capture its crashes says why, and works', {
	skip: process.platform === 'win32' && 'A null device as folder is POSIX.'
}, async context => {
	const { log } = await workerFor(context, 'asr-main.ts', { HOLDFAST_DUMPS: '/dev/null/dumps' })
	assert.match(
		log(),
		/"installed":false,"why":"(Crashes cannot be captured in \/dev\/null\/dumps|The crash capture was not built|Outside Electron)/
	)
})
