import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fillDisk, smallDisk } from '../native-bridge/journal/test-folder.ts'
import { CHUNK_SAMPLES } from '../native-bridge/protocol/units.ts'
import { startHost } from './host.ts'
import { clips, samplesOfWav } from './speech.ts'

test('the disk fills while somebody records, the engine dies meanwhile, and there is room again: no sample, word or death is missing', {
	timeout: 120_000
}, async context => {
	const disk = smallDisk(context, 3_072)
	if (disk === null) return
	const clip = samplesOfWav(clips[0] ?? '')
	const speech = new Int16Array(clip.length * 4)
	for (let n = 0; n < 4; n++) speech.set(clip, n * clip.length)
	const host = await startHost({ dataDir: disk })
	try {
		const client = await host.connect()
		const engine = await client.readyPid('engine')
		const recording = randomUUID()
		await client.request('recording.start', { recording, title: 'Meeting', device: null, startedAt: Date.now() })
		let receipts = 0
		/** Sends the chunk that is next, as a page does; gives what main says to it. */
		const send = async (have: number) => {
			client.sendAudio(recording, have, speech.subarray(have, have + CHUNK_SAMPLES))
			let seen = 0
			const isReceipt = (m: { type: string }) => (m.type === 'saved' || m.type === 'not-saved') && seen++ === receipts
			const receipt = await client.wait('a receipt', m => isReceipt(m) && (m.type === 'saved' || m.type === 'not-saved') && m)
			receipts++
			return receipt
		}
		let have = 0
		while (have < clip.length) have = (await send(have)).samples

		fillDisk(disk)
		let refused = await send(have)
		while (refused.type === 'saved') refused = await send(refused.samples)
		assert.equal(refused.problem.code, 'disk-full')
		have = refused.samples
		process.kill(engine, 'SIGKILL')
		await client.readyPid('engine', engine)
		assert.equal((await send(have)).type, 'not-saved')

		rmSync(join(disk, 'fill'))
		while (have < speech.length) have = (await send(have)).samples
		await client.request('recording.stop', { recording, samples: speech.length })
		const done = await client.over(recording)
		assert.equal(done.state, 'done', done.problem?.text)
		const wav = Buffer.from(await (await client.audio(recording)).arrayBuffer())
		assert.ok(wav.subarray(44).equals(Buffer.from(speech.buffer)), 'the audio is the audio')
		const { text } = await client.request('transcript.export', { transcript: recording, format: 'txt' })
		assert.equal(text.match(/Dashwood/g)?.length, 4, text)

		let exits = await client.request('exits.list', { limit: 10 })
		for (let tries = 0; tries < 50 && exits.length === 0; tries++) {
			await sleep(100)
			exits = await client.request('exits.list', { limit: 10 })
		}
		assert.deepEqual(
			exits.map(exit => [exit.pid, exit.signal, typeof exit.restarted?.readyAfterMs]),
			[[engine, 'SIGKILL', 'number']]
		)
		client.close()
	} finally {
		await host.stop()
	}
})
