/** A library that is in use, put into a file and back into an empty folder: by the commands, as a user types them. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { CHUNK_SAMPLES } from '../native-bridge/protocol/units.ts'
import { startHost } from './host.ts'
import { clips, samplesOfWav } from './speech.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-backup-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const program = fileURLToPath(new URL('../electron/hosts/cli/main.ts', import.meta.url))

async function cli(...args: string[]): Promise<{ code: number; said: string }> {
	const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
	let said = ''
	for (const stream of [child.stdout, child.stderr]) stream.on('data', text => (said += text))
	const [code] = await once(child, 'close')
	return { code, said }
}

test('a backup taken in the middle of a recording holds all of it up to then, is refused over anything, and gives the same library elsewhere', {
	timeout: 180_000
}, async () => {
	const dataDir = join(folder, 'data')
	const host = await startHost({ dataDir })
	const page = await host.connect()
	const [file] = await page.drop(clips[1] ?? '')
	assert.ok(file)
	await page.over(file.id)
	await page.request('transcript.rename', { transcript: file.id, title: 'A name of my own' })
	const recording = randomUUID()
	await page.request('recording.start', { recording, title: 'Half a talk', device: null, startedAt: Date.now() })
	const speech = samplesOfWav(clips[0] ?? '')
	const half = Math.floor(speech.length / 2 / CHUNK_SAMPLES) * CHUNK_SAMPLES
	for (let at = 0; at < half; at += CHUNK_SAMPLES) page.sendAudio(recording, at, speech.subarray(at, at + CHUNK_SAMPLES))
	await page.wait('half of it saved', m => m.type === 'saved' && m.recording === recording && m.samples >= half)

	const archive = join(folder, 'all.tar')
	const made = await cli('backup', archive, '--data', dataDir)
	assert.deepEqual([made.code, /^\d+ files, [\d.]+ MB, are in /.test(made.said)], [0, true], made.said)
	assert.equal(statSync(archive).mode & 0o777, 0o600)
	const again = await cli('backup', archive, '--data', dataDir)
	assert.deepEqual([again.code, again.said], [1, `${archive} is there already. Name another file, or delete it first.\n`])
	const over = await cli('restore', archive, '--data', dataDir)
	assert.deepEqual([over.code, over.said.includes('is not empty, and nothing in it is written over')], [1, true])

	// What comes after is not in it.
	page.sendAudio(recording, half, speech.subarray(half, half + CHUNK_SAMPLES))
	await page.request('transcripts.delete', { transcripts: [file.id] })
	const text = await page
		.request('transcript.restore', { transcript: file.id })
		.then(() => page.request('transcript.export', { transcript: file.id, format: 'json' }))
	const wanted = Buffer.from(await (await page.audio(file.id)).arrayBuffer())
	page.close()
	await host.stop()

	const elsewhere = join(folder, 'elsewhere')
	const restored = await cli('restore', archive, '--data', elsewhere)
	assert.deepEqual([restored.code, restored.said.includes('were put into')], [0, true], restored.said)
	// Neither the key of the other one nor anything that only it can use.
	assert.deepEqual(
		readdirSync(elsewhere).filter(name => !['audio', 'ledger.sqlite', 'settings.json', 'uploads'].includes(name)),
		[]
	)
	const second = await startHost({ dataDir: elsewhere })
	const there = await second.connect()
	assert.deepEqual(await there.request('transcript.export', { transcript: file.id, format: 'json' }), text)
	assert.deepEqual(Buffer.from(await (await there.audio(file.id)).arrayBuffer()), wanted)
	const kept = there.snapshot.transcripts.find(each => each.id === recording)
	assert.deepEqual([kept?.state, kept?.samples, kept?.title], ['recording', half, 'Half a talk'])
	there.close()
	await second.stop()

	// With nobody there to ask, from the file itself.
	const texts = join(folder, 'texts.tar')
	const less = await cli('backup', texts, '--no-audio', '--data', elsewhere)
	assert.equal(less.code, 0, less.said)
	assert.ok(statSync(texts).size < statSync(archive).size - wanted.length)
	const third = join(folder, 'third')
	assert.equal((await cli('restore', texts, '--data', third)).code, 0)
	const host3 = await startHost({ dataDir: third })
	const page3 = await host3.connect()
	assert.deepEqual((await page3.request('transcript.export', { transcript: file.id, format: 'json' })).text, text.text)
	assert.equal((await page3.audio(file.id)).status, 404)
	page3.close()
	await host3.stop()
})

test('where there is no library, it says so and writes nothing', async () => {
	const none = await cli('backup', join(folder, 'none.tar'), '--data', join(folder, 'nowhere'))
	assert.deepEqual([none.code, none.said.includes('There is no library in')], [1, true])
	assert.deepEqual([existsSync(join(folder, 'none.tar')), existsSync(join(folder, 'nowhere'))], [false, false])
})
