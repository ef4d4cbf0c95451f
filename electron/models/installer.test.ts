import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import { parseModel } from '../../native-bridge/protocol/model.ts'
import type { AppEvent } from '../contract/events.ts'
import type { Install } from '../contract/models.ts'
import type { CatalogueEntry } from './catalogue/entry.ts'
import { MIT } from './catalogue/licences.ts'
import type { Patience } from './download/patience.ts'
import { Installer, type InstallerDependencies } from './installer.ts'
import { Models } from './models.ts'
import { OwnFolder } from './own-folder.ts'
import { onnxOf } from './recognise/test-onnx.ts'
import { type Manner, serve, type TestServer } from './test-server.ts'
import { gzOf } from './unpack/test-archives.ts'

/** A model whose archive is some 2 MB. */
const WEIGHTS = Buffer.concat([onnxOf({ model_type: 'sense_voice_ctc' }, 2_000_000), randomBytes(0)])
for (let at = 100; at + 32 < 1_900_000; at += 64) randomBytes(32).copy(WEIGHTS, at)
const FILES = [
	{ path: 'thing/model.int8.onnx', content: WEIGHTS },
	{ path: 'thing/tokens.txt', content: 'a 0\nb 1\n' },
	{ path: 'thing/LICENSE', content: 'Do what you like.' },
	{ path: 'thing/model.onnx', content: 'the same in twice the size' }
]
const ARCHIVE = gzOf(FILES)
const sumOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const IMPATIENT: Patience = { stallMs: 400, answerMs: 2_000, firstMs: 10, longestMs: 40, tries: 3 }

function entryAt(url: string, change: Partial<CatalogueEntry> & { sha256?: string | null } = {}): CatalogueEntry {
	const { sha256 = sumOf(ARCHIVE), ...more } = change
	return {
		id: 'thing',
		purposes: ['fast'],
		archive: { url: `${url}/thing.tar.gz`, bytes: ARCHIVE.length, sha256 },
		diskBytes: null,
		licence: MIT,
		model: {
			name: 'Thing',
			engine: 'sherpa-offline',
			kind: 'sense-voice',
			languages: ['zh'],
			files: [
				{ role: 'model', name: 'model.int8.onnx' },
				{ role: 'tokens', name: 'tokens.txt' }
			],
			tokens: null,
			origin: 'a test'
		},
		...more
	}
}

interface World {
	readonly folder: string
	readonly own: OwnFolder
	readonly models: Models
	readonly events: AppEvent[]
	readonly installer: Installer
	/** Another life of main with what this one has left. */
	again(): Installer
	/** Waits until the model is installed or its row has come to rest. */
	rest(id?: string): Promise<Install | 'installed'>
}

function world(context: TestContext, entries: readonly CatalogueEntry[], more: Partial<InstallerDependencies> = {}): World {
	const folder = folderFor(context)
	const shipped = join(folder, 'shipped')
	mkdirSync(join(shipped, 'silero-vad'), { recursive: true })
	writeFileSync(join(shipped, 'silero-vad/silero_vad.onnx'), 'ear')
	const own = new OwnFolder(join(folder, 'own'), shipped)
	const models = new Models(shipped, { id: 'usual', engine: 'sherpa-offline' }, own.path)
	const events: AppEvent[] = []
	const looks = new Set<() => void>()
	let last: Installer | null = null
	const make = () => {
		const installer = new Installer({
			...{ own, models, catalogue: () => entries, log: openLog(join(folder, 'logs'), 'main'), patience: IMPATIENT, now: Date.now },
			wanted: () => ({ mirror: null, proxy: null }),
			proxies: {},
			free: async () => null,
			emit: event => {
				events.push(event)
				for (const look of [...looks]) look()
			},
			...more
		})
		context.after(() => installer.stop())
		last = installer
		return installer
	}
	const rest = (id = 'thing') =>
		new Promise<Install | 'installed'>((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error(`It never came to rest: ${JSON.stringify(last?.list())}`)), 20_000)
			const look = () => {
				const row = last?.list().find(each => each.id === id || each.imported)
				const over = !row ? (models.find(id) ? 'installed' : null) : ['failed', 'changed', 'paused'].includes(row.state) ? row : null
				if (over === null) return
				clearTimeout(timer)
				looks.delete(look)
				resolve(over)
			}
			looks.add(look)
			look()
		})
	return { folder, own, models, events, installer: make(), again: make, rest }
}

