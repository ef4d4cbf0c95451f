/** What a page that was taken over, or any program on this machine, could send: 10,000 seeded requests, each with a clean end. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import * as v from 'valibot'
import { WebSocket } from 'ws'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { seeded } from '../../../native-bridge/protocol/test-random.ts'
import { type CommandName, commandNames, commands, Response } from '../../contract/commands.ts'
import { describeModel } from '../../models/test-models.ts'
import { type App, startApp } from '../app.ts'
import { childProcessHost } from './child-process.ts'
import { newToken } from './guard.ts'
import { serveBrowser } from './server.ts'

const SEED = 20_261_128
const TOKEN = newToken()
const random = seeded(SEED)
/** Nothing of this id exists. */
const id = () => `${'0123456789abcdef'[random.below(16)]}0000000-0000-4000-8000-000000000000`

/** Of every command something that would be understood: what is wrong is made out of it. Nothing in here exists. */
const understood: Readonly<Record<string, () => Record<string, unknown>>> = {
	'recording.start': () => ({ recording: id(), title: 'A talk', device: null, startedAt: 1_800_000_000_000 }),
	'recording.interrupted': () => ({}),
	'recording.gap': () => ({ recording: id(), from: 0, to: 16_000, cause: 'device-lost' }),
	'recording.ask': () => ({ recording: id(), ask: { type: 'mark', note: '' } }),
	'mark.set': () => ({ transcript: id(), mark: { id: id(), kind: 'mark', sample: 0, ms: 0, note: '' } }),
	'mark.remove': () => ({ transcript: id(), mark: id() }),
	'recording.stop': () => ({ recording: id(), samples: 0 }),
	'files.add-uploads': () => ({ uploads: [{ upload: id(), name: '../../ledger.sqlite' }] }),
	'files.add-paths': () => ({ paths: ['../ledger.sqlite'] }),
	'files.add-choices': () => ({ transcript: id(), choices: [{ track: 0, channel: null, title: 'Left' }] }),
	'uploads.list': () => ({}),
	'upload.discard': () => ({ upload: id() }),
	'transcript.find-source': () => ({ transcript: id(), path: '../ledger.sqlite', upload: null }),
	'version.get': () => ({ transcript: id(), version: id() }),
	'version.restore': () => ({ transcript: id(), version: id() }),
	'version.delete': () => ({ transcript: id(), version: id() }),
	'transcript.again': () => ({ transcript: id(), model: '../../model' }),
	'transcript.wish': () => ({ transcript: id(), wish: { model: 'gone', language: 'zh' } }),
	'transcript.pause': () => ({ transcript: id() }),
	'transcript.resume': () => ({ transcript: id() }),
	'queue.move': () => ({ transcript: id(), before: null }),
	'queue.clear': () => ({}),
	'notices.take': () => ({}),
	'window.failed': () => ({ view: 'home', error: '', stack: '' }),
	'transcripts.list': () => ({}),
	'transcripts.search': () => ({ query: '"* NEAR( \'' }),
	'transcript.get': () => ({ transcript: id() }),
	'transcript.waveform': () => ({ transcript: id(), from: 0, to: 160_000, columns: 400 }),
	'edits.set': () => ({
		transcript: id(),
		edits: [{ from: 0, edit: { pieces: [{ text: 'my own', speaker: null }], joined: false } }]
	}),
	'speakers.set': () => ({ transcript: id(), speakers: [{ id: 's1', name: 'Anna' }] }),
	'transcript.rename': () => ({ transcript: id(), title: 'Another' }),
	'speakers.find': () => ({ transcript: id(), count: null }),
	'speakers.cancel': () => ({ transcript: id() }),
	'speakers.undo': () => ({ transcript: id() }),
	'transcript.cancel': () => ({ transcript: id() }),
	'transcript.retry': () => ({ transcript: id() }),
	'transcript.restore': () => ({ transcript: id() }),
	'transcripts.delete': () => ({ transcripts: [id(), id()] }),
	'transcripts.restore': () => ({ transcripts: [id()] }),
	'transcripts.organise': () => ({ transcripts: [id()], favourite: true, add: ['work'], remove: ['../home'] }),
	'speeds.measure': () => ({ models: ['no-such-model'] }),
	'speeds.stop': () => ({}),
	'storage.get': () => ({}),
	'folder.move': () => ({ to: '../elsewhere' }),
	'folder.cancel': () => ({}),
	'audio.discard': () => ({ transcripts: [id()] }),
	'trash.list': () => ({}),
	'trash.erase': () => ({ transcripts: [id(), id()] }),
	'transcript.export': () => ({ transcript: id(), format: '../srt' }),
	'transcripts.export': () => ({ transcripts: [id(), id()], format: 'docx' }),
	'transcripts.save': () => ({ transcripts: [id(), id()], format: 'docx' }),
	'export.preview': () => ({ transcript: id(), format: 'srt' }),
	'exports.formats': () => ({}),
	'exits.list': () => ({ limit: 1000, before: 0, signature: "'; drop table exit; --" }),
	'exit.get': () => ({ exit: id() }),
	'exit.report': () => ({ exit: id() }),
	'exits.groups': () => ({}),
	'exits.stats': () => ({}),
	'exit.delete': () => ({ exit: id() }),
	'exits.delete-all': () => ({}),
	'exit.bundle-preview': () => ({ exit: id(), choice: { dump: true, audio: true, redact: false } }),
	'exit.bundle': () => ({ exit: id(), choice: { dump: true, audio: true, redact: false } }),
	'lives.list': () => ({ since: 0 }),
	'process.restart': () => ({ name: '../main' }),
	'process.curve': () => ({ name: '__proto__' }),
	'process.log': () => ({ name: '../../etc/passwd' }),
	'gap.retry': () => ({ transcript: id(), from: 0, model: '../../model' }),
	'models.list': () => ({}),
	'models.offered': () => ({}),
	'models.installs': () => ({}),
	'models.install': () => ({ model: 'nobody', acceptLicence: true, acceptChanged: true }),
	'models.pause': () => ({ model: '../../nobody' }),
	'models.resume': () => ({ model: '__proto__' }),
	'models.cancel': () => ({ model: '../../nobody' }),
	'models.delete': () => ({ model: 'nobody' }),
	'models.verify': () => ({ model: 'nobody' }),
	'models.import': () => ({ path: '../ledger.sqlite', upload: null }),
	'settings.get': () => ({}),
	'settings.set': () => ({ keepCrashesDays: 90 }),
	'drill.start': () => ({}),
	'drill.deed': () => ({ name: 'main', deed: 'exit-zero' }),
	'drill.stop': () => ({}),
	'sample.add': () => ({})
}

