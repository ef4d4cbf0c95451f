import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { wordErrorRate } from '../native-bridge/engines/word-error-rate.ts'
import { CHUNK_SAMPLES } from '../native-bridge/protocol/units.ts'
import type { ApiClient } from './api-client.ts'
import { startHost } from './host.ts'
import { clips, longSpeech, saidIn, samplesOfWav } from './speech.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-main-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const speech = samplesOfWav(clips[0] ?? '')

/** Sends `speech` from sample `from` to `to` in chunks, five times faster than it is spoken. */
async function speak(client: ApiClient, recording: string, from: number, to: number): Promise<void> {
	for (let at = from; at < to; at += CHUNK_SAMPLES) {
		client.sendAudio(recording, at, speech.subarray(at, Math.min(at + CHUNK_SAMPLES, to)))
		await sleep(20)
	}
}

async function saved(client: ApiClient, recording: string, samples: number): Promise<void> {
	await client.wait(`${samples} samples saved`, m => m.type === 'saved' && m.recording === recording && m.samples >= samples)
}

async function bytesOf(client: ApiClient, id: string): Promise<Buffer> {
	return Buffer.from(await (await client.audio(id)).arrayBuffer())
}

test('main is killed in the middle of a recording and of a file; started again it goes on with both, nothing lost, and says what happened', {
	timeout: 180_000
}, async () => {
	const dataDir = join(folder, 'data')
	const file = join(folder, 'a-minute.wav')
	longSpeech(file, 60, 7)
	const half = Math.floor(speech.length / 2 / CHUNK_SAMPLES) * CHUNK_SAMPLES
	const recording = randomUUID()
	const start = { recording, title: 'Interview', device: 'Test microphone', startedAt: Date.now() }

	const before = await startHost({ dataDir })
	const page = await before.connect()
	const [job] = await page.drop(file)
	assert.ok(job)
	assert.deepEqual(await page.request('recording.start', start), { samples: 0 })
	await speak(page, recording, 0, half)
	await saved(page, recording, half)
	await page.wait('some text of the file', m => m.type === 'event' && m.event.type === 'segment' && m.event.segment.transcript === job.id)
	await before.kill('SIGKILL')

	const port = Number(new URL(before.address).port)
	const again = await startHost({ dataDir, port })
	try {
		assert.equal(again.address, before.address, 'an open page finds it at the same address')
		const client = await again.connect()
		// What the page would do: ask from where on audio is missing, and go on from there; the last chunk comes twice.
		assert.deepEqual(await client.request('recording.start', start), { samples: half })
		await speak(client, recording, half - CHUNK_SAMPLES, speech.length)
		await saved(client, recording, speech.length)
		await client.request('recording.stop', { recording, samples: speech.length })
		assert.equal((await client.over(recording)).state, 'done')
		assert.deepEqual(
			await bytesOf(client, recording).then(wav => wav.subarray(44)),
			Buffer.from(speech.buffer, speech.byteOffset, speech.byteLength)
		)
		const heard = await client.request('transcript.export', { transcript: recording, format: 'txt' })
		const said = saidIn[clips[0]?.split('/').at(-1) ?? ''] ?? ''
		assert.ok(wordErrorRate(said, heard.text) <= 0.05, heard.text)

		// The file: the same as one that nobody disturbed.
		assert.equal((await client.over(job.id)).state, 'done')
		const [calm] = await client.drop(file)
		assert.ok(calm)
		await client.over(calm.id)
		const texts = async (id: string) =>
			(await client.request('transcript.get', { transcript: id })).segments.map(({ from, to, text, words }) => ({ from, to, text, words }))
		assert.deepEqual(await texts(job.id), await texts(calm.id))

		const exits = await client.request('exits.list', { limit: 10 })
		assert.equal(exits.length, 1)
		assert.equal(exits[0]?.role, 'main')
		assert.equal(exits[0]?.pid, before.pid)
		assert.equal(exits[0]?.seen, 'unclean-start')
		assert.deepEqual(exits[0]?.jobs.map(one => one.transcript).sort(), [recording, job.id].sort())
		client.close()
	} finally {
		await again.stop()
	}
})

