import { rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Dispatcher } from 'undici'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import { downloadBytes, partsOf } from './catalogue/entry.ts'
import { archiveOf, bytesBefore, bytesHere, type Coming } from './coming.ts'
import { fetchPart } from './download/fetch-part.ts'
import type { Patience } from './download/patience.ts'
import type { OwnFolder } from './own-folder.ts'
import { inThread } from './unpack/in-thread.ts'

/** Left free whatever is fetched: recordings go before models. */
const RESERVE_BYTES = 300_000_000
/** Where nobody knows how large a model is: archives of the catalogue become about 1.4 times as large. */
const USUAL_GROWTH = 2

export interface InstallWish {
	readonly coming: Coming
	readonly own: OwnFolder
	/** Addresses of a part that has this one in the catalogue, in the order in which they are asked. */
	readonly sources: (url: string) => readonly string[]
	readonly dispatcher: Dispatcher
	readonly patience: Patience
	readonly signal: AbortSignal
	/** Bytes of free disk; null: nobody knows. */
	readonly free: () => Promise<number | null>
	readonly tell: (step: 'downloading' | 'checking' | 'unpacking', bytes: number, total: number | null) => void
	/** What is to be known after a death. */
	readonly keep: (change: Partial<Coming>) => void
}

/**
 * Fetches, checks, unpacks and places one model; gives its id. Where it was cut off, it goes on. Problems: those of its steps, `disk-space`, and
 * `archive-changed`, upon which the user may take the archive as it is (`coming.takes`: facts.sha256).
 */
export async function installModel(wish: InstallWish): Promise<Result<string>> {
	const { coming, own, keep } = wish
	const { entry } = coming
	const parts = partsOf(entry)
	const seen = new Map<string, string>()
	for (let part = coming.have; part < parts.length; part++) {
		const fetched = await fetchPartOf(wish, part)
		if (!fetched.ok) return fetched
		seen.set(parts[part]?.url ?? '', fetched.value)
		keep({ have: part + 1, facts: null, again: false, takes: null })
	}
	const bytes = bytesBefore(own.coming, entry.id, parts.length)
	const enough = await checkRoom(wish, unpackedBytes(coming, bytes))
	if (!enough.ok) return enough
	const made = await makeModel(wish, bytes)
	if (!made.ok) {
		// It will not get better by itself; the next try is to fetch it anew.
		if (made.problem.code.startsWith('archive-') || made.problem.code === 'model-other' || made.problem.code === 'model-unrecognised') {
			for (const part of parts.keys()) rmSync(archiveOf(own.coming, entry.id, part), { force: true })
			keep({ have: 0, facts: null, again: false })
		}
		return made
	}
	for (const [url, sha256] of seen) own.remember(url, sha256)
	return ok(entry.id)
}