async function serverFor(context: TestContext, content = ARCHIVE, manner: Manner = 'good'): Promise<TestServer> {
	const server = await serve(content, manner)
	context.after(() => server.close())
	return server
}

/** All of it and nothing else is there. */
function assertWhole({ own, models }: World): void {
	assert.deepEqual(readFileSync(join(own.path, 'thing/model.int8.onnx')), WEIGHTS)
	assert.deepEqual(readdirSync(join(own.path, 'thing')).sort(), ['LICENSE', 'model.int8.onnx', 'model.json', 'tokens.txt'])
	const described = parseModel(readFileSync(join(own.path, 'thing/model.json'), 'utf8'))
	assert.deepEqual(described?.files[0], { role: 'model', name: 'model.int8.onnx', bytes: WEIGHTS.length, sha256: sumOf(WEIGHTS) })
	assert.equal(described?.tokens, 2)
	assert.deepEqual([models.find('thing')?.modelDir, models.find('thing')?.verifiable], [own.path, true])
	assertNothingElse({ own } as World, ['silero-vad', 'thing'])
}

function assertNothingElse({ own }: World, visible: string[] = []): void {
	const there = existsSync(own.path) ? readdirSync(own.path) : []
	assert.deepEqual(there.filter(name => !name.startsWith('.')).sort(), visible)
	assert.deepEqual(
		there.filter(name => /^\.(new|old)-/.test(name)),
		[]
	)
}

const half = Math.floor(ARCHIVE.length / 2)
/** How often it is asked, first for all, then for the rest of what has come; `all`: each time for all. */
const ends: [what: string, manner: Manner, asks: number, how: 'rest' | 'all'][] = [
	['good', 'good', 1, 'all'],
	['one whose line breaks three times', { breaks: 300_000, times: 3 }, 4, 'rest'],
	['one that stalls twice', { stalls: 300_000, times: 2 }, 3, 'rest'],
	['one that is not well at first', { status: 500, times: 2 }, 3, 'all'],
	['one that has too much to do', { status: 429, times: 1 }, 2, 'all'],
	['one that sends us elsewhere', 'redirects', 1, 'all']
]
for (const [what, manner, asks, how] of ends)
	test(`a model is installed whole from a server: ${what}`, async context => {
		const server = await serverFor(context, ARCHIVE, manner)
		const the = world(context, [entryAt(server.url)])
		assert.ok(the.installer.install('thing', {}).ok)
		assert.equal(await the.rest(), 'installed')
		assertWhole(the)
		const rests = server.asked.map(range => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0))
		assert.equal(rests.length, asks)
		assert.deepEqual(rests, how === 'all' ? rests.map(() => 0) : rests.toSorted((a, b) => a - b))
		assert.equal(new Set(rests).size, how === 'all' ? 1 : asks)
		assert.deepEqual(the.events.at(-1), { type: 'install-removed', id: 'thing', installed: 'thing' })
		assert.equal(readFileSync(join(the.own.path, 'silero-vad/silero_vad.onnx'), 'utf8'), 'ear')
	})

/** The line breaks once at the middle, then the server has another manner. */
async function resumedAt(context: TestContext, manner: Manner, entry: (url: string) => CatalogueEntry = entryAt) {
	const server = await serverFor(context, ARCHIVE, { breaks: half, times: 1 })
	const the = world(context, [entry(server.url)], { patience: { ...IMPATIENT, firstMs: 300, longestMs: 300 } })
	the.installer.install('thing', {})
	await until(() => server.asked.length === 1)
	server.manner = manner
	return { server, the, rest: await the.rest() }
}

