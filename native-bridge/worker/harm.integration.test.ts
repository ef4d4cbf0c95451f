/** What every worker does for its supervisor, seen at the engine worker with an engine that is played by a script. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { journalOf, temporaryFolder } from '../engines/test-speech.ts'
import type { Deed } from '../protocol/messages.ts'
import { readCrumb } from './breadcrumbs.ts'
import { AsrProcess } from './test-asr-process.ts'

/** As a drill's supervisor gives it: with little JavaScript memory, so that it is used up within a second. */
const DRILL = { HOLDFAST_DRILL: '1', NODE_OPTIONS: '--max-old-space-size=128' }

async function scripted(folder: string, script: object, env: Readonly<Record<string, string>> = {}): Promise<AsrProcess> {
	writeFileSync(join(folder, 'played.json'), JSON.stringify(script))
	const worker = new AsrProcess(folder, 'asr-1', env)
	worker.send({ type: 'load', engine: 'scripted', model: 'played', modelDir: folder })
	await worker.until('ready')
	return worker
}

function transcribe(folder: string, seconds: number): Parameters<AsrProcess['send']>[0] {
	const samples = seconds * 16_000
	const journal = journalOf(folder, new Int16Array(samples))
	return { type: 'transcribe', attempt: 'a', job: 'j', journal, cursor: 0, samples, ended: true, tuning: 'file', partials: false }
}

test('says with each heartbeat how long it has been in a native step, and over how much audio', async () => {
	using folder = temporaryFolder()
	await using worker = await scripted(folder.path, { deeds: [{ at: 2, does: { kind: 'stall' } }] })
	worker.send({ type: 'ping', n: 1 })
	assert.equal((await worker.until('pong')).step, null)
	worker.send(transcribe(folder.path, 10))
	await worker.until('step')
	await sleep(300)
	worker.send({ type: 'ping', n: 2 })
	const stalled = await worker.until('pong', 2)
	assert.deepEqual([stalled.activity, stalled.step?.samples], ['transcribing', 32_000])
	await sleep(200)
	worker.send({ type: 'ping', n: 3 })
	const still = await worker.until('pong', 3)
	const more = (still.step?.forMs ?? 0) - (stalled.step?.forMs ?? 0)
	assert.ok(more >= 150 && more < 5_000, `${more} ms more after 200 ms`)
})

test('does itself no harm outside a fire drill: it ends, and its log says what it was asked', async () => {
	using folder = temporaryFolder()
	await using worker = await scripted(folder.path, {})
	worker.send({ type: 'deed', deed: 'hang' })
	const { code, stderr } = await worker.exit
	assert.equal(code, 1)
	assert.match(stderr, /harm outside a fire drill/)
})

const deaths: [deed: Deed, seen: { code: number | null; signal: string | null }, says: RegExp][] = [
	['exit-zero', { code: 0, signal: null }, /^$/],
	['heap', { code: null, signal: 'SIGABRT' }, /heap out of memory/]
]
for (const [deed, seen, says] of deaths) {
	test(`in a fire drill it dies by ${deed} as a real one does, and its log says that it was told to`, async () => {
		using folder = temporaryFolder()
		await using worker = await scripted(folder.path, {}, DRILL)
		worker.send({ type: 'deed', deed })
		const { code, signal, stderr } = await worker.exit
		assert.deepEqual({ code, signal }, seen)
		assert.match(stderr, says)
		const logs = readdirSync(join(folder.path, 'logs')).map(name => readFileSync(join(folder.path, 'logs', name), 'utf8'))
		assert.match(logs.join(''), new RegExp(`"deed":"${deed}","msg":"fire drill"`))
	})
}

test('in a fire drill it hangs so that no heartbeat comes, and only SIGKILL helps', async () => {
	using folder = temporaryFolder()
	await using worker = await scripted(folder.path, {}, DRILL)
	worker.send({ type: 'deed', deed: 'hang' })
	worker.send({ type: 'ping', n: 1 })
	await sleep(500)
	assert.equal(
		worker.messages.some(message => message.type === 'pong'),
		false
	)
	await worker.kill('SIGKILL')
	assert.equal((await worker.exit).signal, 'SIGKILL')
})

test('in a fire drill it sends what is in no protocol, and lives on', async () => {
	using folder = temporaryFolder()
	await using worker = await scripted(folder.path, {}, DRILL)
	worker.send({ type: 'deed', deed: 'garbage' })
	worker.send({ type: 'ping', n: 1 })
	await worker.until('pong')
	assert.deepEqual(worker.garbage, [{ type: 'step', cursor: 'soon' }])
})

test('stops at once when it is asked to, also in the middle of a step', async () => {
	using folder = temporaryFolder()
	await using worker = await scripted(folder.path, { deeds: [{ at: 0, does: { kind: 'stall' } }] })
	worker.send(transcribe(folder.path, 10))
	await sleep(300)
	const startedMs = performance.now()
	worker.send({ type: 'stop' })
	assert.equal((await worker.exit).signal, 'SIGKILL')
	assert.ok(performance.now() - startedMs < 1_000)
	assert.equal(readCrumb(worker.crumb)?.activity, 'stopping')
})