const junk: readonly (() => unknown)[] = [
	() => null,
	() => true,
	() => -1,
	() => 1.5,
	() => 1e308,
	() => Number.MAX_SAFE_INTEGER + 1,
	() => '',
	() => '\u0000',
	() => '\ud800',
	() => '../../../etc/passwd',
	() => 'x'.repeat(100_000),
	() => [],
	() => [[[[]]]],
	() => ({}),
	() => JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
	() => JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`)
]

/** Wrong at one place or as a whole; still right by chance when it is what nobody checks. */
function bent(params: Record<string, unknown>): unknown {
	const keys = Object.keys(params)
	const key = keys.length === 0 ? '' : random.pick(keys)
	const inner = params[key]
	switch (random.below(5)) {
		case 0:
			return random.pick(junk)()
		case 1:
			return Object.fromEntries(Object.entries(params).filter(([name]) => name !== key))
		case 2:
			if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) return { ...params, [key]: bent({ ...inner }) }
			return { ...params, [key]: [inner] }
		default:
			return { ...params, [key]: random.pick(junk)() }
	}
}

async function start(context: TestContext): Promise<{ app: App; origin: URL; open(): Promise<WebSocket> }> {
	const folder = folderFor(context)
	const modelsDir = join(folder, 'models')
	describeModel(modelsDir, 'played')
	writeFileSync(join(modelsDir, 'played.json'), '{}')
	writeFileSync(join(folder, 'index.html'), '<!doctype html>')
	const started = await startApp({
		host: childProcessHost('browser'),
		dataDir: join(folder, 'data'),
		modelsDir,
		version: 'test',
		samplePath: null,
		engine: { id: 'scripted', model: 'played' },
		standby: false
	})
	assert.ok(started.ok)
	const served = await serveBrowser(started.value, { port: 0, token: TOKEN, rendererDir: folder })
	assert.ok(served.ok)
	context.after(async () => {
		await started.value.stop()
		await served.value.close()
	})
	const origin = new URL(served.value.address)
	const headers = { origin: origin.origin, cookie: `holdfast-${origin.port}=${TOKEN}` }
	return {
		app: started.value,
		origin,
		open: async () => {
			const socket = new WebSocket(`ws://${origin.host}/socket`, { headers })
			await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
			return socket
		}
	}
}

