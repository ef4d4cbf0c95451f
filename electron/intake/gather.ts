import type { Dirent } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fail, type Problem } from '../../native-bridge/protocol/problem.ts'
import type { LeftOut } from '../contract/intake.ts'
import { beginsLikeMedia, HEAD_BYTES, kindByName } from '../contract/media.ts'

/** Who drops the root of a disk meant something else. */
const MOST_FILES = 10_000

export interface Gathered {
	/** Sound and video, in the order in which a person would read their names, folder by folder. */
	readonly files: readonly string[]
	readonly leftOut: LeftOut
	/** Folders that could not be looked through, and that there were too many files. */
	readonly problems: readonly Problem[]
}

/**
 * Looks through a folder and all in it for sound and video. Links to folders are followed, each folder once. `most`: files to take; `except`:
 * folders that are passed over.
 */
export async function gather(
	folder: string,
	{ most = MOST_FILES, except = [] }: { most?: number; except?: readonly string[] } = {}
): Promise<Gathered> {
	const files: string[] = []
	const problems: Problem[] = []
	const leftOut = { other: 0, hidden: 0 }
	const seen = new Set<string>()
	let isFull = false
	for (const path of except) {
		const id = await idOf(path).catch(() => null)
		if (id !== null) seen.add(id)
	}

	async function look(path: string): Promise<void> {
		let entries: Dirent[]
		try {
			// A link may lead back to where it came from: what counts is the folder itself, by device and number.
			const id = await idOf(path)
			if (seen.has(id)) return
			seen.add(id)
			entries = await readdir(path, { withFileTypes: true })
		} catch (error) {
			problems.push(unreadable(path, (error as NodeJS.ErrnoException).code ?? 'unknown'))
			return
		}
		entries.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
		const folders: string[] = []
		for (const entry of entries) {
			if (isFull) return
			const at = join(path, entry.name)
			const kind = kindByName(entry.name)
			const is = entry.isSymbolicLink() ? await target(at) : entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'neither'
			if (kind === 'hidden') leftOut.hidden++
			else if (is === 'folder') folders.push(at)
			else if (is === 'file' && (kind === 'media' || (kind === 'unknown' && (await soundsLikeIt(at))))) {
				if (files.length === most) {
					isFull = true
					problems.push(tooMany(folder, most))
				} else files.push(at)
			} else leftOut.other++
		}
		for (const each of folders) await look(each)
	}

	await look(folder)
	return { files, leftOut, problems }
}

/** Names a folder whatever way leads to it. */
async function idOf(folder: string): Promise<string> {
	const { dev, ino } = await stat(folder, { bigint: true })
	return `${dev} ${ino}`
}

async function target(path: string): Promise<'folder' | 'file' | 'neither'> {
	const facts = await stat(path).catch(() => null)
	return facts?.isDirectory() ? 'folder' : facts?.isFile() ? 'file' : 'neither'
}

/** One that can't be read is left out: by its name nobody would miss it. */
async function soundsLikeIt(path: string): Promise<boolean> {
	try {
		await using file = await open(path, 'r')
		const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0)
		return beginsLikeMedia(buffer.subarray(0, bytesRead))
	} catch {
		return false
	}
}

function unreadable(path: string, code: string): Problem {
	const name = basename(path) || path
	const why = /^(EACCES|EPERM)$/.test(code)
		? 'this user has no permission for it'
		: code === 'ENOENT'
			? 'it is not there'
			: `the system says ${code}`
	return fail('folder-unreadable', `The folder “${name}” can’t be looked through: ${why}. What else there is was added.`, {
		name,
		path,
		code
	}).problem
}

function tooMany(path: string, most: number): Problem {
	const name = basename(path) || path
	const text = `“${name}” holds more than ${most} sound and video files: the first ${most} were taken. Add the rest folder by folder.`
	return { code: 'folder-too-large', text, facts: { name, most } }
}
