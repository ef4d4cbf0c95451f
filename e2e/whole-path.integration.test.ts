import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { wordErrorRate } from '../native-bridge/engines/word-error-rate.ts'
import { startHost } from './host.ts'
import { clips, saidIn } from './speech.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'holdfast-path-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('five clips of real speech become text with at most 4 % wrong words, from the dropped file to the export', {
	timeout: 120_000
}, async t => {
	const host = await startHost()
	try {
		const client = await host.connect()
		const added = await client.drop(...clips)
		const [said, heard]: [string[], string[]] = [[], []]
		for (const { id, sourceName } of added) {
			const done = await client.over(id)
			assert.equal(done.state, 'done', done.problem?.text)
			const exported = await client.request('transcript.export', { transcript: id, format: 'txt' })
			heard.push(exported.text)
			said.push(saidIn[sourceName ?? ''] ?? '')
		}
		const rate = wordErrorRate(said.join(' '), heard.join(' '))
		t.diagnostic(`word error rate ${(rate * 100).toFixed(1)} %`)
		assert.ok(rate <= 0.04, `${rate}: ${heard.join(' ')}`)

		// Each is playable, in whole and in part.
		const whole = await client.audio(added[0]?.id ?? '')
		assert.equal(whole.status, 200)
		assert.equal((await whole.arrayBuffer()).byteLength, readFileSync(clips[0] ?? '').length)
		const part = await client.audio(added[0]?.id ?? '', 'bytes=44-1043')
		assert.equal(part.status, 206)
		assert.deepEqual(Buffer.from(await part.arrayBuffer()), readFileSync(clips[0] ?? '').subarray(44, 1044))
		client.close()
	} finally {
		await host.stop()
	}
})

test('bad files get a sentence each, and the good one behind them is transcribed', { timeout: 120_000 }, async t => {
	const good = clips[1] ?? ''
	const bad = {
		'empty.wav': Buffer.alloc(0),
		'noise.bin': randomBytes(50_000),
		'letter.mp3': Buffer.from('Dear Sir, this is not music.\n'.repeat(40)),
		'cut-in-its-header.wav': readFileSync(good).subarray(0, 30)
	}
	const paths = Object.entries(bad).map(([name, bytes]) => {
		writeFileSync(join(folder, name), bytes)
		return join(folder, name)
	})
	const half = join(folder, 'half.wav')
	copyFileSync(good, half)
	truncateSync(half, Math.floor(readFileSync(good).length / 2))
	const host = await startHost()
	try {
		const client = await host.connect()
		const added = await client.drop(...paths, half, good)
		for (const { id, sourceName } of added.slice(0, paths.length)) {
			const ended = await client.over(id)
			assert.equal(ended.state, 'failed', sourceName ?? '')
			assert.match(ended.problem?.text ?? '', /^\p{Lu}.{20,}[.?]$/u, `a whole sentence: ${ended.problem?.text}`)
			t.diagnostic(`${sourceName}: ${ended.problem?.text}`)
		}
		const cut = await client.over(added.at(-2)?.id ?? '')
		assert.equal(cut.state, 'done')
		assert.ok(cut.notices.length > 0, 'a truncated file says so')
		t.diagnostic(`half.wav: ${cut.notices.map(notice => notice.text).join(' ')}`)
		const last = await client.over(added.at(-1)?.id ?? '')
		assert.equal(last.state, 'done')
		assert.equal((await client.request('exits.list', { limit: 10 })).length, 0, 'no process died of any of them')
		client.close()
	} finally {
		await host.stop()
	}
})

test('a model that the engine refuses by ending itself: the job fails with the engine’s last line, the engine is held, other jobs wait and are done after the repair', {
	timeout: 120_000
}, async () => {
	const modelsDir = join(folder, 'models')
	const model = join(modelsDir, 'moonshine-tiny-en')
	await import('node:fs/promises').then(fs => fs.mkdir(model, { recursive: true }))
	for (const file of ['model.json', 'encoder.onnx', 'decoder.onnx'])
		symlinkSync(join(root, 'models/moonshine-tiny-en', file), join(model, file))
	symlinkSync(join(root, 'models/silero-vad'), join(modelsDir, 'silero-vad'))
	const tokens = readFileSync(join(root, 'models/moonshine-tiny-en/tokens.txt'), 'utf8')
	// As many lines as there should be, but the words stand there as they are: sherpa expects base64 and calls _Exit(-1).
	writeFileSync(join(model, 'tokens.txt'), tokens.replace(/^\S+/gm, '!!!!'))

	const host = await startHost({ modelsDir })
	try {
		const client = await host.connect()
		const [first, second] = await client.drop(clips[1] ?? '', clips[4] ?? '')
		assert.ok(first && second)
		const heldAgain = () =>
			client.next('engine given up', event => event.type === 'process' && event.process.state === 'gave-up' && event.process)
		if (client.processes.get('engine')?.state !== 'gave-up') await heldAgain()
		if ((await client.request('transcript.get', { transcript: first.id })).transcript.state === 'queued') {
			// The engine had died for good before the file came: asked again, it has the file at the head of the line.
			const held = heldAgain()
			await client.request('process.restart', { name: 'engine' })
			await held
		}
		const failed = await client.over(first.id)
		assert.equal(failed.state, 'failed')
		assert.match(failed.problem?.text ?? '', /Unknown character/)

		const [exit] = await client.request('exits.list', { limit: 1 })
		assert.equal(exit?.code, 255)
		assert.equal(exit?.explanation.code, 'model-refused')
		assert.equal(exit?.crumb?.activity, 'loading-model')
		const engine = client.processes.get('engine')
		assert.equal(engine?.state, 'gave-up')
		assert.match(engine?.problem?.text ?? '', /Start again/)
		assert.equal((await client.request('transcript.get', { transcript: second.id })).transcript.state, 'queued')

		writeFileSync(join(model, 'tokens.txt'), tokens)
		await client.request('process.restart', { name: 'engine' })
		assert.equal((await client.over(second.id)).state, 'done')
		await client.request('transcript.retry', { transcript: first.id })
		const done = await client.over(first.id)
		assert.equal(done.state, 'done')
		assert.equal(done.sourceName, basename(clips[1] ?? ''))
		client.close()
	} finally {
		await host.stop()
	}
})
