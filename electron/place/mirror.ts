import { existsSync, rmSync } from 'node:fs'
import { lstat, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isPassing, moves } from './contents.ts'
import { copyFile, sameBytes } from './copy-file.ts'
import { ARRIVING_FILE, syncFolder } from './place-file.ts'

/** A source file as it was when it was copied. */
export interface Seen {
	readonly size: number
	readonly mtimeMs: number
}

interface Source extends Seen {
	/** From the data folder on. */
	readonly path: string
}

export interface MirrorOptions {
	readonly from: string
	readonly to: string
	/** Only what is in these; null: all that moves, and what is not in `from` any more goes from `to`. */
	readonly only: readonly string[] | null
	/** What is known to be copied and compared, unless it has changed since. */
	readonly known: ReadonlyMap<string, Seen>
	readonly signal: AbortSignal
	/** Bytes that are there now of all there are. */
	readonly tell: (done: number, total: number) => void
}

/** The folder that it goes to has vanished, or is another: it is not made anew where its drive was. */
export class Vanished extends Error {
	readonly code = 'EVANISHED'
}

/**
 * Makes `to` hold what `from` holds, each file compared; gives what was copied as it was then. Rejects with what the system says. Said again it
 * goes on where it stopped.
 */
export async function mirror(options: MirrorOptions): Promise<Map<string, Seen>> {
	const { from, to, only, signal, tell } = options
	const sources: Source[] = []
	const folders: string[] = []
	const top = await readdir(from)
	for (const name of top.filter(each => moves(each) && (only?.includes(each) ?? true))) await walk(from, name, sources, folders)
	const total = sources.reduce((sum, { size }) => sum + size, 0)
	const copied = new Map<string, Seen>()
	let done = 0
	for (const folder of folders) await folderIn(to, folder)
	for (const { path, size, mtimeMs } of sources) {
		signal.throwIfAborted()
		if (!existsSync(join(to, ARRIVING_FILE))) throw new Vanished(`${to} is not there any more.`)
		const before = done
		try {
			if (!(await isThere(options, path, { size, mtimeMs }))) {
				await copyFile(join(from, path), join(to, path), signal, bytes => {
					done += bytes
					tell(done, total)
				})
				const now = await lstat(join(from, path))
				if (now.size !== size || now.mtimeMs !== mtimeMs) continue
			}
			copied.set(path, { size, mtimeMs })
		} catch (error) {
			// It went meanwhile, as files do while everything goes on.
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || existsSync(join(from, path))) throw error
		}
		done = before + size
		tell(done, total)
	}
	if (only === null) await clear(to, '', new Set([...folders, ...sources.map(({ path }) => path)]))
	for (const folder of ['', ...folders]) await syncFolder(join(to, folder))
	return copied
}

async function isThere({ from, to, known, signal }: MirrorOptions, path: string, now: Seen): Promise<boolean> {
	const there = await lstat(join(to, path)).catch(() => null)
	if (there === null || !there.isFile() || there.size !== now.size) return false
	const before = known.get(path)
	if (before && before.size === now.size && before.mtimeMs === now.mtimeMs) return true
	return await sameBytes(join(from, path), join(to, path), signal)
}

async function walk(root: string, path: string, sources: Source[], folders: string[]): Promise<void> {
	const seen = await lstat(join(root, path)).catch(() => null)
	if (seen === null || isPassing(path)) return
	if (seen.isDirectory()) {
		folders.push(path)
		for (const name of await readdir(join(root, path))) await walk(root, join(path, name), sources, folders)
	} else if (seen.isFile()) sources.push({ path, size: seen.size, mtimeMs: seen.mtimeMs })
}

/** Never more than one step: what lies above it must be there. */
async function folderIn(to: string, path: string): Promise<void> {
	await mkdir(join(to, path), { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') throw new Vanished(`${to} is not there any more.`)
		if (error.code !== 'EEXIST') throw error
	})
}

/** Deletes what an earlier look found and this one did not. */
async function clear(to: string, path: string, wanted: ReadonlySet<string>): Promise<void> {
	for (const entry of await readdir(join(to, path), { withFileTypes: true })) {
		const inside = join(path, entry.name)
		if (path === '' && !moves(entry.name)) continue
		if (!wanted.has(inside)) rmSync(join(to, inside), { recursive: true, force: true })
		else if (entry.isDirectory()) await clear(to, inside, wanted)
	}
}

/** Bytes of all that would be copied. */
export async function bytesToMove(from: string): Promise<number> {
	const sources: Source[] = []
	for (const name of (await readdir(from)).filter(moves)) await walk(from, name, sources, [])
	return sources.reduce((sum, { size }) => sum + size, 0)
}

/** Deletes these entries of a folder, in their order; gives those that could not be. */
export async function discard(folder: string, names: readonly string[]): Promise<string[]> {
	const left: string[] = []
	for (const name of names) {
		try {
			await rm(join(folder, name), { recursive: true, force: true, maxRetries: 3, retryDelay: 200 })
		} catch {
			left.push(name)
		}
	}
	return left
}
