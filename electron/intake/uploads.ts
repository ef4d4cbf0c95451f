import { createWriteStream } from 'node:fs'
import { readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as v from 'valibot'
import { type Partial, UploadPurpose } from '../contract/intake.ts'

/** Nobody goes on with an upload that broke off longer ago. */
const KEPT_MS = 24 * 3_600_000

/** Which file it is, as its page says. */
const Facts = v.object({
	name: v.string(),
	bytes: v.number(),
	changedAt: v.number(),
	purpose: v.optional(UploadPurpose, { for: 'transcript' })
})
export type UploadFacts = v.InferOutput<typeof Facts>

export type Taken =
	/** So much of it is here now: all, when that is its length. */
	| { readonly is: 'received'; readonly bytes: number }
	/** It goes on elsewhere: here. */
	| { readonly is: 'elsewhere'; readonly offset: number }
	/** There is no room for it; so many bytes may be written. What has come stays. */
	| { readonly is: 'full'; readonly free: number }
	| { readonly is: 'too-long' }
	/** Whatever broke: the line, the disk. What has come stays. */
	| { readonly is: 'broken'; readonly why: string }

interface UploadsDependencies {
	readonly folder: string
	/** Null: not an id. */
	readonly pathOf: (upload: string) => string | null
	/** Whether a transcript has the file there. */
	readonly isTaken: (path: string) => boolean
	/** Those of a transcript whose sound is in its journal: kept for whoever wants other sound of them. */
	readonly read: () => readonly string[]
	/** Whether files that are all here may be of transcripts that the ledger has lost: none is thrown away then. */
	readonly mayBeLost?: () => boolean
	readonly now: () => number
	/** Bytes that uploads may take of the disk; null: nobody knows. */
	readonly room: () => Promise<number | null>
}

/**
 * Files on their way from a page: `<id>.part` while they come, `<id>` when all is here, and `<id>.json` until they have become a transcript.
 * How much is here is the size of the file, so that neither side has anything to remember when the line breaks, or main.
 */
export class Uploads {
	readonly #deps: UploadsDependencies
	/** Those that are being received: how to end it, and when it has ended. */
	readonly #coming = new Map<string, { abort: AbortController; ended: Promise<unknown> }>()

	constructor(deps: UploadsDependencies) {
		this.#deps = deps
	}

	/** How much of it is here, 0 when nothing; `full` when there is no room for the rest of its `bytes`. Null: not an id. */
	async standing(upload: string, bytes: number | null): Promise<Exclude<Taken, { is: 'too-long' | 'broken' | 'elsewhere' }> | null> {
		const path = this.#deps.pathOf(upload)
		if (path === null) return null
		const here = (await sizeOf(path)) ?? (await sizeOf(`${path}.part`)) ?? 0
		const free = bytes === null || bytes <= here ? null : await this.#deps.room()
		return bytes !== null && free !== null && bytes - here > free ? { is: 'full', free } : { is: 'received', bytes: here }
	}

	/** Takes what comes from `offset` on, which must be all that is here. Who comes later with the same one takes its place. Null: not an id. */
	async take(upload: string, facts: UploadFacts, offset: number, stream: Readable): Promise<Taken | null> {
		const path = this.#deps.pathOf(upload)
		if (path === null) return null
		const earlier = this.#coming.get(upload)
		earlier?.abort.abort()
		const abort = new AbortController()
		const taken = Promise.resolve(earlier?.ended).then(() => this.#receive(path, facts, offset, stream, abort.signal))
		const entry = { abort, ended: taken }
		this.#coming.set(upload, entry)
		try {
			return await taken
		} finally {
			if (this.#coming.get(upload) === entry) this.#coming.delete(upload)
		}
	}

	/** Those that nobody sends now, and that have become nothing yet. */
	async list(): Promise<Partial[]> {
		const all = await Promise.all((await this.#ids()).map(async upload => this.#partial(upload)))
		return all.flatMap(each => (each === null ? [] : [each]))
	}

	/** A transcript has it now, or a page asks what is to become of it. */
	async claimed(upload: string): Promise<void> {
		const path = this.#deps.pathOf(upload)
		if (path !== null) await discarded(`${path}.json`)
	}

	/** Ends it and throws away what is here, but what a transcript has. */
	async discard(upload: string): Promise<void> {
		const path = this.#deps.pathOf(upload)
		if (path === null) return
		const coming = this.#coming.get(upload)
		coming?.abort.abort()
		await coming?.ended
		for (const ending of this.#deps.isTaken(path) ? ['.part', '.json'] : ['', '.part', '.json']) await discarded(path + ending)
	}

	/** Throws away what nobody went on with for a day, or asked more of. */
	async tidy(): Promise<void> {
		const mayBeLost = this.#deps.mayBeLost?.() ?? false
		for (const path of this.#deps.read()) if ((await changedAt(path)) < this.#deps.now() - KEPT_MS) await discarded(path)
		for (const upload of await this.#ids()) {
			const path = this.#deps.pathOf(upload)
			if (path === null || this.#coming.has(upload) || (mayBeLost && (await sizeOf(path)) !== null)) continue
			const times = await Promise.all(['', '.part', '.json'].map(ending => changedAt(path + ending)))
			if (Math.max(...times) < this.#deps.now() - KEPT_MS) await this.discard(upload)
		}
	}

	async #receive(path: string, facts: UploadFacts, offset: number, stream: Readable, signal: AbortSignal): Promise<Taken> {
		const part = `${path}.part`
		const whole = await sizeOf(path)
		if (whole !== null) return { is: 'received', bytes: whole }
		const here = (await sizeOf(part)) ?? 0
		if (offset !== here) return { is: 'elsewhere', offset: here }
		if (offset > facts.bytes) return { is: 'too-long' }
		const free = await this.#deps.room()
		if (free !== null && facts.bytes - offset > free) return { is: 'full', free }
		let left = facts.bytes - offset
		const limit = new Transform({
			transform(chunk: Buffer, _encoding, done) {
				left -= chunk.length
				done(left < 0 ? new TooLong() : null, chunk)
			}
		})
		try {
			await writeFile(`${path}.json`, JSON.stringify(facts), { mode: 0o600 })
			// `flush`: what a transcript is made of is on the platter before the page is told that it is here.
			await pipeline(stream, limit, createWriteStream(part, { flags: offset === 0 ? 'w' : 'r+', start: offset, flush: true }), { signal })
			if (left === 0) await rename(part, path)
		} catch (error) {
			// More than it was to be: what it is is unknown.
			if (error instanceof TooLong) await truncate(part, 0).catch(() => {})
			if (error instanceof TooLong) return { is: 'too-long' }
			const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
			return code === 'ENOSPC' || code === 'EDQUOT' ? { is: 'full', free: 0 } : { is: 'broken', why: code }
		}
		return { is: 'received', bytes: facts.bytes - left }
	}

	async #partial(upload: string): Promise<Partial | null> {
		const path = this.#deps.pathOf(upload)
		if (path === null || this.#coming.has(upload) || this.#deps.isTaken(path)) return null
		const facts = v.safeParse(Facts, await readFile(`${path}.json`, 'utf8').then(JSON.parse, () => null))
		if (!facts.success) return null
		return { upload, ...facts.output, received: (await sizeOf(path)) ?? (await sizeOf(`${path}.part`)) ?? 0 }
	}

	async #ids(): Promise<string[]> {
		const names = await readdir(this.#deps.folder).catch(() => [])
		return [...new Set(names.map(name => name.replace(/\.(?:part|json)$/, '')))].filter(name => this.#deps.pathOf(name) !== null)
	}
}

class TooLong extends Error {}

/** One that the disk refuses to let go of stays: its turn comes again. */
async function discarded(path: string): Promise<void> {
	await rm(path, { force: true }).catch(() => {})
}

async function sizeOf(path: string): Promise<number | null> {
	return (await stat(path).catch(() => null))?.size ?? null
}

async function changedAt(path: string): Promise<number> {
	return (await stat(path).catch(() => null))?.mtimeMs ?? 0
}
