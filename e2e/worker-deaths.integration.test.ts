import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ExitRecord } from '../electron/contract/exits.ts'
import type { ApiClient } from './api-client.ts'
import { type RunningHost, startHost } from './host.ts'
import { evaluateIn } from './inspector.ts'
import { clips, longSpeech } from './speech.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-deaths-'))
after(() => rmSync(folder, { recursive: true, force: true }))

async function withHost(use: (client: ApiClient, host: RunningHost) => Promise<void>): Promise<void> {
	const host = await startHost({ standby: true })
	try {
		const client = await host.connect()
		await use(client, host)
		client.close()
	} finally {
		await host.stop()
	}
}

/** Drops a minute of speech, lets the engine work on it, does `harm` to it, and sees the file done all the same. */
async function harmed(client: ApiClient, harm: (pid: number) => void | Promise<void>): Promise<ExitRecord> {
	const wav = join(folder, 'minute.wav')
	longSpeech(wav, 60, 21)
	const pid = await client.readyPid('engine')
	const [job] = await client.drop(wav)
	assert.ok(job)
	await client.next('text', event => event.type === 'segment' && event.segment)
	const recorded = client.next('its record', event => event.type === 'exit' && event.exit.pid === pid && event.exit)
	await harm(pid)
	const record = await recorded
	assert.equal((await client.over(job.id)).state, 'done')
	return record
}

test('an engine that is stuck is noticed by its silence, ended and replaced', { timeout: 90_000 }, () =>
	withHost(async client => {
		// Blocked in native code, as by a dead lock; one that was stopped from outside is another matter.
		const record = await harmed(client, pid =>
			evaluateIn(pid, 'setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))')
		)
		assert.deepEqual(
			{ killedFor: record.killedFor, code: record.explanation.code, certainty: record.explanation.certainty },
			{ killedFor: 'hang', code: 'hang', certainty: 'known' }
		)
	})
)

test('an engine that sends garbage is ended and replaced, and the record says it was the channel', { timeout: 60_000 }, () =>
	withHost(async client => {
		const record = await harmed(client, pid => evaluateIn(pid, "process.send({ type: 'nonsense' })"))
		assert.equal(record.killedFor, 'protocol')
		assert.match(record.explanation.text, /does not understand/)
	})
)

test('an exception in the engine worker ends it, and the record quotes it', { timeout: 60_000 }, () =>
	withHost(async client => {
		const record = await harmed(client, pid => evaluateIn(pid, "setTimeout(() => { throw new Error('caused by a test') })"))
		assert.equal(record.code, 1)
		assert.equal(record.explanation.code, 'exception')
		assert.match(record.explanation.text, /Error: caused by a test/)
		assert.ok(
			record.log.some(line => line.includes('uncaught exception')),
			'its own log has its last words'
		)
	})
)

test('a decoder that is killed with a file in hand is replaced, and the file is read', { timeout: 60_000 }, () =>
	withHost(async client => {
		const [warm] = await client.drop(clips[1] ?? '')
		assert.equal((await client.over(warm?.id ?? '')).state, 'done')
		const pid = await client.readyPid('decoder')
		process.kill(pid, 'SIGSTOP')
		const recorded = client.next('its record', event => event.type === 'exit' && event.exit.pid === pid && event.exit)
		const [job] = await client.drop(clips[4] ?? '')
		assert.ok(job)
		await sleep(300)
		process.kill(pid, 'SIGKILL')
		const record = await recorded
		assert.equal(record.role, 'decoder')
		assert.deepEqual(
			record.jobs.map(one => [one.transcript, one.outcome]),
			[[job.id, 'continued']]
		)
		assert.equal((await client.over(job.id)).state, 'done')
	})
)

test('“restart now” is no death, and loses nothing', { timeout: 60_000 }, () =>
	withHost(async client => {
		const wav = join(folder, 'minute.wav')
		longSpeech(wav, 60, 21)
		const pid = await client.readyPid('engine')
		const [job] = await client.drop(wav)
		assert.ok(job)
		await client.next('text', event => event.type === 'segment' && event.segment)
		await client.request('process.restart', { name: 'engine' })
		await client.readyPid('engine', pid)
		assert.equal((await client.over(job.id)).state, 'done')
		assert.deepEqual(await client.request('exits.list', { limit: 10 }), [])
	})
)

test('a file that is cancelled stops, keeps its text, and goes on when asked', { timeout: 60_000 }, () =>
	withHost(async client => {
		const wav = join(folder, 'minute.wav')
		longSpeech(wav, 60, 21)
		const [job] = await client.drop(wav)
		assert.ok(job)
		await client.next('text', event => event.type === 'segment' && event.segment)
		assert.equal((await client.request('transcript.cancel', { transcript: job.id })).state, 'cancelled')
		const kept = await client.request('transcript.get', { transcript: job.id })
		assert.ok(kept.segments.length > 0)
		await client.request('transcript.retry', { transcript: job.id })
		assert.equal((await client.over(job.id)).state, 'done')
		const whole = await client.request('transcript.get', { transcript: job.id })
		assert.deepEqual(whole.segments.slice(0, kept.segments.length), kept.segments)
		assert.ok(whole.segments.length > kept.segments.length)
	})
)
