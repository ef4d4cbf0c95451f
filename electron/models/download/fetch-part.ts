import { createWriteStream } from 'node:fs'
import { open, stat, truncate } from 'node:fs/promises'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Dispatcher, request } from 'undici'
import { fail, ok, type Result } from '../../../native-bridge/protocol/problem.ts'
import { askFor, type Part, readAnswer } from './answer.ts'
import type { Patience } from './patience.ts'

/** What is remembered of a file on its way, beside the file. */
export interface PartFacts {
	/** From where it comes. */
	readonly source: string
	readonly total: number | null
	readonly validator: string | null
	/** It came in more than one piece: a wrong sum may be a seam's. */
	readonly pieces: boolean
}

/** A server that asks for more patience than this is taken at that much. */
const LONGEST_ASKED_MS = 120_000
const MOST_REDIRECTS = 8
/** So often a source may make us begin again. */
const MOST_RESTARTS = 3

export interface FetchWish {
	/** Addresses of the same file; the next is asked when one can't give it. */
	readonly sources: readonly string[]
	/** Where it goes, growing. What is there is gone on with. */
	readonly path: string
	/** Null: nothing is here, or nobody knows of what. */
	readonly facts: PartFacts | null
	/** Whether its sum is known: only then a half from one source is gone on with from another. */
	readonly pinned: boolean
	/** The line out: a proxy, or none. */
	readonly dispatcher: Dispatcher
	readonly patience: Patience
	readonly signal: AbortSignal
	/** Before what it tells of is written. */
	readonly remember: (facts: PartFacts) => Promise<void>
	readonly progress: (bytes: number, total: number | null) => void
}

/**
 * Fetches a file to disk by a stream, from where an earlier try broke off. Problems: `fetch-stopped` (the signal), `fetch-refused`,
 * `fetch-page`, `fetch-unreachable`, `fetch-not-kept` (the disk). What has come stays.
 */
export async function fetchPart(wish: FetchWish): Promise<Result<PartFacts>> {
	let facts = wish.facts
	let last = unreachable(wish.sources[0] ?? '', 'no address')
	for (const source of wish.sources) {
		let [tries, restarts] = [0, 0]
		if (facts && facts.source !== source && !wish.pinned) facts = null
		while (tries < wish.patience.tries) {
			if (wish.signal.aborted) return stopped()
			const before = facts === null ? 0 : await sizeOf(wish.path)
			const tried = await tryOnce(
				wish,
				source,
				{ bytes: before, total: facts?.total ?? null, validator: facts?.source === source ? facts.validator : null },
				facts
			)
			facts = tried.facts
			if (tried.is === 'done') return facts ? ok(facts) : stopped()
			if (wish.signal.aborted) return stopped()
			if (tried.is === 'disk') return notKept(tried.code)
			if (tried.is === 'refused') {
				last = tried.page ? page(source) : refused(source, tried.status)
				break
			}
			if (tried.is === 'begin-again') {
				facts = null
				if (++restarts > MOST_RESTARTS) {
					last = unreachable(source, 'its answers contradict each other')
					break
				}
				continue
			}
			last = unreachable(source, tried.why)
			tries = (await sizeOf(wish.path)) > before ? 0 : tries + 1
			if (tries >= wish.patience.tries) break
			const wait = Math.min(wish.patience.longestMs, wish.patience.firstMs * 2 ** Math.max(0, tries - 1))
			await pause(Math.max(wait, Math.min(tried.afterMs, LONGEST_ASKED_MS)), wish.signal)
		}
	}
	return wish.signal.aborted ? stopped() : last
}

type Tried = { readonly facts: PartFacts | null } & (
	| { readonly is: 'done' }
	| { readonly is: 'begin-again' }
	| { readonly is: 'refused'; readonly status: number; readonly page: boolean }
	| { readonly is: 'broken'; readonly why: string; readonly afterMs: number }
	| { readonly is: 'disk'; readonly code: string }
)

