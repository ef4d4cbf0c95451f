import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import send from 'send'
import { type WebSocket, WebSocketServer } from 'ws'
import { fail, ok, type Result } from '../../../native-bridge/protocol/problem.ts'
import type { App } from '../app.ts'
import { audioType } from '../media-type.ts'
import { SECURITY_HEADERS } from '../security-headers.ts'
import { Guard } from './guard.ts'
import { answerUpload } from './uploads.ts'

/** Largest message of a window: a microphone frame of 10 s, with room. */
const MOST_MESSAGE_BYTES = 1_000_000
/** A page needs a handful. More, from whomever, must not take the descriptors that recordings are written with. */
const MOST_CONNECTIONS = 256

export interface BrowserServer {
	readonly address: string
	close(): Promise<void>
}

/**
 * Serves the page, the socket, uploads and audio on 127.0.0.1 only. `port` 0 takes any free one.
 * Problem `port-taken` when the port is in use.
 */
export async function serveBrowser(
	app: App,
	options: { port: number; token: string; rendererDir: string }
): Promise<Result<BrowserServer>> {
	// Imported, the module would load Node's whole HTTP client with it (through its lazy `WebSocket`): 30 ms in which a dead main is not back.
	const server = process.getBuiltinModule('node:http').createServer()
	const listening = await listen(server, options.port)
	if (!listening.ok) return listening
	const port = listening.value
	const guard = new Guard(options.token, port)
	server.maxConnections = MOST_CONNECTIONS
	// A large file on a slow disk takes longer than the five minutes that Node gives a request.
	server.requestTimeout = 0
	let ending = false
	const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES })

	server.on('request', (request, response) => {
		response.setHeaders(new Map(Object.entries(SECURITY_HEADERS)))
		void answer(request, response, app, guard, options.rendererDir)
	})
	server.on('upgrade', (request, socket, head) => {
		// Whoever knocks may be gone before the answer: without a listener that would be an exception.
		socket.on('error', () => {})
		const refusal = placeOf(request)?.pathname === '/socket' ? guard.refusal(request, 'must') : 'no such place'
		if (refusal) {
			socket.end(`HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n${refusal}`)
			return
		}
		sockets.handleUpgrade(request, socket, head, ws => connect(ws, app, () => ending))
	})

	return ok({
		address: `http://127.0.0.1:${port}/?token=${options.token}`,
		close: () =>
			new Promise(resolve => {
				ending = true
				for (const ws of sockets.clients) ws.terminate()
				server.close(() => resolve())
				server.closeAllConnections()
			})
	})
}

/**
 * How a page says goodbye (RFC 6455 §7.4.1): 1000 is what ours says when it is left, 1005 a plain `close()`. All else is a broken line. 1001
 * (“going away”) too: Chromium's network process says it for a tab that was closed and for one that crashed alike.
 */
const GOODBYES: ReadonlySet<number> = new Set([1000, 1005])

function connect(ws: WebSocket, app: App, ending: () => boolean): void {
	const session = app.connect({
		send: message => ws.send(JSON.stringify(message)),
		backlog: () => ws.bufferedAmount,
		close: reason => ws.close(4000, closeReason(reason))
	})
	ws.on('message', (data: Buffer, binary) => {
		if (binary) session.audio(data)
		else session.message(parsed(data))
	})
	ws.on('close', code => session.closed(GOODBYES.has(code) || ending() ? 'goodbye' : 'lost'))
	// A broken connection is followed by `close`.
	ws.on('error', () => {})
}

/** A close frame holds 123 bytes of reason; a longer one would be an exception. */
function closeReason(reason: string): string {
	return new TextDecoder().decode(Buffer.from(reason).subarray(0, 120)).replace(/\ufffd+$/, '')
}

/** Undefined for what is not JSON: no schema takes it. */
function parsed(data: Buffer): unknown {
	try {
		return JSON.parse(data.toString('utf8'))
	} catch {
		return undefined
	}
}