for (const [what, manner] of [
	['knows no ranges', 'no-ranges'],
	['lies about ranges', 'lies-about-ranges'],
	['sends wrong bytes for a range', 'wrong-bytes-in-ranges']
] as const)
	test(`a server that ${what} is asked for all of it, and no seam is left`, async context => {
		const { the, rest, server } = await resumedAt(context, manner)
		assert.equal(rest, 'installed')
		assertWhole(the)
		assert.ok(server.asked.some(range => range !== null))
	})

test('a file that changed while it came is not joined to the old half', async context => {
	const server = await serverFor(context, ARCHIVE, { breaks: half, times: 1 })
	const other = gzOf([...FILES.slice(0, 1), { path: 'thing/tokens.txt', content: 'c 0\nd 1\n' }])
	const the = world(context, [entryAt(server.url, { sha256: null })], { patience: { ...IMPATIENT, firstMs: 300, longestMs: 300 } })
	the.installer.install('thing', {})
	await until(() => server.asked.length === 1)
	server.content = other
	assert.equal(await the.rest(), 'installed')
	assert.equal(readFileSync(join(the.own.path, 'thing/tokens.txt'), 'utf8'), 'c 0\nd 1\n')
})

const refused: [what: string, manner: Manner, code: string, entry?: Partial<CatalogueEntry> & { sha256?: string | null }][] = [
	['it is not there', { status: 404, times: 99 }, 'fetch-refused'],
	['the server is ill for long', { status: 500, times: 99 }, 'fetch-unreachable'],
	['nothing ever comes', { stalls: 0, times: 99 }, 'fetch-unreachable'],
	['it leads in circles', 'redirects-in-circles', 'fetch-unreachable'],
	['a web page comes instead', 'log-in-page', 'fetch-page'],
	['half an archive comes, and nobody knows what it should be', { half }, 'archive-damaged', { sha256: null }],
	['half an archive comes, and it is known', { half }, 'archive-short']
]
for (const [what, manner, code, change] of refused)
	test(`there is a sentence, and no half model, when ${what}`, async context => {
		const server = await serverFor(context, ARCHIVE, manner)
		const the = world(context, [entryAt(server.url, change)])
		the.installer.install('thing', {})
		const rest = await the.rest()
		assert.ok(rest !== 'installed')
		assert.equal(rest.problem?.code, code)
		assert.match(rest.problem?.text ?? '', /^\S.+[.?]$/)
		assertNothingElse(the)
		// It is well again, and tried again.
		server.manner = 'good'
		if (rest.state === 'failed') {
			the.installer.resume('thing')
			assert.equal(await the.rest(), 'installed')
			assertWhole(the)
		}
	})

test('where nobody listens there is a sentence', async context => {
	const the = world(context, [entryAt('http://127.0.0.1:9')])
	the.installer.install('thing', {})
	const rest = await the.rest()
	assert.ok(rest !== 'installed' && rest.problem?.code === 'fetch-unreachable')
	assert.match(rest.problem.text, /ECONNREFUSED/)
})

test('another archive than the known one is a question: left, nothing stays; taken, it is installed', async context => {
	const server = await serverFor(context)
	const the = world(context, [entryAt(server.url, { sha256: sumOf(Buffer.from('another')) })])
	the.installer.install('thing', {})
	const rest = await the.rest()
	assert.ok(rest !== 'installed')
	assert.deepEqual([rest.state, rest.problem?.code, rest.problem?.facts.sha256], ['changed', 'archive-changed', sumOf(ARCHIVE)])
	assertNothingElse(the)
	assert.ok(the.installer.install('thing', { acceptChanged: true }).ok)
	assert.equal(await the.rest(), 'installed')
	assertWhole(the)
	assert.equal(server.asked.length, 1, 'what was here was not fetched again')
})

