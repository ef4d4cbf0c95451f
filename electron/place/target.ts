import { lstat, mkdir, open, readdir, realpath, rm, rmdir, stat, statfs } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative } from 'node:path'
import type { Target } from './may-move.ts'
import { ARRIVING_FILE } from './place-file.ts'

/** File systems of other machines, by Linux' numbers (statfs(2)): NFS, SMB, CIFS, SMB2, AFS, Ceph. */
const NETWORK: ReadonlySet<number> = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x00c36400])

/** Looks at the folder that a library may go to, and tries whether it can be written. It is left as it was found. */
export async function lookAt(
	path: string,
	{ library, seat, watched }: { readonly library: string; readonly seat: string; readonly watched: string | null }
): Promise<Target> {
	const nothing = {
		path,
		names: [],
		inLibrary: null,
		isWatched: false,
		isSeat: false,
		isNetwork: false,
		refused: null,
		free: null
	} as const
	if (!isAbsolute(path)) return { ...nothing, kind: 'missing' }
	const seen = await stat(path).catch(() => null)
	if (seen !== null && !seen.isDirectory()) return { ...nothing, kind: 'other' }
	const real = await realOf(path)
	const inLibrary = whereIn(await realOf(library), real)
	const disk = await statfs(await nearest(path)).catch(() => null)
	const about = {
		path,
		kind: seen === null ? 'missing' : 'folder',
		names: seen === null ? [] : await readdir(path).catch(() => []),
		inLibrary,
		isWatched: watched !== null && whereIn(await realOf(watched), real) !== null,
		isSeat: relative(await realOf(seat), real) === '',
		isNetwork: (process.platform === 'win32' && /^[\\/]{2}/.test(path)) || (disk !== null && NETWORK.has(disk.type)),
		free: disk && disk.bavail * disk.bsize
	} as const
	// Nothing is tried where it can't go anyway.
	return { ...about, refused: inLibrary === null && !about.isNetwork ? await tried(path, seen === null) : null }
}

function whereIn(folder: string, path: string): Target['inLibrary'] {
	const inside = relative(folder, path)
	return inside === '' ? 'same' : /^\.\.([/\\]|$)/.test(inside) || isAbsolute(inside) ? null : 'inside'
}

/** Null, or what the system says. */
async function tried(path: string, isMissing: boolean): Promise<string | null> {
	try {
		// One step only: a drive that is not connected has no folder to make one in.
		if (isMissing) await mkdir(path, { mode: 0o700 })
		const probe = join(path, `${ARRIVING_FILE}.part`)
		const file = await open(probe, 'w', 0o600)
		await file.writeFile('?')
		await file.sync()
		await file.close()
		await rm(probe)
		return null
	} catch (error) {
		return (error as NodeJS.ErrnoException).code ?? 'unknown'
	} finally {
		if (isMissing) await rmdir(path).catch(() => {})
	}
}

/** With links followed, as far as it is there. */
async function realOf(path: string): Promise<string> {
	const there = await nearest(path)
	return join(await realpath(there).catch(() => there), relative(there, path))
}

async function nearest(path: string): Promise<string> {
	for (let at = path; ; at = dirname(at)) if (dirname(at) === at || (await lstat(at).catch(() => null)) !== null) return at
}
