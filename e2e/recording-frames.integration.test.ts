/** Recordings as pages make them, by real frames over real sockets: whatever order they come in and whoever sends them, a journal is what was heard. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { seeded } from '../native-bridge/protocol/test-random.ts'
import { CHUNK_SAMPLES } from '../native-bridge/protocol/units.ts'
import type { ApiClient } from './api-client.ts'
import { type RunningHost, startHost } from './host.ts'
import { clips, samplesOfWav } from './speech.ts'

let host: RunningHost
before(async () => {
	host = await startHost()
})
after(async () => {
	await host.stop()
	rmSync(host.dataDir, { recursive: true, force: true })
})

const [one = new Int16Array(), two = new Int16Array()] = clips.map(samplesOfWav)

/** What one page does with one recording. */
async function page(client: ApiClient, speech: Int16Array, recording: string = randomUUID()) {
	const begun = await client.request('recording.start', { recording, title: 'Test', device: null, startedAt: Date.now() })
	let receipts = 0
	return {
		...{ client, recording, begun },
		send: (chunk: number, chunks = 1) =>
			client.sendAudio(recording, chunk * CHUNK_SAMPLES, speech.subarray(chunk * CHUNK_SAMPLES, (chunk + chunks) * CHUNK_SAMPLES)),
		/** The next answer about it, one for each frame. */
		receipt: async () => {
			let seen = 0
			const answer = await client.wait(
				'a receipt',
				m => (m.type === 'saved' || m.type === 'not-saved') && m.recording === recording && seen++ === receipts && m
			)
			receipts++
			return answer.type === 'saved' ? answer.samples : `${answer.problem.code} ${answer.samples}`
		}
	}
}
const at = (chunk: number) => chunk * CHUNK_SAMPLES

async function journal(client: ApiClient, recording: string): Promise<Buffer> {
	return Buffer.from(await (await client.audio(recording)).arrayBuffer()).subarray(44)
}
const bytesOf = (samples: Int16Array) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)

test('chunks that come twice, late, out of order or not at all: nothing doubled, spliced or lost, and each is told what is missing', async () => {
	const { client, recording, send, receipt } = await page(await host.connect(), one)
	const steps: [name: string, chunk: number, chunks: number, receipt: number | string][] = [
		['the first', 0, 1, at(1)],
		['the next but one, out of order', 2, 1, `audio-missing ${at(1)}`],
		['the missing one', 1, 1, at(2)],
		['the one that came too early, again', 2, 1, at(3)],
		['one from long ago, late', 0, 1, at(3)],
		['twice the same', 3, 1, at(4)],
		['twice the same', 3, 1, at(4)],
		['one that overlaps what is there', 2, 4, at(6)],
		['all of it once more', 0, 6, at(6)],
		['one from far ahead', 40, 1, `audio-missing ${at(6)}`]
	]
	for (const [name, chunk, chunks, expected] of steps) {
		send(chunk, chunks)
		assert.equal(await receipt(), expected, name)
	}
	await assert.rejects(client.request('recording.stop', { recording, samples: at(7) }), { code: 'audio-missing' })
	send(6)
	assert.equal(await receipt(), at(7))
	await client.request('recording.stop', { recording, samples: at(7) })
	assert.ok((await journal(client, recording)).equals(bytesOf(one.subarray(0, at(7)))))
	send(7)
	assert.equal(await receipt(), 'recording-closed 0')
	client.close()
})

const SEED = 5_501
test(`a line that loses, doubles and shuffles frames: a page that sends again what is missing ends with all of it, seed ${SEED}`, async () => {
	const random = seeded(SEED)
	const { client, recording, send, receipt } = await page(await host.connect(), one)
	const chunks = Math.floor(one.length / CHUNK_SAMPLES)
	for (let have = 0; have < chunks; ) {
		// A handful of what comes next, in any order, some twice, some not at all.
		const wave = Array.from({ length: 1 + random.below(8) }, () => Math.max(0, Math.min(chunks - 1, have - 2 + random.below(7))))
		for (const chunk of wave) send(chunk, 1)
		for (const _ of wave) {
			const answer = await receipt()
			const samples = typeof answer === 'number' ? answer : Number(answer.split(' ')[1])
			assert.ok(samples >= at(have), 'nothing is taken back')
			have = samples / CHUNK_SAMPLES
		}
	}
	await client.request('recording.stop', { recording, samples: at(chunks) })
	assert.ok((await journal(client, recording)).equals(bytesOf(one.subarray(0, at(chunks)))))
	client.close()
})