test('what an archive was the first time is remembered, and a change of it is a question too', async context => {
	const server = await serverFor(context)
	const the = world(context, [entryAt(server.url, { sha256: null })])
	the.installer.install('thing', {})
	assert.equal(await the.rest(), 'installed')
	assert.ok((await the.installer.remove('thing')).ok)
	assert.equal(the.models.find('thing'), null)
	server.content = gzOf([...FILES, { path: 'thing/NOTICE', content: 'New.' }])
	the.installer.install('thing', {})
	const rest = await the.rest()
	assert.equal(rest !== 'installed' && rest.state, 'changed')
	the.installer.cancel('thing')
	assert.deepEqual([the.installer.list(), readdirSync(the.own.coming)], [[], []])
})

test('hostile archives leave nothing, here or elsewhere', async context => {
	const hostile = gzOf([...FILES, { path: '../../evil', content: 'x' }])
	const server = await serverFor(context, hostile)
	const the = world(context, [entryAt(server.url, { sha256: null })])
	the.installer.install('thing', {})
	const rest = await the.rest()
	assert.equal(rest !== 'installed' && rest.problem?.code, 'archive-hostile')
	assertNothingElse(the)
	assert.deepEqual(readdirSync(the.folder).sort(), ['logs', 'own', 'shipped'])
})

test('a model that has become one of another kind is not taken for what it was', async context => {
	const server = await serverFor(
		context,
		gzOf([
			{ path: 'encoder_model.ort', content: 'x' },
			{ path: 'decoder_model.ort', content: 'y' },
			{ path: 'tokens.txt', content: 'a 0' }
		])
	)
	const the = world(context, [entryAt(server.url, { sha256: null })])
	the.installer.install('thing', {})
	const rest = await the.rest()
	assert.equal(rest !== 'installed' && rest.problem?.code, 'model-other')
	assertNothingElse(the)
})

test('paused, it keeps what has come, and goes on from there; also in another life, in which what was not paused goes on by itself', async context => {
	const server = await serverFor(context, ARCHIVE, { slow: 40_000 })
	const the = world(context, [entryAt(server.url)])
	the.installer.install('thing', {})
	await until(() => (the.installer.list()[0]?.bytes ?? 0) > 200_000)
	the.installer.pause('thing')
	assert.equal(the.installer.list()[0]?.state, 'paused')
	await the.installer.stop()
	const second = the.again()
	second.start()
	const [row] = second.list()
	assert.deepEqual([row?.state, row?.total], ['paused', ARCHIVE.length])
	assert.ok((row?.bytes ?? 0) > 200_000)
	second.resume('thing')
	await until(() => (second.list()[0]?.bytes ?? 0) > 600_000)
	await second.stop()
	assertNothingElse(the)
	server.manner = 'good'
	the.again().start()
	assert.equal(await the.rest(), 'installed')
	assertWhole(the)
	assert.equal(server.asked.filter(range => range === null).length, 1, 'its beginning was asked for once')
})

test('several are fetched one after the other, and one that is cancelled leaves nothing', async context => {
	const server = await serverFor(context, ARCHIVE, { slow: 100_000 })
	const the = world(
		context,
		['thing', 'second', 'third'].map(id => entryAt(server.url, { id }))
	)
	for (const id of ['thing', 'second', 'third']) the.installer.install(id, {})
	the.installer.install('second', {})
	await until(() => the.installer.list()[0]?.state === 'downloading')
	assert.deepEqual(
		the.installer.list().map(each => each.state),
		['downloading', 'waiting', 'waiting']
	)
	await until(() => (the.installer.list()[0]?.bytes ?? 0) > 200_000)
	the.installer.cancel('thing')
	the.installer.cancel('third')
	server.manner = 'good'
	assert.equal(await the.rest('second'), 'installed')
	assert.deepEqual([the.installer.list(), readdirSync(the.own.coming)], [[], []])
	assertNothingElse(the, ['second', 'silero-vad'])
})

