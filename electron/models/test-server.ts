/** A server that gives archives as good servers do, or as bad ones. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export type Manner =
	| 'good'
	/** After so many bytes the line breaks, or nothing more comes, the first `times` times. */
	| { readonly breaks: number; readonly times: number }
	| { readonly stalls: number; readonly times: number }
	/** Ranges: as if never heard of; promised and not kept; of another file; wrong in their bytes. */
	| 'no-ranges'
	| 'lies-about-ranges'
	| 'wrong-bytes-in-ranges'
	| { readonly status: number; readonly times: number }
	| 'redirects'
	| 'redirects-in-circles'
	| 'log-in-page'
	/** So many bytes a moment, so that there is time to do something meanwhile. */
	| { readonly slow: number }
	/** Ends early without having said how long it would be. */
	| { readonly half: number }

export interface TestServer {
	readonly url: string
	manner: Manner
	/** What it gives now; its ETag is its sum. */
	content: Buffer
	/** The ranges that were asked for, oldest first; null: all. */
	readonly asked: (string | null)[]
	close(): Promise<void>
}

/** Listens on this machine only. */
export async function serve(content: Buffer, manner: Manner = 'good'): Promise<TestServer> {
	const server = createServer((request, response) => {
		answer(request, response).catch(() => response.destroy())
	})
	const state = { manner, content, asked: [] as (string | null)[] }
	let bad = 0

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { manner } = state
		const path = request.url ?? ''
		if (manner === 'redirects-in-circles') return void response.writeHead(302, { location: path }).end()
		if (manner === 'redirects' && !path.startsWith('/elsewhere'))
			return void response.writeHead(302, { location: `/elsewhere${path}` }).end()
		state.asked.push(request.headers.range ?? null)
		if (manner === 'log-in-page') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to our hotel')
		const isObject = typeof manner === 'object'
		if (isObject && 'status' in manner && bad++ < manner.times) return void response.writeHead(manner.status).end()
		const etag = `"${createHash('sha256').update(state.content).digest('hex')}"`
		const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')
		const isSame = (request.headers['if-range'] ?? etag) === etag
		let from = range && isSame && manner !== 'no-ranges' ? Number(range[1]) : 0
		if (from > state.content.length) return void response.writeHead(416, { 'content-range': `bytes */${state.content.length}` }).end()
		const length = state.content.length
		const headers: Record<string, string | number> = { etag, 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes' }
		let body = state.content.subarray(from)
		if (from > 0) headers['content-range'] = `bytes ${from}-${length - 1}/${length}`
		if (from > 0 && manner === 'lies-about-ranges') {
			headers['content-range'] = `bytes 0-${length - 1}/${length}`
			from = 0
			body = state.content
		}
		if (from > 0 && manner === 'wrong-bytes-in-ranges') body = Buffer.alloc(body.length, 7)
		if (isObject && 'half' in manner) {
			// Without a length the end of the connection is the end of the file.
			response.writeHead(200, { 'content-type': 'application/octet-stream', connection: 'close' })
			return void response.end(body.subarray(0, manner.half))
		}
		response.writeHead(range && from > 0 ? 206 : manner === 'lies-about-ranges' && range ? 206 : 200, {
			...headers,
			'content-length': body.length
		})
		if (isObject && ('breaks' in manner || 'stalls' in manner) && bad++ < manner.times) {
			response.write(body.subarray(0, 'breaks' in manner ? manner.breaks : manner.stalls))
			await sleep(50)
			if ('breaks' in manner) response.destroy()
			return
		}
		if (isObject && 'slow' in manner) {
			for (let at = 0; at < body.length && !response.destroyed; at += manner.slow) {
				response.write(body.subarray(at, at + manner.slow))
				await sleep(20)
			}
			return void response.end()
		}
		response.end(body)
	}

	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
	const { port } = server.address() as AddressInfo
	return Object.assign(state, {
		url: `http://127.0.0.1:${port}`,
		close: async () => {
			server.closeAllConnections()
			await new Promise(resolve => server.close(resolve))
		}
	})
}
