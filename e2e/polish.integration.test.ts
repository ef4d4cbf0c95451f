/** What the second pass over a recording says is what the same audio says as a file, byte for byte, whatever dies in the middle. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { CHUNK_SAMPLES } from '../native-bridge/protocol/units.ts'
import type { ApiClient } from './api-client.ts'
import { type RunningHost, startHost } from './host.ts'
import { longSpeech, samplesOfWav } from './speech.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-polish-'))
after(() => rmSync(folder, { recursive: true, force: true }))
/** A minute with pauses at which live text ends and a file’s does not. */
const wav = join(folder, 'meeting.wav')
longSpeech(wav, 60, 11)
const speech = samplesOfWav(wav)

/** Records all of it as fast as main takes it; resolves when its live text is done. */
async function record(client: ApiClient): Promise<string> {
	const recording = randomUUID()
	await client.request('recording.start', { recording, title: 'Meeting', device: null, startedAt: Date.now() })
	for (let at = 0; at < speech.length; at += CHUNK_SAMPLES)
		client.sendAudio(recording, at, speech.subarray(at, Math.min(at + CHUNK_SAMPLES, speech.length)))
	await client.wait('all saved', m => m.type === 'saved' && m.recording === recording && m.samples === speech.length)
	await client.request('recording.stop', { recording, samples: speech.length })
	await client.over(recording)
	return recording
}

/** Waits until the second pass has settled so many samples; null: until it is over. */
async function polished(client: ApiClient, id: string, samples: number | null): Promise<void> {
	const isFar = (polishing: number | null) => (samples === null ? polishing === null : polishing !== null && polishing >= samples)
	if (isFar((await client.request('transcript.get', { transcript: id })).transcript.polishing)) return
	const what = `the second pass over ${id} at ${samples ?? 'its end'}`
	await client.next(what, event => event.type === 'transcript' && event.transcript.id === id && isFar(event.transcript.polishing))
}

async function textOf(client: ApiClient, id: string): Promise<string> {
	const { segments, gaps, transcript } = await client.request('transcript.get', { transcript: id })
	const { samples, words, model, language } = transcript
	const all = segments.map(({ transcript: _t, seq: _s, at: _a, ...segment }) => segment)
	return JSON.stringify([{ samples, words, model, language }, gaps.map(({ transcript: _t, ...gap }) => gap), all], null, '\t')
}

test('a recording’s text after its second pass is that of the same audio as a file, undisturbed and with engine and main killed in the middle', {
	timeout: 240_000
}, async context => {
	const dataDir = join(folder, 'data')
	let host: RunningHost = await startHost({ dataDir })
	context.after(() => host.stop())
	let client = await host.connect()
	const [file] = await client.drop(wav)
	assert.ok(file)
	await client.over(file.id)
	const asFile = await textOf(client, file.id)

	const calm = await record(client)
	const heard = await textOf(client, calm)
	assert.notEqual(heard, asFile, 'live text is another')
	await polished(client, calm, null)
	assert.equal(await textOf(client, calm), asFile)

	const stormy = await record(client)
	for (const samples of [speech.length * 0.2, speech.length * 0.4]) {
		await polished(client, stormy, samples)
		assert.equal(await textOf(client, stormy), heard)
		const pid = await client.readyPid('engine')
		process.kill(pid, 'SIGKILL')
		await client.readyPid('engine', pid)
	}
	await polished(client, stormy, speech.length * 0.6)
	await host.kill('SIGKILL')
	host = await startHost({ dataDir })
	client = await host.connect()
	const { transcript } = await client.request('transcript.get', { transcript: stormy })
	assert.ok((transcript.polishing ?? 0) >= speech.length * 0.6, `it goes on from ${transcript.polishing}`)
	await polished(client, stormy, null)
	assert.deepEqual([await textOf(client, stormy), await textOf(client, calm)], [asFile, asFile])
	const { transcript: settled } = await client.request('transcript.get', { transcript: stormy })
	assert.deepEqual([settled.state, settled.notices], ['done', []])
	client.close()
})
