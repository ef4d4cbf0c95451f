/** The engine is away for minutes while somebody speaks: the audio goes on, it is told how far behind the text is, and then that catches up. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CHUNK_SAMPLES, SAMPLE_RATE } from '../native-bridge/protocol/units.ts'
import type { ApiClient } from './api-client.ts'
import { startHost } from './host.ts'
import { longSpeech, samplesOfWav } from './speech.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-away-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const wav = join(folder, 'speech.wav')
longSpeech(wav, 80, 5)
const speech = samplesOfWav(wav)
const AWAY = { from: 20 * SAMPLE_RATE, to: 70 * SAMPLE_RATE }

/** A recording that is spoken into faster than life, so that minutes pass in seconds. */
async function speaking(client: ApiClient) {
	const recording = randomUUID()
	await client.request('recording.start', { recording, title: 'Meeting', device: null, startedAt: Date.now() })
	let said = 0
	return {
		recording,
		speak: async (to: number) => {
			for (; said < to; said = Math.min(said + CHUNK_SAMPLES, to)) {
				client.sendAudio(recording, said, speech.subarray(said, Math.min(said + CHUNK_SAMPLES, to)))
				await sleep(5)
			}
			await client.wait(`${to} samples saved`, m => m.type === 'saved' && m.recording === recording && m.samples >= to)
		},
		behind: async () => {
			const { transcript } = await client.request('transcript.get', { transcript: recording })
			return transcript.samples - transcript.cursor
		},
		/** Resolves when the text has come to sample `to`, which is at a pause. */
		heard: async (to: number) => {
			await client.wait(
				`text up to ${to}`,
				m => m.type === 'event' && m.event.type === 'transcript' && m.event.transcript.id === recording && m.event.transcript.cursor >= to,
				120_000
			)
		},
		stop: async () => {
			await client.request('recording.stop', { recording, samples: speech.length })
			return await client.over(recording)
		}
	}
}

async function textOf(client: ApiClient, id: string) {
	const { segments, gaps } = await client.request('transcript.get', { transcript: id })
	return [segments.map(({ from, to, text, words }) => ({ from, to, text, words })), gaps]
}

let calm: ReturnType<typeof textOf> | null = null
/** What is made of the same speech with an engine that is there all the time; made once, by the host that is asked first. */
function calmText(client: ApiClient): ReturnType<typeof textOf> {
	calm ??= speaking(client).then(async ({ recording, speak, stop }) => {
		await speak(speech.length)
		await stop()
		return await textOf(client, recording)
	})
	return calm
}

test('an engine that can’t be kept alive is held while somebody speaks on: all of it is text in the end, as if it had been there', {
	timeout: 300_000
}, async context => {
	const host = await startHost()
	context.after(() => host.stop())
	const client = await host.connect()
	await client.request('settings.set', { polish: false, standby: 'off' })
	await client.readyPid('engine')
	const { recording, speak, behind, heard, stop } = await speaking(client)
	await speak(AWAY.from)
	await heard(AWAY.from - 15 * SAMPLE_RATE)

	// As soon as there is one it is killed, until no other is started.
	const isHeld = () => client.processes.get('engine')?.state === 'gave-up'
	const killed = new Set<number>()
	for (; !isHeld() && killed.size < 10; await sleep(10)) {
		const { pid } = client.processes.get('engine') ?? { pid: null }
		if (pid === null || killed.has(pid)) continue
		killed.add(pid)
		process.kill(pid, 'SIGKILL')
	}
	assert.equal(client.processes.get('engine')?.problem?.code, 'worker-gave-up')
	const before = await behind()
	const told = client.next(
		'how far behind the text is',
		event =>
			event.type === 'transcript' &&
			event.transcript.id === recording &&
			event.transcript.samples - event.transcript.cursor > 40 * SAMPLE_RATE
	)
	await speak(AWAY.to)
	await told
	assert.equal(await behind(), before + AWAY.to - AWAY.from, 'all that was said meanwhile')

	await client.request('process.restart', { name: 'engine' })
	// It catches up while they speak on, far faster than they do.
	await Promise.all([speak(speech.length), heard(AWAY.to - 15 * SAMPLE_RATE)])
	assert.equal((await stop()).state, 'done')

	assert.deepEqual(await textOf(client, recording), await calmText(client))
	const exits = await client.request('exits.list', { limit: 20 })
	assert.deepEqual(
		exits.map(exit => [killed.has(exit.pid ?? 0), exit.wordsLost, exit.audioLost]),
		Array.from({ length: killed.size }, () => [true, 0, 0])
	)
	client.close()
})

test('an engine that stands still is missed after ten seconds, and what was said meanwhile is text soon after', {
	timeout: 240_000,
	skip: process.platform === 'win32'
}, async context => {
	const host = await startHost()
	context.after(() => host.stop())
	const client = await host.connect()
	await client.request('settings.set', { polish: false, standby: 'off' })
	const engine = await client.readyPid('engine')
	const { recording, speak, behind, heard, stop } = await speaking(client)
	await speak(AWAY.from)
	await heard(AWAY.from - 15 * SAMPLE_RATE)
	process.kill(engine, 'SIGSTOP')
	await speak(60 * SAMPLE_RATE)
	assert.ok((await behind()) >= 40 * SAMPLE_RATE)
	const exit = await client.next('its death', event => event.type === 'exit' && event.exit.pid === engine && event.exit, 60_000)
	await Promise.all([speak(speech.length), heard(45 * SAMPLE_RATE)])
	assert.equal((await stop()).state, 'done')
	assert.deepEqual(await textOf(client, recording), await calmText(client))
	assert.deepEqual([exit.explanation.code, exit.wordsLost, exit.audioLost], ['frozen', 0, 0])
	client.close()
})
