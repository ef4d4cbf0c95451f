import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { request } from 'node:http'
import { connect, createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import { type RunningHost, startHost } from './host.ts'

let host: RunningHost
let origin: URL
let cookie: string
before(async () => {
	host = await startHost()
	origin = new URL(host.address)
	cookie = (await fetch(host.address, { redirect: 'manual' })).headers.get('set-cookie')?.split(';')[0] ?? ''
})
after(() => host.stop())

/** A raw request: `fetch` would not let us lie about Host and Origin. */
function ask(
	path: string,
	headers: Record<string, string>,
	method = 'GET',
	body = ''
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }> {
	return new Promise((resolve, reject) => {
		const outgoing = request({ host: '127.0.0.1', port: origin.port, path, method, headers, setHost: !('host' in headers) }, response => {
			response.resume()
			response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }))
		})
		outgoing.on('error', reject)
		outgoing.end(body)
	})
}

/** What a page says of a file “x” of one byte that it sends. */
const x = { 'upload-length': '1', 'upload-offset': '0', 'upload-metadata': 'name eA==,changed MQ==' }

const cases: readonly [what: string, path: string, headers: () => Record<string, string>, method: string, status: number][] = [
	['our own page', '/', () => ({ cookie }), 'GET', 200],
	['our own page, asking whether we are there', '/', () => ({ cookie }), 'HEAD', 200],
	['no key', '/', () => ({}), 'GET', 403],
	['a wrong key', '/?token=wrong', () => ({}), 'GET', 403],
	['another host name (DNS rebinding)', '/', () => ({ cookie, host: 'evil.example' }), 'GET', 403],
	['the right name at another port', '/', () => ({ cookie, host: '127.0.0.1:1' }), 'GET', 403],
	['a request from another site', '/', () => ({ cookie, origin: 'http://evil.example' }), 'GET', 403],
	['an upload from another site', `/uploads/${randomUUID()}`, () => ({ cookie, origin: 'http://evil.example' }), 'PATCH', 403],
	['an upload from nowhere', `/uploads/${randomUUID()}`, () => ({ cookie }), 'PATCH', 403],
	['an upload from our page', `/uploads/${randomUUID()}`, () => ({ cookie, origin: origin.origin, ...x }), 'PATCH', 204],
	['an upload that does not say what it is', `/uploads/${randomUUID()}`, () => ({ cookie, origin: origin.origin }), 'PATCH', 400],
	[
		'an upload that goes on where nothing is',
		`/uploads/${randomUUID()}`,
		() => ({ cookie, origin: origin.origin, ...x, 'upload-offset': '1' }),
		'PATCH',
		409
	],
	['how far an upload is', `/uploads/${randomUUID()}`, () => ({ cookie }), 'HEAD', 200],
	['an upload to a name that is no id', '/uploads/..%2Fledger.sqlite', () => ({ cookie, origin: origin.origin, ...x }), 'PATCH', 400],
	['a path out of the page’s folder', '/..%2f..%2fpackage.json', () => ({ cookie }), 'GET', 403],
	['a path out of it, plainly', '/../../package.json', () => ({ cookie }), 'GET', 404],
	['what is no address at all', '//', () => ({}), 'GET', 400],
	['what is no address, with an empty port', '//:0', () => ({ cookie }), 'GET', 400],
	['the library, for a backup, without the key', '/library', () => ({}), 'GET', 403],
	['the library, for another site', '/library', () => ({ cookie, origin: 'http://evil.example' }), 'GET', 403],
	['audio of nothing', `/audio/${randomUUID()}`, () => ({ cookie }), 'GET', 404],
	['audio by path', '/audio/..%2f..%2fledger.sqlite', () => ({ cookie }), 'GET', 404],
	['the text of nothing', `/texts/${randomUUID()}.txt`, () => ({ cookie }), 'GET', 404],
	['a text in no format', `/texts/${randomUUID()}.exe`, () => ({ cookie }), 'GET', 404],
	['a goodbye of a page', `/goodbye/${randomUUID()}`, () => ({ cookie, origin: origin.origin }), 'POST', 204],
	['a goodbye for another site', `/goodbye/${randomUUID()}`, () => ({ cookie, origin: 'http://evil.example' }), 'POST', 403],
	['a goodbye without the key', `/goodbye/${randomUUID()}`, () => ({ origin: origin.origin }), 'POST', 403],
	['a method that there is not', '/', () => ({ cookie, origin: origin.origin }), 'DELETE', 405]
]
for (const [what, path, headers, method, status] of cases) {
	test(`browser host: ${what} → ${status}`, async () => {
		assert.equal((await ask(path, headers(), method, method === 'PATCH' ? 'x' : '')).status, status)
	})
}

test('browser host: every answer forbids other scripts, framing and guessing of types', async () => {
	const { headers } = await ask('/', { cookie })
	assert.match(String(headers['content-security-policy']), /default-src 'none'; script-src 'self'/)
	assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/)
	assert.equal(headers['x-content-type-options'], 'nosniff')
})