async function answer(request: IncomingMessage, response: ServerResponse, app: App, guard: Guard, rendererDir: string): Promise<void> {
	const url = placeOf(request)
	if (url === null) {
		request.resume()
		return refuse(response, 400, 'Refused: not an address.')
	}
	if (request.method === 'GET' && url.pathname === '/' && guard.isToken(url.searchParams.get('token')))
		return enter(request, response, guard)
	const reads = request.method === 'GET' || request.method === 'HEAD'
	const refusal = guard.refusal(request, reads ? 'may' : 'must')
	if (refusal) {
		request.resume()
		refuse(
			response,
			403,
			refusal === 'no token'
				? 'This page needs the address that Holdfast printed when it started: it holds a key. Start Holdfast again, or copy the address from its terminal.'
				: `Refused: ${refusal}.`
		)
		return
	}
	const upload = /^\/uploads\/([^/]+)$/.exec(url.pathname)?.[1]
	if (upload !== undefined && (request.method === 'HEAD' || request.method === 'PATCH'))
		return answerUpload(request, response, upload, app.uploads)
	const left = /^\/goodbye\/([0-9a-f-]{36})$/.exec(url.pathname)?.[1]
	if (left !== undefined && request.method === 'POST') {
		app.pageLeft(left)
		return void response.writeHead(204).end()
	}
	if (!reads) return refuse(response, 405, 'Refused: method.')
	if (url.pathname === '/library') return giveLibrary(response, app)
	const audio = /^\/audio\/([^/]+)$/.exec(url.pathname)?.[1]
	if (audio !== undefined) {
		const path = app.audioPath(audio)
		if (path === null) return refuse(response, 404, 'There is no audio.')
		// A journal grows: never from a cache.
		response.setHeader('Cache-Control', 'no-store')
		response.setHeader('Content-Type', audioType(path))
		return serveFile(request, response, basename(path), dirname(path))
	}
	const film = /^\/films\/([^/]+)$/.exec(url.pathname)?.[1]
	if (film !== undefined) {
		const found = app.film(film)
		if (found === null) return refuse(response, 404, 'There is no film.')
		response.setHeader('Cache-Control', 'no-store')
		response.setHeader('Content-Type', found.type)
		return serveFile(request, response, basename(found.path), dirname(found.path))
	}
	const kept = /^\/exports\/([^/]+)$/.exec(url.pathname)?.[1]
	if (kept !== undefined) return giveExport(response, app.keptExport(kept))
	const text = /^\/texts\/([^/.]+)\.([a-z]+)$/.exec(url.pathname)
	if (text) return giveText(response, app, text[1] ?? '', text[2] ?? '')
	if (url.pathname.startsWith('/assets/')) response.setHeader('Cache-Control', 'private, max-age=31536000, immutable')
	else response.setHeader('Cache-Control', 'no-cache')
	return serveFile(request, response, url.pathname === '/' ? '/index.html' : url.pathname, rendererDir)
}

/**
 * Lets the page in: the token leaves the address bar, and with it history and screenshots. A browser that was led here by a file or another
 * program counts a redirect as that one's doing, and would keep the strict cookie to itself: there the page itself goes on.
 */
function enter(request: IncomingMessage, response: ServerResponse, guard: Guard): void {
	response.setHeader('Set-Cookie', guard.setCookie).setHeader('Cache-Control', 'no-store')
	if (request.headers['sec-fetch-site'] !== 'cross-site') return void response.writeHead(302, { Location: '/' }).end()
	response
		.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
		.end('<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Holdfast</title><a href="/">Holdfast</a>')
}

/** What is asked for; null for what no address can be (`//`), which anybody may send. */
function placeOf(request: IncomingMessage): URL | null {
	return URL.parse(request.url ?? '/', 'http://127.0.0.1')
}

/** What a window asked for, of any size. */
async function giveExport(response: ServerResponse, file: ReturnType<App['keptExport']>): Promise<void> {
	if (!file) return refuse(response, 404, 'This export was asked for too long ago. Export it again.')
	response.writeHead(200, file.headers)
	// Cut short when it fails: the browser says that the download did.
	await pipeline(file.open(), response).catch(() => {})
}

/** A transcript as a file of that format: what a browser fetches when one is dragged out of the page. */
async function giveText(response: ServerResponse, app: App, transcript: string, format: string): Promise<void> {
	const written = await app.handlers['transcript.export']({ transcript, format }, { id: 0 })
	if (!written.ok) return refuse(response, 404, written.problem.text)
	const { mime, text, encoding } = written.value
	response.writeHead(200, { 'Content-Type': mime, 'Cache-Control': 'no-store', 'Content-Disposition': 'attachment' })
	response.end(Buffer.from(text, encoding))
}

/** The library as of this moment, for a backup. */
async function giveLibrary(response: ServerResponse, app: App): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'holdfast-library-'))
	const path = join(folder, 'ledger.sqlite')
	try {
		await app.copyLibrary(path)
		response.setHeader('Cache-Control', 'no-store').setHeader('Content-Type', 'application/octet-stream')
		await pipeline(createReadStream(path), response)
	} catch {
		// Cut short, so that nobody takes it for the whole.
		if (response.headersSent) response.destroy()
		else refuse(response, 507, 'The library could not be copied: is the disk full?')
	} finally {
		await rm(folder, { recursive: true, force: true })
	}
}

/** `send` keeps inside `root`, answers ranges, and knows types. */
function serveFile(request: IncomingMessage, response: ServerResponse, path: string, root: string): void {
	send(request, path.startsWith('/') ? path : `/${path}`, { root, index: false, dotfiles: 'allow', cacheControl: false, etag: false })
		.on('error', error => refuse(response, error.status ?? 500, 'There is nothing here.'))
		.on('directory', () => refuse(response, 404, 'There is nothing here.'))
		.pipe(response)
}

function refuse(response: ServerResponse, status: number, text: string): void {
	if (!response.headersSent) response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' })
	response.end(text)
}

function listen(server: Server, port: number): Promise<Result<number>> {
	return new Promise(resolve => {
		server.once('error', (error: NodeJS.ErrnoException) =>
			resolve(
				error.code === 'EADDRINUSE'
					? fail('port-taken', `Port ${port} is in use by another program. Choose another with --port, or leave it out.`, { port })
					: fail('listen', `Port ${port} can't be opened: ${error.message}.`, { port })
			)
		)
		server.listen(port, '127.0.0.1', () => {
			const address = server.address()
			resolve(ok(typeof address === 'object' && address ? address.port : port))
		})
	})
}
