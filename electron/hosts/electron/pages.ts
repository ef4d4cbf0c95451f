import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { App } from '../app.ts'
import { audioType } from '../media-type.ts'
import { SECURITY_HEADERS } from '../security-headers.ts'
import { replyWithFile } from './file-reply.ts'
import { HOME, isOurs } from './origin.ts'

export interface PagesOptions {
	/** The built renderer. */
	readonly root: string
	/** What is to be played of a transcript, a WAV or an Ogg Opus file, or null. */
	audioPath(transcript: string): string | null
	/** The film that a transcript was made of, while it is there, and what a player must be told of it; or null. */
	film(transcript: string): { readonly path: string; readonly type: string } | null
	/** A file that the window asked for, or null. */
	readonly keptExport: App['keptExport']
}

/** What a built page consists of. */
const TYPES: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.json': 'application/json',
	'.map': 'application/json',
	'.svg': 'image/svg+xml',
	'.png': 'image/png',
	'.ico': 'image/x-icon',
	'.woff2': 'font/woff2',
	'.wasm': 'application/wasm',
	'.wav': 'audio/wav',
	'.txt': 'text/plain; charset=utf-8'
}

/** Answers `app://holdfast/…`: the page, `/audio/<transcript>` and `/films/<transcript>` with ranges, and `/exports/<id>`. Nothing else exists. */
export function servePages(options: PagesOptions): (request: Request) => Promise<Response> {
	return async request => {
		if (!isOurs(request.url)) return refusal(404)
		if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405)
		const { pathname } = new URL(request.url)
		const audio = /^\/audio\/([^/]+)$/.exec(pathname)?.[1]
		if (audio !== undefined) {
			const path = options.audioPath(audio)
			// A journal grows: never from a cache.
			const headers = { ...SECURITY_HEADERS, 'Content-Type': audioType(path ?? ''), 'Cache-Control': 'no-store' }
			return (path && (await replyWithFile(path, request, headers))) || refusal(404)
		}
		const film = /^\/films\/([^/]+)$/.exec(pathname)?.[1]
		if (film !== undefined) {
			const found = options.film(film)
			const headers = { ...SECURITY_HEADERS, 'Content-Type': found?.type ?? '', 'Cache-Control': 'no-store' }
			return (found && (await replyWithFile(found.path, request, headers))) || refusal(404)
		}
		const kept = /^\/exports\/([^/]+)$/.exec(pathname)?.[1]
		if (kept !== undefined) return replyWithExport(options.keptExport(kept), request.method)
		const file = pageFile(pathname)
		return (file && (await replyWithPage(join(options.root, file)))) || refusal(404)
	}
}

/**
 * The file below the root that a path of a URL names, with forward slashes; null for whatever could lead out of it. Our files have plain
 * names, so everything that some system reads as more than a name (`..`, drive letters, streams, backslashes, hidden files) is refused.
 */
export function pageFile(pathname: string): string | null {
	let path: string
	try {
		path = decodeURIComponent(pathname)
	} catch {
		return null
	}
	if (path === '/') return 'index.html'
	const parts = path.split('/').slice(1)
	return path.startsWith('/') && parts.every(part => /^[\w-][\w.-]*$/.test(part) && !part.includes('..')) ? parts.join('/') : null
}

/** To be saved: Chromium asks where, and reads on as it writes. An error in the middle ends the download as failed. */
function replyWithExport(file: ReturnType<App['keptExport']>, method: string): Response {
	if (!file) return refusal(404)
	const body = method === 'HEAD' ? null : (Readable.toWeb(file.open()) as ReadableStream<Uint8Array<ArrayBuffer>>)
	return new Response(body, { headers: { ...SECURITY_HEADERS, ...file.headers } })
}

/** Read whole: pages are small, and may lie in an asar archive, whose file descriptors are not real. Null when there is no such file. */
async function replyWithPage(path: string): Promise<Response | null> {
	const type = TYPES[extname(path)]
	if (type === undefined) return null
	try {
		const bytes = new Uint8Array(await readFile(path))
		return new Response(bytes, { headers: { ...SECURITY_HEADERS, 'Content-Type': type, 'Cache-Control': 'no-cache' } })
	} catch {
		return null
	}
}

function refusal(status: number): Response {
	return new Response(`There is nothing here. Holdfast begins at ${HOME}`, {
		status,
		headers: { ...SECURITY_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' }
	})
}