/** One of its parts, here and as it must be: gives its sum. */
async function fetchPartOf(wish: InstallWish, part: number): Promise<Result<string>> {
	const { coming, own, signal, keep, tell } = wish
	const { entry } = coming
	const about = partsOf(entry)[part] ?? entry.archive
	const path = archiveOf(own.coming, entry.id, part)
	const before = bytesBefore(own.coming, entry.id, part)
	/** Of all parts, where it is known; else of this one. */
	const all = (total: number | null) => downloadBytes(entry) ?? (total === null ? null : before + total)
	const known = about.sha256 ?? own.seen(about.url)
	let facts = part === coming.have ? coming.facts : null
	for (let again = part === coming.have && coming.again; ; again = true) {
		const here = facts === null ? 0 : bytesHere(own.coming, entry.id, part)
		const total = facts?.total ?? about.bytes
		const room = await checkRoom(wish, Math.max(0, (all(total) ?? 0) - before - here) + unpackedBytes(coming, all(total)))
		if (!room.ok) return room
		tell('downloading', before + here, all(total))
		// All of it came in an earlier life: nobody needs to be asked.
		const fetched = await (facts !== null && facts.total === here
			? ok(facts)
			: fetchPart({
					sources: wish.sources(about.url),
					path,
					facts,
					pinned: known !== null,
					dispatcher: wish.dispatcher,
					patience: wish.patience,
					signal,
					remember: async now => {
						facts = now
						keep({ facts })
					},
					progress: (bytes, total) => tell('downloading', before + bytes, all(total))
				}))
		if (!fetched.ok) return fetched
		keep({ facts: fetched.value })
		const bytes = fetched.value.total ?? 0
		tell('checking', 0, bytes)
		const summed = await inThread({ task: 'sum', path }, signal, done => tell('checking', done, bytes))
		if (!summed.ok) return summed
		const { sha256 } = summed.value
		if (known === null || sha256 === known || sha256 === coming.takes) return ok(sha256)
		// A seam may be what is wrong: joined halves are fetched once more as one.
		if (fetched.value.pieces && !again) {
			rmSync(path, { force: true })
			facts = null
			keep({ facts, again: true })
			continue
		}
		// A server that did not say how long it would be can be cut off unnoticed.
		if (facts?.total === null && bytes < (about.bytes ?? 0)) {
			rmSync(path, { force: true })
			keep({ facts: null })
			return short(coming, fetched.value.source, bytes, about.bytes ?? 0)
		}
		return changed(coming, fetched.value.source, sha256, bytes)
	}
}

async function makeModel({ coming: { entry }, own, signal, tell }: InstallWish, total: number): Promise<Result<null>> {
	tell('unpacking', 0, total)
	const into = await own.room()
	const nameOf = (url: string) => basename(new URL(url).pathname)
	const [archive, ...beside] = partsOf(entry).map(({ url, take }, part) => ({
		from: archiveOf(own.coming, entry.id, part),
		name: nameOf(url),
		take
	}))
	const made = await inThread(
		{ task: 'unpack', from: archive?.from ?? '', into, name: archive?.name ?? '', beside, expected: entry.model },
		signal,
		bytes => tell('unpacking', bytes, total)
	)
	if (!made.ok) {
		await rm(into, { recursive: true, force: true })
		return made
	}
	await own.place(into, entry.id)
	return ok(null)
}

function unpackedBytes({ entry }: Coming, archiveBytes: number | null): number {
	return entry.diskBytes ?? (archiveBytes ?? 0) * USUAL_GROWTH
}

async function checkRoom({ coming, free }: InstallWish, bytes: number): Promise<Result<null>> {
	const there = await free()
	const needed = bytes + RESERVE_BYTES
	if (there === null || there >= needed) return ok(null)
	const model = coming.entry.model.name
	const mb = (n: number) => Math.ceil(n / 1e6)
	return fail(
		'disk-space',
		`There is not enough room for ${model}: ${mb(needed)} MB are needed (with ${mb(RESERVE_BYTES)} left for recordings), ${mb(there)} MB are free. Make room and try again.`,
		{ model, needed: mb(needed), free: mb(there) }
	)
}

function short({ entry }: Coming, source: string, bytes: number, expected: number) {
	const host = URL.parse(source)?.host ?? source
	const [came, all] = [Math.floor(bytes / 1e6), Math.ceil(expected / 1e6)]
	return fail('archive-short', `Only ${came} of ${all} MB of ${entry.model.name} came from ${host}: it was cut off. Try again.`, {
		model: entry.model.name,
		host,
		came,
		all
	})
}

function changed({ entry }: Coming, source: string, sha256: string, bytes: number) {
	const host = URL.parse(source)?.host ?? source
	return fail(
		'archive-changed',
		`The archive of ${entry.model.name} at ${host} is not the one that is known: its makers have changed it, or somebody else has. Take it only if you trust ${host}.`,
		{ model: entry.model.name, host, sha256, bytes }
	)
}
