import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isPassing, moves } from './contents.ts'

/** A file as it was when it was looked at. */
export interface Seen {
	readonly size: number
	readonly mtimeMs: number
	/** When that was, by the clock that changes it too. */
	readonly at: number
}

export interface FilesIn {
	/** By their paths from the data folder on. */
	readonly files: Map<string, Seen>
	/** Each after the one it is in. */
	readonly folders: string[]
	/** What is made anew. */
	readonly passing: string[]
}

/** What is there only by a link would be missing in the copy, and what is behind it is not ours to delete. */
export class Linked extends Error {
	readonly code = 'ELINK'
	readonly path: string

	constructor(path: string) {
		super(`${path} is a link.`)
		this.path = path
	}
}

/** What moves of a data folder. Rejects with what the system says, and with `Linked`. */
export async function filesIn(root: string, wanted: (name: string) => boolean = () => true): Promise<FilesIn> {
	const found: FilesIn = { files: new Map(), folders: [], passing: [] }
	for (const name of await readdir(root)) if (moves(name) && wanted(name)) await walk(root, name, found)
	return found
}

async function walk(root: string, path: string, found: FilesIn): Promise<void> {
	if (isPassing(path)) {
		found.passing.push(path)
		return
	}
	const seen = await unlessGone(lstat(join(root, path)))
	if (seen?.isSymbolicLink()) throw new Linked(join(root, path))
	if (seen?.isDirectory()) {
		found.folders.push(path)
		for (const name of (await unlessGone(readdir(join(root, path)))) ?? []) await walk(root, join(path, name), found)
	} else if (seen?.isFile()) found.files.set(path, { size: seen.size, mtimeMs: seen.mtimeMs, at: Date.now() })
}

/** Files come and go while everything goes on. */
async function unlessGone<T>(asked: Promise<T>): Promise<T | null> {
	try {
		return await asked
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
		throw error
	}
}

export function isAsSeen(now: Pick<Seen, 'size' | 'mtimeMs'>, before: Pick<Seen, 'size' | 'mtimeMs'>): boolean {
	return now.size === before.size && now.mtimeMs === before.mtimeMs
}

/** The coarsest clock of a file system ticks every 2 s (FAT); ms. */
const TICK_MS = 3_000

/** Changed so shortly before it was looked at that it may have changed again without a trace. */
export function isRacy({ mtimeMs, at }: Seen): boolean {
	return at - mtimeMs < TICK_MS
}
