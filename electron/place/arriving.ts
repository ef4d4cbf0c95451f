import { mkdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { moves } from './contents.ts'
import type { Seen } from './files-in.ts'
import { ARRIVED_FILE, ARRIVING_FILE, syncFolder, writeDurably } from './place-file.ts'

/**
 * What a move puts into its new folder, by paths: a file's name is here before it is there, null until it is whole; then how the file that it was copied
 * from looked. Nothing is deleted that is not here: neither there, when the move is taken back, nor in the old folder.
 */
export type Brought = Map<string, Seen | null>

const Kept = v.record(v.string(), v.nullable(v.object({ size: v.number(), mtimeMs: v.number(), at: v.number() })))

/** Marks the folder as one that a library is on its way to. */
export async function markArriving(to: string, brought: Brought): Promise<void> {
	await writeDurably(join(to, ARRIVING_FILE), JSON.stringify(Object.fromEntries(brought)))
}

/** Nothing where that can't be read: then nothing is trusted. */
export function readArriving(to: string): Brought {
	return read(join(to, ARRIVING_FILE)) ?? new Map()
}

/** The folder is in use. Said again it changes nothing. */
export function markArrived(to: string): void {
	try {
		renameSync(join(to, ARRIVING_FILE), join(to, ARRIVED_FILE))
	} catch {
		// It was done before; or it can't be, and nothing of the old folder is deleted.
	}
}

/** Null where that can't be read: then nothing of the old folder is deleted. */
export function readArrived(to: string): Brought | null {
	return read(join(to, ARRIVED_FILE))
}

function read(path: string): Brought | null {
	try {
		const listed = Object.entries(v.parse(Kept, JSON.parse(readFileSync(path, 'utf8'))))
		// It may lie on a drive that anybody had.
		return new Map(listed.filter(([each]) => isInside(each.split(/[/\\]/))))
	} catch {
		return null
	}
}

function isInside(steps: readonly string[]): boolean {
	return moves(steps[0] ?? '') && !steps.includes('..')
}

/** Makes the folder that a library goes to, when it is missing, and marks it. Rejects when it can't be written. */
export async function prepareTarget(to: string, isMissing: boolean): Promise<void> {
	if (isMissing) {
		mkdirSync(to, { mode: 0o700 })
		await syncFolder(dirname(to))
	}
	// What an earlier move could not take back is still ours, but not known to be whole.
	await markArriving(to, new Map([...readArriving(to).keys()].map(path => [path, null])))
}