test('two windows record at once, and neither can add to the other’s', async () => {
	const [left, right] = [await page(await host.connect(), one), await page(await host.connect(), two)]
	const chunks = Math.floor(Math.min(one.length, two.length) / CHUNK_SAMPLES)
	for (let chunk = 0; chunk < chunks; chunk++) {
		left.send(chunk)
		right.send(chunk)
		// A frame of the right window's voice, for the left window's recording.
		if (chunk % 5 === 0) right.client.sendAudio(left.recording, at(chunk), two.subarray(0, CHUNK_SAMPLES))
	}
	const refused = await right.client.wait('no', m => m.type === 'not-saved' && m.recording === left.recording && m.problem.code)
	assert.equal(refused, 'recording-elsewhere')
	for (const [each, speech] of [
		[left, one],
		[right, two]
	] as const) {
		await each.client.wait('all of it', m => m.type === 'saved' && m.recording === each.recording && m.samples === at(chunks))
		await each.client.request('recording.stop', { recording: each.recording, samples: at(chunks) })
		assert.ok((await journal(each.client, each.recording)).equals(bytesOf(speech.subarray(0, at(chunks)))))
		each.client.close()
	}
})

test('a page that is loaded again finds its recording, goes on with it, and what nobody heard is a gap', async () => {
	const first = await page(await host.connect(), one)
	first.send(0, 10)
	await first.receipt()
	const watcher = await host.connect()
	const away = watcher.next(
		'away',
		event => event.type === 'transcript' && event.transcript.id === first.recording && event.transcript.away
	)
	assert.deepEqual(await watcher.request('recording.interrupted', {}), [])
	first.client.close()
	await away
	const next = await host.connect()
	assert.equal(next.snapshot.transcripts.find(transcript => transcript.id === first.recording)?.away, true)
	const [found, ...rest] = await next.request('recording.interrupted', {})
	assert.deepEqual(
		[found?.recording, found?.samples, found?.stopping, found?.pausedAt, found?.partOf, rest],
		[first.recording, at(10), false, null, null, []]
	)
	const back = watcher.next(
		'back',
		event => event.type === 'transcript' && event.transcript.id === first.recording && !event.transcript.away
	)
	const second = await page(next, one, first.recording)
	assert.deepEqual(second.begun, { samples: at(10) })
	await back
	// Half a second that nobody heard, as the page puts it.
	next.sendAudio(first.recording, at(10), new Int16Array(at(5)))
	await second.receipt()
	const told = watcher.next('the gap', event => event.type === 'gap' && event.gap)
	await next.request('recording.gap', { recording: first.recording, from: at(10), to: at(15), cause: 'not-recorded' })
	assert.deepEqual(await told, { from: at(10), to: at(15), cause: 'not-recorded', transcript: first.recording })
	second.send(15, 10)
	assert.equal(await second.receipt(), at(25))
	await next.request('recording.stop', { recording: first.recording, samples: at(25) })
	const expected = one.slice(0, at(25)).fill(0, at(10), at(15))
	assert.ok((await journal(next, first.recording)).equals(bytesOf(expected)))
	next.close()
	watcher.close()
})

test('what another window wants of a recording reaches the page that makes it, and room on the disk is told meanwhile', async () => {
	const { client, recording } = await page(await host.connect(), one)
	const other = await host.connect()
	const asked = client.next('the wish', event => event.type === 'recording-asked' && event)
	await other.request('recording.ask', { recording, ask: { type: 'mark', note: 'here' } })
	assert.deepEqual(await asked, { type: 'recording-asked', recording, ask: { type: 'mark', note: 'here' } })
	const disk = await other.next('the disk', event => event.type === 'disk' && event.disk, 10_000)
	assert.ok(disk.free > 0 && Math.abs(disk.hoursLeft - disk.free / 35_500 / 3_600) < 0.001, JSON.stringify(disk))
	await client.request('recording.stop', { recording, samples: 0 })
	assert.ok((await host.connect().then(late => late.snapshot.disk)) !== null)
	client.close()
	other.close()
})