async function tryOnce(wish: FetchWish, source: string, part: Part, facts: PartFacts | null): Promise<Tried> {
	let url = source
	for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
		let response: Dispatcher.ResponseData
		try {
			response = await request(url, {
				method: 'GET',
				headers: askFor(part),
				dispatcher: wish.dispatcher,
				signal: wish.signal,
				headersTimeout: wish.patience.answerMs,
				bodyTimeout: wish.patience.stallMs
			})
		} catch (error) {
			return { is: 'broken', why: reason(error), afterMs: 0, facts }
		}
		const { body, statusCode, headers } = response
		const answer = readAnswer(part, url, statusCode, headers)
		if (answer.is === 'whole' || answer.is === 'rest') {
			const from = answer.is === 'rest' ? part.bytes : 0
			const now = { source, total: answer.total, validator: answer.validator, pieces: from > 0 }
			return await receive(wish, body, from, now)
		}
		// Its body is nobody's; a connection with one half read can't be used again.
		body.on('error', () => {})
		body.destroy()
		switch (answer.is) {
			case 'complete':
				return { is: 'done', facts }
			case 'begin-again':
				return { is: 'begin-again', facts: null }
			case 'refused':
				return { ...answer, facts }
			case 'later':
				return { is: 'broken', why: `HTTP ${answer.status}`, afterMs: (answer.afterSeconds ?? 0) * 1000, facts }
			case 'elsewhere':
				url = answer.url
				continue
			default:
				return answer satisfies never
		}
	}
	return { is: 'broken', why: 'it is sent from one place to the next', afterMs: 0, facts }
}

async function receive(wish: FetchWish, body: Readable, from: number, facts: PartFacts): Promise<Tried> {
	let bytes = from
	const meter = new Transform({
		transform(chunk: Buffer, _, done) {
			bytes += chunk.length
			wish.progress(bytes, facts.total)
			done(null, chunk)
		}
	})
	try {
		// Whoever comes after a death finds either the old beginning under the old name, or none.
		if (from === 0) await begin(wish.path)
		else await truncate(wish.path, from)
		await wish.remember(facts)
		wish.progress(from, facts.total)
		await pipeline(body, meter, createWriteStream(wish.path, { flags: 'r+', start: from, flush: true }), { signal: wish.signal })
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code ?? ''
		if (['ENOSPC', 'EDQUOT', 'EIO', 'EACCES', 'EROFS', 'EFBIG', 'ENOENT'].includes(code)) return { is: 'disk', code, facts }
		return { is: 'broken', why: reason(error), afterMs: 0, facts }
	}
	if (facts.total !== null && bytes < facts.total) return { is: 'broken', why: 'the line broke', afterMs: 0, facts }
	return { is: 'done', facts: { ...facts, total: bytes } }
}

async function begin(path: string): Promise<void> {
	const file = await open(path, 'w', 0o600)
	await file.close()
}

async function sizeOf(path: string): Promise<number> {
	return await stat(path).then(
		stats => stats.size,
		() => 0
	)
}

/** Or until it is given up. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
	await sleep(ms, undefined, { signal }).catch(() => {})
}

/** The library wraps the system's error; its code says most. */
function reason(error: unknown): string {
	const { code, message, cause } = error as NodeJS.ErrnoException & { cause?: NodeJS.ErrnoException }
	return cause?.code ?? code ?? message
}

function host(source: string): string {
	return URL.parse(source)?.host ?? source
}

const stopped = () => fail('fetch-stopped', 'It was stopped.')

const notKept = (code: string) =>
	fail('fetch-not-kept', `What was fetched could not be written (${code}). Is the disk full? What has come is kept; try again.`, { code })

const refused = (source: string, status: number) =>
	fail(
		'fetch-refused',
		`${host(source)} does not give this model (${status}). Was it moved? Another source can be set in the settings, or an archive of it be imported.`,
		{ host: host(source), status }
	)

const page = (source: string) =>
	fail('fetch-page', `Instead of the model a web page came from ${host(source)}. Does this network want you to log in first?`, {
		host: host(source)
	})

const unreachable = (source: string, why: string) =>
	fail(
		'fetch-unreachable',
		`${host(source)} could not be reached, or broke off again and again (${why}). What has come is kept. Is this machine connected? Does it need a proxy?`,
		{ host: host(source), why }
	)
