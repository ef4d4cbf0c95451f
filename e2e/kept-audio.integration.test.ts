import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { wordErrorRate } from '../native-bridge/engines/word-error-rate.ts'
import type { ApiClient } from './api-client.ts'
import { startHost } from './host.ts'
import { longSpeech, samplesOfWav } from './speech.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-kept-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const path = join(folder, 'speech.wav')
const { said } = longSpeech(path, 60, 12)
const speech = samplesOfWav(path)

function dataWith(name: string, settings: unknown): string {
	const dataDir = join(folder, name)
	mkdirSync(dataDir)
	writeFileSync(join(dataDir, 'settings.json'), JSON.stringify(settings))
	return dataDir
}

/** Records all of it, faster than life. */
async function record(client: ApiClient): Promise<string> {
	const recording = randomUUID()
	await client.request('recording.start', { recording, title: 'Reading', device: null, startedAt: Date.now() })
	for (let at = 0; at < speech.length; at += 16_000) client.sendAudio(recording, at, speech.subarray(at, at + 16_000))
	await client.wait('all of it', m => m.type === 'saved' && m.recording === recording && m.samples === speech.length)
	await client.request('recording.stop', { recording, samples: speech.length })
	return recording
}

/** What is kept, by its endings; levels are only drawn from it. */
const audioOf = (dataDir: string) =>
	readdirSync(join(dataDir, 'audio'))
		.map(name => name.slice(37))
		.filter(ending => ending !== 'levels')

async function onlyOpus(client: ApiClient, id: string) {
	const is = (transcript: { id: string; audio: { wav: boolean; opus: boolean } }) =>
		transcript.id === id && transcript.audio.opus && !transcript.audio.wav
	const { transcript } = await client.request('transcript.get', { transcript: id })
	if (!is(transcript)) await client.next('only the copy', event => event.type === 'transcript' && is(event.transcript), 120_000)
}

test('a recording of real speech is kept as its copy: played from any place, and the same words when it is heard again', {
	timeout: 300_000
}, async context => {
	const dataDir = dataWith('opus', { keepAudio: 'opus' })
	const host = await startHost({ dataDir })
	context.after(() => host.stop())
	const client = await host.connect()
	const id = await record(client)
	await client.over(id)
	const whole = await client.audio(id)
	assert.equal(whole.headers.get('content-type'), 'audio/wav')
	await whole.arrayBuffer()
	// It was listened to just now, so it stays where it is for a while. A new main knows nothing of that.
	await client.next('the copy', event => event.type === 'transcript' && event.transcript.id === id && event.transcript.audio.opus, 120_000)
	assert.deepEqual(audioOf(dataDir).sort(), ['opus', 'wav'])
	client.close()
	await host.stop()

	const again = await startHost({ dataDir })
	context.after(() => again.stop())
	const later = await again.connect()
	await onlyOpus(later, id)
	assert.deepEqual(audioOf(dataDir), ['opus'])
	const copy = await later.audio(id)
	assert.deepEqual(
		[copy.status, copy.headers.get('content-type'), copy.headers.get('accept-ranges')],
		[200, 'audio/ogg; codecs=opus', 'bytes']
	)
	const bytes = Buffer.from(await copy.arrayBuffer())
	const part = await later.audio(id, 'bytes=1000-1999')
	assert.deepEqual([part.status, part.headers.get('content-range')], [206, `bytes 1000-1999/${bytes.length}`])
	assert.ok(bytes.subarray(1_000, 2_000).equals(Buffer.from(await part.arrayBuffer())))
	assert.ok(bytes.length < (speech.length * 2) / 8, `${bytes.length} bytes for ${speech.length * 2}`)

	const file = join(folder, 'copy.opus')
	writeFileSync(file, bytes)
	const [dropped] = await later.drop(file)
	const heard = await later.over(dropped?.id ?? '')
	assert.deepEqual([heard.state, heard.samples, heard.notices], ['done', speech.length, []])
	const text = async (transcript: string) => (await later.request('transcript.export', { transcript, format: 'txt' })).text
	const [before, after] = [wordErrorRate(said, await text(id)), wordErrorRate(said, await text(heard.id))]
	context.diagnostic(`word error rate ${before.toFixed(3)} of the journal, ${after.toFixed(3)} of its copy`)
	assert.ok(after <= before + 0.02, `${before} became ${after}`)
	later.close()
})

test('main is killed while a copy is made: the half is gone, the copy is made, and the recording is whole', {
	timeout: 300_000
}, async context => {
	const dataDir = dataWith('killed', { keepAudio: 'opus', polish: false })
	const host = await startHost({ dataDir })
	const client = await host.connect()
	const id = await record(client)
	for (const until = performance.now() + 120_000; !audioOf(dataDir).includes('opus.part'); await sleep(5))
		assert.ok(performance.now() < until, 'no copy was begun')
	await host.kill('SIGKILL')
	assert.ok(audioOf(dataDir).includes('wav'))

	const again = await startHost({ dataDir })
	context.after(() => again.stop())
	const later = await again.connect()
	await onlyOpus(later, id)
	assert.deepEqual(audioOf(dataDir), ['opus'])
	const { transcript } = await later.request('transcript.get', { transcript: id })
	assert.deepEqual([transcript.state, transcript.samples, transcript.notices], ['done', speech.length, []])
	later.close()
})