test('browser host: the socket takes our page only', async () => {
	const knock = (headers: Record<string, string>) =>
		new Promise<string>(resolve => {
			const socket = new WebSocket(`ws://${origin.host}/socket`, { headers })
			socket.on('open', () => resolve('open'))
			socket.on('unexpected-response', (_, response) => resolve(String(response.statusCode)))
			socket.on('error', () => {})
			setTimeout(() => socket.terminate(), 2_000).unref()
		})
	assert.equal(await knock({ cookie, origin: origin.origin }), 'open')
	assert.equal(await knock({ cookie, origin: 'http://evil.example' }), '403')
	assert.equal(await knock({ cookie }), '403')
	assert.equal(await knock({ origin: origin.origin }), '403')
})

test('browser host: a key that is followed from a file lets the page in without a redirect, so that its cookie is sent', async () => {
	const path = `/${origin.search}`
	const [typed, led] = [await ask(path, { 'sec-fetch-site': 'none' }), await ask(path, { 'sec-fetch-site': 'cross-site' })]
	assert.deepEqual([typed.status, typed.headers.location, led.status], [302, '/', 200])
	for (const { headers } of [typed, led]) assert.match(String(headers['set-cookie']), /HttpOnly; SameSite=Strict/)
})

test('browser host: whoever knocks at no address, or is gone before the answer, takes nobody along', async () => {
	const handshake = (path: string) =>
		`GET ${path} HTTP/1.1\r\nHost: ${origin.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`
	for (let n = 0; n < 50; n++) {
		const socket = connect(Number(origin.port), '127.0.0.1')
		socket.on('error', () => {})
		await new Promise(resolve => socket.once('connect', resolve))
		socket.write(handshake(n % 2 === 0 ? '//' : '/socket'), () => socket.resetAndDestroy())
		await new Promise(resolve => socket.once('close', resolve))
	}
	assert.equal((await ask('/', { cookie })).status, 200)
})

test('browser host: garbage on the socket cuts that window off, and only that one', async () => {
	const client = await host.connect()
	for (const garbage of ['{', '{"type":"request"}', Buffer.from([1, 2, 3])]) {
		const socket = new WebSocket(`ws://${origin.host}/socket`, { headers: { cookie, origin: origin.origin } })
		await new Promise(resolve => socket.on('open', resolve))
		const closed = new Promise<number>(resolve => socket.on('close', resolve))
		socket.send(garbage)
		assert.equal(await closed, 4000)
	}
	assert.deepEqual(await client.request('transcripts.list', {}), [])
	client.close()
})

test('browser host: it listens on loopback only', async t => {
	const outside = Object.values(networkInterfaces())
		.flat()
		.find(address => address?.family === 'IPv4' && !address.internal)?.address
	if (!outside) return t.skip('this machine has no other address')
	const answered = await new Promise<boolean>(resolve => {
		const socket = connect(Number(origin.port), outside)
		socket.on('connect', () => resolve(true))
		socket.on('error', () => resolve(false))
	})
	assert.equal(answered, false)
})

test('browser host: only its owner can read the key and the data, also in a folder that others may look into', async context => {
	const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-open-'))
	context.after(() => rmSync(dataDir, { recursive: true, force: true }))
	chmodSync(dataDir, 0o755)
	const open = await startHost({ dataDir })
	await open.stop()
	const readable = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter(
		name => (statSync(join(dataDir, name)).mode & 0o077) !== 0
	)
	assert.deepEqual(readable, [])
})

test('browser host: a second start with the same data gives the address of the first', async () => {
	const again = await startHost({ dataDir: host.dataDir })
	assert.equal(again.address, host.address)
})

test('browser host: a port that is taken is a sentence', async () => {
	const server = createServer().listen(0, '127.0.0.1')
	await new Promise(resolve => server.on('listening', resolve))
	const address = server.address()
	const port = typeof address === 'object' && address ? address.port : 0
	await assert.rejects(startHost({ port }), /Port \d+ is in use by another program/)
	server.close()
})

test('browser host: where another program has taken the port of one that died, the next start has another port and another key', async () => {
	const dataDir = join(host.dataDir, 'port-taken')
	const first = await startHost({ dataDir })
	await first.kill('SIGKILL')
	const before = new URL(first.address)
	const server = createServer().listen(Number(before.port), '127.0.0.1')
	await new Promise(resolve => server.on('listening', resolve))
	const second = await startHost({ dataDir })
	server.close()
	await second.stop()
	const { port, search } = new URL(second.address)
	assert.notEqual(port, before.port)
	assert.notEqual(search, before.search)
})

test('browser host: a model that is missing is said beside the engine, and the app is usable', async () => {
	const models = join(host.dataDir, 'no-models')
	mkdirSync(models)
	if (!existsSync(join(models, 'moonshine-tiny-en'))) symlinkSync('/nowhere', join(models, 'moonshine-tiny-en'))
	const lame = await startHost({ modelsDir: models })
	const client = await lame.connect()
	// It may be held before anybody is told.
	const engine =
		client.snapshot.processes.find(({ problem }) => problem !== null) ??
		(await client.wait(
			'the engine held',
			m => m.type === 'event' && m.event.type === 'process' && m.event.process.problem && m.event.process
		))
	assert.equal(engine.state, 'gave-up')
	assert.match(engine.problem?.text ?? '', /model/i)
	assert.deepEqual(await client.request('transcripts.list', {}), [])
	client.close()
	await lame.stop()
})