// Each waits for a minute whether its page comes back: beside each other.
describe('nobody comes back', { concurrency: true }, () => {
	test('a recording whose page never comes back is closed after a while as playable audio with its text', {
		timeout: 180_000
	}, async () => {
		const dataDir = join(folder, 'alone')
		const recording = randomUUID()
		const before = await startHost({ dataDir })
		const page = await before.connect()
		await page.request('recording.start', { recording, title: 'Memo', device: null, startedAt: Date.now() })
		await speak(page, recording, 0, speech.length)
		await saved(page, recording, speech.length)
		await before.kill('SIGKILL')

		const again = await startHost({ dataDir })
		try {
			const client = await again.connect()
			const ended = await client.over(recording)
			assert.equal(ended.state, 'done')
			assert.deepEqual(
				ended.notices.map(notice => notice.code),
				['recording-cut']
			)
			const wav = await bytesOf(client, recording)
			assert.equal(wav.readUInt32LE(40), speech.length * 2, 'its header says how long it is')
			assert.equal(wav.length, 44 + speech.length * 2)
			assert.match((await client.request('transcript.export', { transcript: recording, format: 'txt' })).text, /Dashwood/)
			client.close()
		} finally {
			await again.stop()
		}
	})

	test('a paused recording of two channels is cut by the death of main: both are closed with their text, what lasted has ended, it is said once', {
		timeout: 240_000
	}, async () => {
		const dataDir = join(folder, 'channels')
		const [recording, others] = [randomUUID(), randomUUID()]
		const [pause, mark] = [randomUUID(), randomUUID()]
		const half = Math.floor(speech.length / 2 / CHUNK_SAMPLES) * CHUNK_SAMPLES
		const before = await startHost({ dataDir })
		const page = await before.connect()
		const start = { title: 'Call', device: null, startedAt: Date.now() }
		await page.request('recording.start', { ...start, recording, microphone: 'the one on the desk' })
		await page.request('recording.start', { ...start, recording: others, partOf: { whole: recording, channel: 'others', offset: 800 } })
		await speak(page, recording, 0, half)
		await speak(page, others, 0, half)
		await saved(page, recording, half)
		await saved(page, others, half)
		await page.request('mark.set', { transcript: recording, mark: { id: mark, kind: 'mark', sample: 1_600, ms: 0, note: 'hello' } })
		await page.request('mark.set', { transcript: recording, mark: { id: pause, kind: 'pause', sample: half, ms: null, note: '' } })
		await before.kill('SIGKILL')

		const again = await startHost({ dataDir })
		try {
			const client = await again.connect()
			const waiting = await client.request('recording.interrupted', {})
			assert.deepEqual(
				waiting
					.map(({ recording, microphone, samples, pausedAt, partOf }) => [recording, microphone, samples, pausedAt !== null, partOf])
					.sort(),
				[
					[recording, 'the one on the desk', half, true, null],
					[others, null, half, true, { whole: recording, channel: 'others', offset: 800 }]
				].sort()
			)
			assert.ok(client.snapshot.transcripts.every(transcript => transcript.away))
			for (const id of [recording, others]) assert.equal((await client.over(id)).state, 'done')
			const detail = await client.request('transcript.get', { transcript: recording })
			assert.deepEqual(
				[detail.transcript.away, detail.transcript.notices.map(notice => notice.code), detail.parts[0]?.transcript.notices],
				[false, ['recording-cut'], []]
			)
			assert.deepEqual(
				detail.marks.map(({ id, ms }) => [id, ms]),
				[
					[mark, 0],
					[pause, 0]
				]
			)
			assert.ok(detail.segments.length > 0 && (detail.parts[0]?.segments.length ?? 0) > 0)
			const { text } = await client.request('transcript.export', { transcript: recording, format: 'txt' })
			assert.match(text, /^\[0:00 mark: hello\]$/m)
			assert.match(text, /^Me: .*\nOthers: /m)
			assert.match(text, /^\[0:\d\d paused\]$/m)
			client.close()
		} finally {
			await again.stop()
		}
	})
})

test('no worker outlives a killed main; where it measured how fast a model is, the next one waits for nothing of that', {
	timeout: 180_000
}, async () => {
	const dataDir = join(folder, 'measuring')
	const before = await startHost({ dataDir, env: { HOLDFAST_SLOWNESS: '20' } })
	const page = await before.connect()
	const engine = await page.readyPid('engine')
	await page.request('speeds.measure', { models: null })
	await page.wait(
		'a model being measured',
		m => m.type === 'event' && m.event.type === 'speeds' && m.event.speeds.now?.phase === 'warming-up'
	)
	const workers = [engine, await page.readyPid('engine-measured')]
	await before.kill('SIGKILL')
	for (const until = Date.now() + 10_000; workers.some(isAlive); await sleep(50)) assert.ok(Date.now() < until, 'a worker lives on')

	const again = await startHost({ dataDir })
	try {
		const client = await again.connect()
		assert.deepEqual(client.snapshot.speeds, { now: null, measured: [], failed: [], stopped: null })
		await client.readyPid('engine')
		await client.request('speeds.measure', { models: null })
		await client.next('the figure', event => event.type === 'speeds' && event.speeds.measured.length === 1 && event.speeds.now === null)
		client.close()
	} finally {
		await again.stop()
	}
})

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0)
	} catch {
		return false
	}
}