/** Sends `messages` and gives what is answered to each, by its id. */
async function answers(socket: WebSocket, messages: readonly { id: number }[]): Promise<Map<number, v.InferOutput<typeof Response>>> {
	const found = new Map<number, v.InferOutput<typeof Response>>()
	const done = new Promise<void>((resolve, reject) => {
		socket.on('close', (code, reason) => reject(new Error(`cut off: ${code} ${reason}`)))
		socket.on('message', data => {
			const parsed = v.safeParse(Response, JSON.parse(String(data)))
			if (!parsed.success) return
			found.set(parsed.output.id, parsed.output)
			if (found.size === messages.length) resolve()
		})
	})
	for (const message of messages) socket.send(JSON.stringify(message))
	await done
	return found
}

/** One raw request, whatever it is; gives the first line of the answer, or '' when there was none. */
async function knock(port: number, bytes: string): Promise<string> {
	return await new Promise(resolve => {
		let heard = ''
		const socket = connect(port, '127.0.0.1')
		socket.on('error', () => {})
		socket.on('close', () => resolve(heard.split('\r\n')[0] ?? ''))
		socket.on('data', data => {
			heard += data.toString('latin1')
		})
		socket.end(bytes, 'latin1')
	})
}

test(`10,000 requests that nobody understands, seed ${SEED}: each is told so, and Holdfast goes on`, {
	timeout: 300_000
}, async context => {
	const { app, origin, open } = await start(context)
	const port = Number(origin.port)
	const before = process.memoryUsage().rss

	await context.test('8,000 of wrong parameters: each is a sentence that names the request and does not repeat what was sent', async () => {
		const socket = await open()
		const wrong: { type: 'request'; id: number; name: CommandName; params: unknown }[] = []
		while (wrong.length < 8_000) {
			const name = random.pick(commandNames)
			const params = bent(understood[name]?.() ?? {})
			if (!v.safeParse(commands[name].params, params).success) wrong.push({ type: 'request', id: wrong.length, name, params })
		}
		const told = await answers(socket, wrong)
		const strange = wrong.filter(({ id, name }) => {
			const answer = told.get(id)
			return (
				answer?.ok !== false ||
				answer.problem.code !== 'bad-request' ||
				!answer.problem.text.includes(name) ||
				answer.problem.text.length > 600
			)
		})
		assert.deepEqual(
			strange.slice(0, 3).map(each => JSON.stringify([each.name, told.get(each.id), each.params]).slice(0, 400)),
			[]
		)
		socket.close(1000)
	})

	await context.test('every command about what does not exist is told so in a sentence', async () => {
		assert.deepEqual(
			commandNames.filter(name => !v.is(commands[name].params, understood[name]?.())),
			[],
			'not in the table above, or not as it would be understood'
		)
		const socket = await open()
		const names = commandNames.filter(name => name !== 'recording.start')
		const asked = names.map((name, id) => ({ type: 'request', id, name, params: understood[name]?.() }))
		const told = await answers(socket, asked)
		const ofSomething = names.filter((_name, n) => Object.values(asked[n]?.params ?? {}).some(value => /^.0{7}-/.test(String(value))))
		// What is not there needs no deleting; of many, those that are gone are passed over.
		const passedOver = ['transcripts.delete', 'transcripts.restore', 'transcripts.organise', 'trash.erase', 'audio.discard']
		const fine = ofSomething.filter(name => told.get(names.indexOf(name))?.ok)
		assert.deepEqual(
			fine.filter(name => ![...passedOver, 'exit.delete', 'mark.remove', 'upload.discard', 'version.delete'].includes(name)),
			[]
		)
		for (const { id, name } of asked) {
			const answer = told.get(id)
			if (answer && !answer.ok) assert.match(answer.problem.text, /^\S.{8,300}[.?]$/, name)
		}
		for (const name of ['process.curve', 'process.log'] as const) {
			const answer = told.get(names.indexOf(name))
			assert.deepEqual(answer?.ok && answer.result, [], name)
		}
		socket.close(1000)
	})

	await context.test('1,000 messages that are none, and frames that hold no audio: that window is cut off with a reason', async () => {
		for (let n = 0; n < 1_000; n++) {
			const socket = await open()
			const closed = new Promise<number>(resolve => socket.once('close', resolve))
			if (n % 3 === 0) socket.send(Buffer.from(Array.from({ length: random.below(200) }, () => random.below(256))))
			else if (n % 3 === 1) socket.send(JSON.stringify(random.pick(junk)() ?? null))
			else
				socket.send(
					JSON.stringify({
						...(random.below(2) ? { type: 'request' } : { type: 'hello' }),
						id: random.pick(junk)(),
						name: random.pick(junk)()
					})
				)
			assert.equal(await closed, 4000, `message ${n}`)
		}
	})

	await context.test('1,000 raw requests, with our cookie and without: refused or broken off, never a fault of ours', async () => {
		const paths = [
			'/',
			'//',
			'/audio/',
			'/uploads/',
			'/socket',
			'/%',
			'/..%2f',
			'/%00',
			'/assets/',
			'*',
			'http://[',
			'\\',
			'/?token=',
			'/#',
			' '
		]
		const pieces = ['%2e%2e', '/', '..', '%00', 'x'.repeat(3_000), '?', '#', ':', '@', '\xff', '\u0001', id()]
		const lines = ['GET', 'HEAD', 'PUT', 'POST', 'OPTIONS', 'CONNECT', 'TRACE', 'get', '']
		const statuses = new Set<string>()
		for (let n = 0; n < 1_000; n++) {
			const path = random.pick(paths) + Array.from({ length: random.below(4) }, () => random.pick(pieces)).join('')
			const ours = random.below(2) ? `Host: ${origin.host}\r\nOrigin: ${origin.origin}\r\nCookie: holdfast-${port}=${TOKEN}\r\n` : ''
			const upgrade = random.below(4) === 0 ? 'Connection: Upgrade\r\nUpgrade: websocket\r\n' : 'Connection: close\r\n'
			const range = random.below(3) === 0 ? `Range: bytes=${random.pick(['-', '9-1', '0-0,0-0', 'x', '-99999999999999999999'])}\r\n` : ''
			const answer = await knock(port, `${random.pick(lines)} ${path} HTTP/1.1\r\n${ours}${upgrade}${range}Content-Length: 0\r\n\r\n`)
			statuses.add(answer.split(' ')[1] ?? '')
			assert.doesNotMatch(answer, / 5\d\d /, `request ${n}: ${path.slice(0, 100)}`)
		}
		assert.ok(statuses.has('400') && statuses.has('403') && statuses.has('404'), [...statuses].join())
	})

	await context.test('after all that a page is served as before', async () => {
		const socket = await open()
		const told = await answers(socket, [{ type: 'request', id: 1, name: 'transcripts.list', params: {} } as { id: number }])
		assert.deepEqual(told.get(1), { type: 'response', id: 1, ok: true, result: [] })
		assert.equal(({} as { polluted?: boolean }).polluted, undefined)
		assert.equal(app.busy().jobs, 0)
		const grown = (process.memoryUsage().rss - before) / 1e6
		assert.ok(grown < 400, `${grown.toFixed(0)} MB more than before`)
		socket.close(1000)
	})
})