test('without room for it nothing is fetched, and it says how much is needed', async context => {
	const server = await serverFor(context)
	const the = world(context, [entryAt(server.url)], { free: async () => 200_000_000 })
	the.installer.install('thing', {})
	const rest = await the.rest()
	assert.ok(rest !== 'installed' && rest.problem?.code === 'disk-space')
	assert.match(rest.problem.text, /30\d MB are needed .*200 MB are free/)
	assert.equal(server.asked.length, 0)
})

test('a licence that is not open is accepted once', async context => {
	const server = await serverFor(context)
	const licence = { id: 'own', name: 'Own Licence', url: 'https://licence.test/', open: false }
	const the = world(context, [entryAt(server.url, { licence })])
	const asked = the.installer.install('thing', {})
	assert.equal(asked.ok ? '' : asked.problem.code, 'licence')
	assert.equal(server.asked.length, 0)
	assert.ok(the.installer.install('thing', { acceptLicence: true }).ok)
	assert.equal(await the.rest(), 'installed')
	await the.installer.remove('thing')
	assert.ok(the.installer.install('thing', {}).ok)
})

test('a place of the user’s own is asked first, then the makers; and all of it through a proxy that is set', async context => {
	const [mirror, makers] = [await serverFor(context, ARCHIVE, { status: 404, times: 99 }), await serverFor(context)]
	const through: string[] = []
	const proxy = createServer((from, to) => {
		through.push(from.url ?? '')
		from.pipe(
			request(from.url ?? '', { method: from.method ?? 'GET', headers: from.headers }, answer =>
				answer.pipe(to.writeHead(answer.statusCode ?? 500, answer.headers))
			)
		)
	}).on('connect', (from, socket) => {
		through.push(`tunnel ${from.url}`)
		const [host, port] = (from.url ?? '').split(':')
		const line = connect(Number(port), host, () => {
			socket.write('HTTP/1.1 200 OK\r\n\r\n')
			line.pipe(socket).pipe(line)
		})
		line.on('error', () => socket.destroy())
		socket.on('error', () => line.destroy())
	})
	await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
	context.after(() => proxy.close())
	const the = world(context, [entryAt(makers.url)], {
		wanted: () => ({ mirror: `${mirror.url}/models/`, proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` })
	})
	the.installer.install('thing', {})
	assert.equal(await the.rest(), 'installed')
	assert.deepEqual([mirror.asked.length, makers.asked.length], [1, 1])
	assert.ok(through.length >= 2, through.join())
})

test('an archive and a folder of this machine are imported, and called by their names', async context => {
	const the = world(context, [])
	const archive = join(the.folder, 'sherpa-onnx-thing-zh-en.tar.gz')
	writeFileSync(archive, ARCHIVE)
	assert.ok((await the.installer.import(archive, 'sherpa-onnx-thing-zh-en.tar.gz')).ok)
	assert.equal(await the.rest('thing-zh-en'), 'installed')
	const imported = the.models.find('thing-zh-en')
	assert.deepEqual([imported?.languages, imported?.engine], [['zh', 'en'], 'sherpa-offline'])
	// From where it was installed it can be taken to another machine, and is called as it was.
	assert.ok((await the.installer.import(join(the.own.path, 'thing-zh-en'), 'from a stick')).ok)
	assert.equal(await the.rest('from-a-stick'), 'installed')
	assert.equal(the.models.find('from-a-stick')?.name, 'thing-zh-en')
	assert.deepEqual((await the.installer.verify('from-a-stick')).ok && (await the.installer.verify('from-a-stick')), {
		ok: true,
		value: { damaged: [] }
	})
	writeFileSync(join(the.own.path, 'from-a-stick/tokens.txt'), 'a 0\nc 1\n')
	assert.deepEqual(await the.installer.verify('from-a-stick'), { ok: true, value: { damaged: ['tokens.txt'] } })
})

test('an archive that was fetched by hand is known by its name', async context => {
	const the = world(context, [entryAt('https://example.test')])
	const archive = join(the.folder, 'thing.tar.gz')
	writeFileSync(archive, ARCHIVE)
	await the.installer.import(archive, 'thing.tar.gz')
	assert.equal(await the.rest(), 'installed')
	assert.equal(the.models.find('thing')?.name, 'Thing')
})

test('what is imported and is no model is said to be none, and links in a folder are not followed', async context => {
	const the = world(context, [])
	const folder = join(the.folder, 'pictures')
	mkdirSync(folder)
	writeFileSync(join(folder, 'model.int8.onnx'), WEIGHTS)
	symlinkSync('/etc/passwd', join(folder, 'tokens.txt'))
	await the.installer.import(folder, 'pictures')
	const rest = await the.rest('pictures')
	assert.equal(rest !== 'installed' && rest.problem?.code, 'model-unrecognised')
	assertNothingElse(the)
	const missing = await the.installer.import(join(the.folder, 'nowhere'), 'nowhere')
	assert.equal(missing.ok ? '' : missing.problem.code, 'path-missing')
})

test('what came with Holdfast and what the engine works with is not deleted', async context => {
	const the = world(context, [])
	for (const [place, id] of [
		[join(the.folder, 'shipped'), 'came'],
		[the.own.path, 'usual']
	] as const) {
		mkdirSync(join(place, id), { recursive: true })
		writeFileSync(join(place, id, 'model.json'), JSON.stringify({ ...entryAt('http://a.test').model, files: [] }))
	}
	const codes = await Promise.all(['came', 'usual', 'gone'].map(async id => await the.installer.remove(id)))
	assert.deepEqual(
		codes.map(each => (each.ok ? 'ok' : each.problem.code)),
		['model-shipped', 'model-in-use', 'no-model']
	)
})

test('what a death left half done is swept away at the next start', async context => {
	const the = world(context, [])
	for (const name of ['.new-1', '.old-1']) {
		mkdirSync(join(the.own.path, name), { recursive: true })
		writeFileSync(join(the.own.path, name, 'model.json'), '{}')
	}
	mkdirSync(join(the.own.coming, 'torn'), { recursive: true })
	writeFileSync(join(the.own.coming, 'torn/install.json'), '{"entry":')
	the.installer.start()
	assertNothingElse(the)
	assert.deepEqual(readdirSync(the.own.coming), [])
})

async function until(is: () => boolean): Promise<void> {
	for (let n = 0; !is(); n++) {
		if (n > 2_000) throw new Error('It never came to that.')
		await new Promise(resolve => setTimeout(resolve, 5))
	}
}

const VOICE = Buffer.concat([onnxOf({ framework: 'nemo' }, 300_000), randomBytes(300_000)])

/** A model of an archive and of a file beside it, each from a server of its own. */
function bundleAt(archive: string, voice: string, sha256: string | null = sumOf(VOICE)): CatalogueEntry {
	const entry = entryAt(archive)
	const files = [...entry.model.files.filter(({ role }) => role === 'model'), { role: 'embedding', name: 'voice.onnx' }]
	return { ...entry, beside: [{ url: `${voice}/voice.onnx`, bytes: VOICE.length, sha256 }], model: { ...entry.model, files } }
}

test('what lies in two places comes as one, and its progress is of both', async context => {
	const [first, second] = [await serverFor(context), await serverFor(context, VOICE)]
	const all = world(context, [bundleAt(first.url, second.url)])
	all.installer.install('thing', {})
	assert.equal(await all.rest(), 'installed')
	assert.deepEqual(readdirSync(join(all.own.path, 'thing')).sort(), ['LICENSE', 'model.int8.onnx', 'model.json', 'voice.onnx'])
	assert.deepEqual(readFileSync(join(all.own.path, 'thing/voice.onnx')), VOICE)
	assert.equal(all.models.find('thing')?.verifiable, true)
	const rows = all.events.flatMap(event => (event.type === 'install' && event.install.state === 'downloading' ? [event.install] : []))
	assert.deepEqual([...new Set(rows.map(({ total }) => total))], [ARCHIVE.length + VOICE.length])
	const bytes = rows.map(row => row.bytes)
	assert.deepEqual(
		bytes,
		[...bytes].sort((a, b) => a - b)
	)
})

test('cut off in its second part it goes on there, in another life too', async context => {
	const [first, second] = [await serverFor(context), await serverFor(context, VOICE, { status: 404, times: 1 })]
	const all = world(context, [bundleAt(first.url, second.url)])
	all.installer.install('thing', {})
	const row = await all.rest()
	assert.ok(row !== 'installed')
	assert.deepEqual([row.state, row.problem?.code, row.bytes], ['failed', 'fetch-refused', ARCHIVE.length])
	await all.installer.stop()
	const next = all.again()
	next.start()
	assert.equal(next.list()[0]?.bytes, ARCHIVE.length)
	next.resume('thing')
	assert.equal(await all.rest(), 'installed')
	assert.deepEqual([first.asked.length, second.asked.length], [1, 2])
})

test('a second part that is not the one that is known is asked about like the first', async context => {
	const [first, second] = [await serverFor(context), await serverFor(context, VOICE)]
	const all = world(context, [bundleAt(first.url, second.url, sumOf(Buffer.from('another')))])
	all.installer.install('thing', {})
	const row = await all.rest()
	assert.ok(row !== 'installed' && row.state === 'changed')
	assert.deepEqual(all.installer.install('thing', { acceptChanged: true }), { ok: true, value: null })
	assert.equal(await all.rest(), 'installed')
	assert.equal(first.asked.length, 1)
})

/** With a network that sets punctuation, out of an archive of its own. */
function punctuatedAt(archive: string, punctuation: string, take: Record<string, string>): CatalogueEntry {
	const entry = entryAt(archive)
	const files = [...entry.model.files, { role: 'punctuation', name: 'punctuation.onnx' }]
	return { ...entry, beside: [{ url: `${punctuation}/punct.tar.gz`, bytes: null, sha256: null, take }], model: { ...entry.model, files } }
}

test('of an archive beside it only what belongs to it is taken, by another name, with its licence', async context => {
	const punctuation = gzOf([
		{ path: 'punct/model.int8.onnx', content: VOICE },
		{ path: 'punct/model.onnx', content: 'the same in four times the size' },
		{ path: 'punct/LICENSE', content: 'Name us.' }
	])
	const [first, second] = [await serverFor(context), await serverFor(context, punctuation)]
	const all = world(context, [punctuatedAt(first.url, second.url, { 'model.int8.onnx': 'punctuation.onnx' })])
	all.installer.install('thing', {})
	assert.equal(await all.rest(), 'installed')
	const folder = join(all.own.path, 'thing')
	assert.deepEqual(readdirSync(folder).sort(), [
		'LICENSE',
		'LICENSE.punct',
		'model.int8.onnx',
		'model.json',
		'punctuation.onnx',
		'tokens.txt'
	])
	assert.deepEqual(readFileSync(join(folder, 'model.int8.onnx')), WEIGHTS)
	assert.deepEqual(
		[readFileSync(join(folder, 'punctuation.onnx')), readFileSync(join(folder, 'LICENSE.punct'), 'utf8')],
		[VOICE, 'Name us.']
	)
})

test('where what was to be taken is not in it any more, that is said, and nothing is kept', async context => {
	const [first, second] = [await serverFor(context), await serverFor(context, gzOf([{ path: 'punct/other.onnx', content: VOICE }]))]
	const all = world(context, [punctuatedAt(first.url, second.url, { 'model.int8.onnx': 'punctuation.onnx' })])
	all.installer.install('thing', {})
	const row = await all.rest()
	assert.ok(row !== 'installed')
	assert.deepEqual([row.state, row.problem?.code], ['failed', 'archive-other'])
	assertNothingElse(all)
	all.installer.cancel('thing')
})
