import { readdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** A dump that nobody has taken away yet. */
export interface PendingDump {
	readonly path: string
	readonly bytes: number
	/** When it was complete, ms since 1970. */
	readonly at: number
	/** Who wrote it: a browser's crashpad handler, or the crashing process itself. */
	readonly by: 'crashpad' | 'own'
	/** Whose it is, where the name says so (our own); else the dump's MiscInfo does. */
	readonly pid: number | null
}

/** A writer that was killed half-way leaves its file in `new/`; none takes longer than this, in ms. */
const WRITING_MS = 60_000

const OWN = /^own-(\d+)-\d+\.dmp$/

/** The dumps in `<folder>/pending`, newest first. Empty when there is no such folder. */
export function listPending(folder: string): PendingDump[] {
	const dumps: PendingDump[] = []
	for (const name of names(join(folder, 'pending'))) {
		if (!name.endsWith('.dmp')) continue
		const path = join(folder, 'pending', name)
		const facts = statSync(path, { throwIfNoEntry: false })
		if (!facts?.isFile()) continue
		const own = OWN.exec(name)?.[1]
		dumps.push({
			path,
			bytes: facts.size,
			at: facts.mtimeMs,
			by: own === undefined ? 'crashpad' : 'own',
			pid: own === undefined ? null : Number(own)
		})
	}
	return dumps.sort((a, b) => b.at - a.at || (a.path < b.path ? -1 : 1))
}

/** Deletes a dump and what the crashpad handler keeps of it elsewhere. One that is gone already is no error; one that cannot be deleted stays. */
export function deletePending(dump: PendingDump): boolean {
	const stem = dump.path.slice(0, -'.dmp'.length)
	const attached = join(dirname(dump.path), '../attachments', basename(stem))
	return [dump.path, `${stem}.meta`, `${stem}.lock`, attached].every(remove)
}

/**
 * Deletes the oldest dumps until at most `files` are left, of together at most `bytes`; the newest stays even when it alone is larger.
 * Also what writers left unfinished. The handler that we start does no such thing, and a crash loop would fill the disk.
 *
 * @returns the dumps that were deleted
 */
export function prunePending(folder: string, limits: { readonly files: number; readonly bytes: number }, now = Date.now()): PendingDump[] {
	for (const name of names(join(folder, 'new'))) {
		const path = join(folder, 'new', name)
		if (isOlder(path, now - WRITING_MS)) remove(path)
	}
	// The handler's notes on a dump that somebody took away.
	const pending = names(join(folder, 'pending'))
	for (const name of pending) {
		const path = join(folder, 'pending', name)
		const isNote = /\.(meta|lock)$/.test(name) && !pending.includes(name.replace(/[^.]+$/, 'dmp'))
		if (isNote && isOlder(path, now - WRITING_MS)) remove(path)
	}
	for (const name of names(join(folder, 'attachments'))) {
		const path = join(folder, 'attachments', name)
		if (!pending.includes(`${name}.dmp`) && isOlder(path, now - WRITING_MS)) remove(path)
	}
	let bytes = 0
	return listPending(folder).filter((dump, place) => {
		bytes += dump.bytes
		const stays = place === 0 || (place < limits.files && bytes <= limits.bytes)
		return !stays && deletePending(dump)
	})
}

function isOlder(path: string, than: number): boolean {
	const facts = statSync(path, { throwIfNoEntry: false })
	return facts !== undefined && facts.mtimeMs < than
}

function names(folder: string): string[] {
	try {
		return readdirSync(folder)
	} catch {
		return []
	}
}

function remove(path: string): boolean {
	try {
		rmSync(path, { recursive: true, force: true })
		return true
	} catch {
		return false
	}
}
