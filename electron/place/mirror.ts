import { existsSync, rmSync } from 'node:fs'
import { lstat, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Brought, markArriving, readArriving } from './arriving.ts'
import { copyFile, sameBytes } from './copy-file.ts'
import { filesIn, isAsSeen, isRacy, type Seen } from './files-in.ts'
import { ARRIVING_FILE, syncFolder } from './place-file.ts'

export interface MirrorOptions {
	readonly from: string
	readonly to: string
	/** Only what is in these; null: all that moves, and what was brought but is not in `from` any more goes from `to`. */
	readonly only: readonly string[] | null
	readonly signal: AbortSignal
	/** Bytes that are there now of all there are. */
	readonly tell: (done: number, total: number) => void
}

/** The folder that it goes to has vanished, or is another: it is not made anew where its drive was. */
export class Vanished extends Error {
	readonly code = 'EVANISHED'
}

/** So often it is written down what is whole, so that a death costs no more than that; ms. */
const KEEP_MS = 5_000

/**
 * Makes `to` hold what `from` holds, each file compared, unless it is known there to be and has not changed since. Rejects with what the
 * system says. Said again it goes on where it stopped.
 */
export async function mirror({ from, to, only, signal, tell }: MirrorOptions): Promise<void> {
	const { files, folders } = await filesIn(from, name => only?.includes(name) ?? true)
	const brought = readArriving(to)
	for (const path of files.keys()) if (!brought.has(path)) brought.set(path, null)
	let keptAt = await keep(to, brought)
	const total = [...files.values()].reduce((sum, { size }) => sum + size, 0)
	let done = 0
	const more = (bytes: number) => {
		done += bytes
		tell(Math.min(done, total), total)
	}
	for (const folder of folders) await folderIn(to, folder)
	for (const [path, seen] of files) {
		signal.throwIfAborted()
		assertThere(to)
		const before = done
		try {
			const known = await isThere(join(to, path), seen, brought.get(path) ?? null)
			if (known !== 'yes' && !(known === 'perhaps' && (await sameBytes(join(from, path), join(to, path), signal, more)))) {
				done = before
				await copyFile(join(from, path), join(to, path), signal, more)
			}
			const now = await lstat(join(from, path))
			brought.set(path, isAsSeen(now, seen) ? seen : null)
		} catch (error) {
			// It went meanwhile, as files do while everything goes on.
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || existsSync(join(from, path))) throw error
		}
		done = before
		more(seen.size)
		if (performance.now() - keptAt > KEEP_MS) keptAt = await keep(to, brought)
	}
	if (only === null) clear(to, brought, files)
	for (const folder of ['', ...folders]) await syncFolder(join(to, folder))
	await keep(to, brought)
}

function assertThere(to: string): void {
	if (!existsSync(join(to, ARRIVING_FILE))) throw new Vanished(`${to} is not there any more.`)
}

async function keep(to: string, brought: Brought): Promise<number> {
	assertThere(to)
	await markArriving(to, brought)
	return performance.now()
}

/** `perhaps`: only its bytes can tell. */
async function isThere(path: string, now: Seen, before: Seen | null): Promise<'yes' | 'no' | 'perhaps'> {
	const there = await lstat(path).catch(() => null)
	if (there === null || !there.isFile() || there.size !== now.size) return 'no'
	return before !== null && isAsSeen(now, before) && !isRacy(before) ? 'yes' : 'perhaps'
}

/** Never more than one step: what lies above it must be there. */
async function folderIn(to: string, path: string): Promise<void> {
	await mkdir(join(to, path), { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') throw new Vanished(`${to} is not there any more.`)
		if (error.code !== 'EEXIST') throw error
	})
}

/** Deletes what an earlier look brought and this one did not find. */
function clear(to: string, brought: Brought, wanted: ReadonlyMap<string, Seen>): void {
	for (const path of [...brought.keys()].filter(each => !wanted.has(each))) {
		for (const name of [path, `${path}.moving`]) rmSync(join(to, name), { force: true })
		brought.delete(path)
	}
}
