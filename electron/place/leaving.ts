import { existsSync } from 'node:fs'
import { lstat, readdir, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fail, type Problem } from '../../native-bridge/protocol/problem.ts'
import { type Brought, readArrived, readArriving } from './arriving.ts'
import { CACHE, CACHED, isByTheWay, isDamaged, isRemains, LEDGER_FILE, ledgerFirst, moves } from './contents.ts'
import { type FilesIn, filesIn, isAsSeen } from './files-in.ts'
import { namesIn } from './look-up.ts'
import { ARRIVING_FILE, LOCK_FILE, PLACE_FILE, readPlace, writePlace } from './place-file.ts'

export interface Left {
	readonly from: string
	readonly to: string
	/** Where Holdfast looks first: that folder itself stays, with what it says. */
	readonly seat: string | null
	/** See `ledger/lock.ts`. */
	readonly lock: (path: string, waitMs: number) => (() => void) | null
}

/**
 * Deletes the folder that a library was moved away from, file by file: those that were copied and have not changed since. When anything says
 * that somebody has used it since then, or that the new one is not as good, nothing is deleted. Gives what is to be said of it.
 */
export async function leave({ from, to, seat, lock }: Left): Promise<Problem | null> {
	// Deleted by an earlier life, or on a drive that is not connected.
	if (!existsSync(from)) return existsSync(dirname(from)) ? null : left(from)
	// In the seat nobody comes to what is left: it leads to the new folder.
	const release = from === seat ? () => {} : lock(join(from, LOCK_FILE), 0)
	if (release === null) return kept(from)
	try {
		const place = from === seat ? null : readPlace(from)
		// Somebody who started with it has moved it elsewhere.
		if (place && (place.library !== to || place.move)) return kept(from)
		const found = await unchanged(from, to)
		if (found === null) {
			// Whoever starts with this folder is to find what is in it.
			if (from !== seat) await rm(join(from, PLACE_FILE), { force: true })
			return kept(from)
		}
		if (from !== seat) await writePlace(from, { library: to, move: null })
		await discardFiles(from, found.brought)
		for (const path of found.passing) await discard(join(from, path))
		for (const name of namesIn(from).filter(isRemains)) await discard(join(from, name))
		// The guardian's own code is cached in the seat.
		for (const name of CACHED) if (from !== seat || name !== 'code') await discard(join(from, CACHE, name))
		await rmdir(join(from, CACHE)).catch(() => {})
		await removeEmptyFolders(from)
		if (namesIn(from).some(moves)) return left(from)
		if (from !== seat) await rm(join(from, PLACE_FILE), { force: true })
	} catch {
		return left(from)
	} finally {
		release()
	}
	if (from !== seat) {
		await rm(join(from, LOCK_FILE), { force: true }).catch(() => {})
		// Not where something else lies in it, or a drive is mounted.
		await rmdir(from).catch(() => {})
	}
	return null
}

/** Deletes what a move has put into `to`, and the folder itself when it was `made` for it. Rejects with what the system says. */
export async function takeBack(to: string, made: boolean): Promise<void> {
	const brought = readArriving(to)
	await discardFiles(to, brought, 'whatever it is now')
	await removeEmptyFolders(to)
	for (const name of [ARRIVING_FILE, ...namesIn(to).filter(isRemains)]) await rm(join(to, name), { force: true })
	if (made) await rmdir(to).catch(() => {})
}

/** What may be deleted; null when nothing may. */
async function unchanged(from: string, to: string): Promise<(Pick<FilesIn, 'passing'> & { brought: Brought }) | null> {
	const brought = readArrived(to)
	if (brought === null || !(await isWhole(to, brought))) return null
	const found = await filesIn(from).catch(() => null)
	if (found === null) return null
	for (const [path, now] of found.files) {
		const before = brought.get(path)
		if (!(before && isAsSeen(now, before)) && !isByTheWay(path)) return null
	}
	return { passing: found.passing, brought }
}

/** A ledger that was found damaged was put aside for an empty one; one that was cut off is smaller than it came. It never shrinks by itself. */
async function isWhole(to: string, brought: Brought): Promise<boolean> {
	if (namesIn(to).some(name => isDamaged(name) && !brought.has(name))) return false
	const before = brought.get(LEDGER_FILE)
	const now = await lstat(join(to, LEDGER_FILE)).catch(() => null)
	return !before || (now !== null && now.size >= before.size)
}

async function discardFiles(folder: string, brought: Brought, which: 'as copied' | 'whatever it is now' = 'as copied'): Promise<void> {
	for (const [path, before] of [...brought].sort(([a], [b]) => ledgerFirst(a, b))) {
		const now = await lstat(join(folder, path)).catch(() => null)
		if (now?.isFile() && (which !== 'as copied' || (before && isAsSeen(now, before)))) await discard(join(folder, path))
		if (which !== 'as copied') await discard(join(folder, `${path}.moving`))
	}
}

/** What can't be deleted is seen to be left. */
async function discard(path: string): Promise<void> {
	await rm(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 200 }).catch(() => {})
}

async function removeEmptyFolders(root: string): Promise<void> {
	for (const name of namesIn(root).filter(moves)) await removeEmpty(join(root, name))
}

async function removeEmpty(folder: string): Promise<void> {
	for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => []))
		if (entry.isDirectory()) await removeEmpty(join(folder, entry.name))
	await rmdir(folder).catch(() => {})
}

function left(from: string): Problem {
	return fail(
		'move-left',
		`Everything is in its new folder, but the old one could not be deleted whole: ${from}. Delete what is left there yourself.`,
		{ path: from }
	).problem
}

function kept(from: string): Problem {
	return fail(
		'move-kept',
		`Your library is in its new folder. The old one, ${from}, is not as it was when it was copied, or its copy is damaged, so nothing in it was deleted. Look whether you need something of it; then delete it yourself.`,
		{ path: from }
	).problem
}
