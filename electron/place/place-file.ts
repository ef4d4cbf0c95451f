import { readFileSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { Problem } from '../../native-bridge/protocol/problem.ts'

/**
 * Says where the library is, in the folder where Holdfast looks first, and how far its way to another folder is. Each step of a move is one
 * replacement of this file; the one after which the new folder is in use is that to `deleting`.
 */
export const PLACE_FILE = 'place.json'
/** Held by whoever starts, until the library is open. */
export const LOCK_FILE = 'place.lock'
/** In the folder that a move goes to, until it is in use: no library yet, whatever else lies there. Lists what the move puts there. */
export const ARRIVING_FILE = 'arriving.json'
/** The same list from then on, until the old folder is deleted. */
export const ARRIVED_FILE = 'arrived.json'

export const Move = v.object({
	stage: v.picklist(['copying', 'finishing', 'deleting', 'reverting']),
	from: v.string(),
	to: v.string(),
	/** We made the folder it goes to: taken back, it goes too. */
	made: v.boolean(),
	/** Why it is taken back, until that has been said. */
	problem: v.optional(v.nullable(Problem), null)
})
export type Move = v.InferOutput<typeof Move>

/** `library` null: in the folder where this file is. */
export const Place = v.object({ library: v.nullable(v.string()), move: v.nullable(Move) })
export type Place = v.InferOutput<typeof Place>

/** Null: there is none. Throws on what can't be read: it might say that the library is elsewhere. */
export function readPlace(folder: string): Place | null {
	let text: string
	try {
		text = readFileSync(join(folder, PLACE_FILE), 'utf8')
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException
		if (code === 'ENOENT' || code === 'ENOTDIR') return null
		throw error
	}
	return v.parse(Place, JSON.parse(text))
}

/** On the disk when it resolves. Rejects when it can't be written; then the old one stands. */
export async function writePlace(folder: string, place: Place): Promise<void> {
	const path = join(folder, PLACE_FILE)
	if (place.library === null && place.move === null) await rm(path, { force: true })
	else await writeDurably(path, JSON.stringify(place, null, '\t'))
	await syncFolder(folder)
}

/** Whole or not at all, also if the power fails. Never waited for by main's thread: a disk that is busy with a copy may take its time. */
export async function writeDurably(path: string, text: string): Promise<void> {
	const part = `${path}.part`
	try {
		const file = await open(part, 'w', 0o600)
		try {
			await file.writeFile(text)
			await file.sync()
		} finally {
			await file.close()
		}
		await rename(part, path)
	} catch (error) {
		await rm(part, { force: true }).catch(() => {})
		throw error
	}
	await syncFolder(dirname(path))
}

/** Makes names in a folder last. Windows has no such thing, and needs none. */
export async function syncFolder(folder: string): Promise<void> {
	if (process.platform === 'win32') return
	const file = await open(folder, 'r')
	try {
		await file.sync()
	} catch (error) {
		// Some drives' file systems don't know it.
		if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
	} finally {
		await file.close()
	}
}
