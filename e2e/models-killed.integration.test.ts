import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '../electron/models/test-server.ts'
import { gzOf } from '../electron/models/unpack/test-archives.ts'
import { startHost } from './host.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-models-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const MODEL = join(import.meta.dirname, '../models/moonshine-tiny-en')
const FILES = ['encoder.onnx', 'decoder.onnx', 'tokens.txt']
const sumOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Where main is killed: while the archive comes, at so many bytes; while it is summed and unpacked, so many ms after that began. */
type Kill = { readonly atBytes: number } | { readonly step: 'checking' | 'unpacking'; readonly afterMs: number }
const KILLS: readonly Kill[] = [
	{ atBytes: 1_000_000 },
	{ atBytes: 9_000_000 },
	{ step: 'checking', afterMs: 0 },
	{ step: 'unpacking', afterMs: 0 },
	{ step: 'unpacking', afterMs: 60 },
	{ step: 'unpacking', afterMs: 200 },
	{ step: 'unpacking', afterMs: 400 }
]

test('main is killed while a model is fetched, checked, unpacked and placed: it ends installed, whole, and an engine works with it; never is there half of one', {
	timeout: 180_000
}, async context => {
	const dataDir = join(folder, 'data')
	const archive = gzOf(FILES.map(name => ({ path: `tiny/${name}`, content: readFileSync(join(MODEL, name)) })))
	const server = await serve(archive, { slow: 400_000 })
	context.after(() => server.close())
	mkdirSync(join(dataDir, 'catalogue'), { recursive: true })
	writeFileSync(
		join(dataDir, 'catalogue/again.json'),
		JSON.stringify({
			id: 'again',
			purposes: ['fast'],
			archive: { url: `${server.url}/again.tar.gz`, bytes: archive.length, sha256: sumOf(archive) },
			diskBytes: 29_000_000,
			licence: { id: 'mit', name: 'MIT', url: 'https://licence.test/', open: true },
			model: {
				...{ name: 'Again', engine: 'sherpa-offline', kind: 'moonshine', languages: ['en'], tokens: null, origin: 'a test' },
				files: FILES.map(name => ({ role: name.replace(/\..*/, ''), name }))
			}
		})
	)
	// A model that is not there keeps no engine from starting.
	writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ spoken: 'en', model: { en: 'gone', zh: '../gone' } }))
	let [first, kills] = [true, 0]
	for (const kill of KILLS) {
		const host = await startHost({ dataDir })
		const client = await host.connect()
		assertNoHalf(dataDir)
		// A kill that came too late has let it be installed.
		if ((await client.request('models.list', {})).some(model => model.id === 'again')) {
			await host.stop()
			break
		}
		if (first) await client.request('models.install', { model: 'again' })
		first = false
		// Nobody asks again: what was asked for goes on by itself.
		await client.wait(JSON.stringify(kill), message => {
			if (message.type !== 'event' || message.event.type !== 'install') return false
			const { state, bytes } = message.event.install
			return 'atBytes' in kill ? state === 'downloading' && bytes >= kill.atBytes : state === kill.step
		})
		if ('afterMs' in kill) await sleep(kill.afterMs)
		await host.kill('SIGKILL')
		kills++
		client.close()
		assertNoHalf(dataDir)
	}
	const host = await startHost({ dataDir })
	context.after(() => host.stop())
	const client = await host.connect()
	const here = async () => (await client.request('models.list', {})).some(model => model.id === 'again')
	for (let n = 0; !(await here()); n++) {
		assert.ok(n < 600, 'it is installed in the end')
		await sleep(100)
	}
	assert.deepEqual(await client.request('models.verify', { model: 'again' }), { damaged: [] })
	assert.deepEqual(await client.request('models.installs', {}), [])
	assert.deepEqual(
		readdirSync(join(dataDir, 'models')).filter(name => /^\.(new|old)-/.test(name)),
		[]
	)
	assert.equal(server.asked.filter(range => range === null).length, 1, 'no byte was fetched from the beginning twice')
	assert.ok(kills >= 5, `killed ${kills} times`)
	context.diagnostic(`killed ${kills} times; asked for ${server.asked.join(', ')}`)
	const { id } = await client.request('sample.add', {})
	await client.over(id)
	const before = (await client.request('transcript.get', { transcript: id })).segments.map(segment => segment.text)
	await client.request('transcript.again', { transcript: id, model: 'again' })
	await client.wait('the text of the new model', message => message.type === 'event' && message.event.type === 'text-replaced')
	const { segments } = await client.request('transcript.get', { transcript: id })
	assert.deepEqual(
		segments.map(segment => segment.text),
		before
	)
	client.close()
})

/** What has a model's name is all of it. */
function assertNoHalf(dataDir: string): void {
	const models = join(dataDir, 'models')
	for (const name of readdirSync(dataDir).includes('models') ? readdirSync(models) : []) {
		if (name.startsWith('.') || name === 'silero-vad') continue
		for (const file of FILES)
			assert.equal(sumOf(readFileSync(join(models, name, file))), sumOf(readFileSync(join(MODEL, file))), `${name}/${file}`)
	}
}
