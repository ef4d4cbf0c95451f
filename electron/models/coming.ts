import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { Problem } from '../../native-bridge/protocol/problem.ts'
import { CatalogueEntry } from './catalogue/entry.ts'

/** A model on its way, as a file beside its archive says it: whatever dies, the next start goes on from here. */
export const Coming = v.object({
	entry: CatalogueEntry,
	/** `waiting`: for its turn, or it is being worked on. */
	is: v.picklist(['waiting', 'paused', 'failed', 'changed']),
	problem: v.nullable(Problem),
	/** The user takes the archive of this sum, though it is not the one that is known. */
	takes: v.nullable(v.string()),
	/** Its sum was wrong once after it had come in pieces, and it was fetched anew. */
	again: v.boolean(),
	/** How many of its parts are here and as they must be: the archive, then what lies beside it. */
	have: v.optional(v.number(), 0),
	/** Of the next part, when some of it is here. */
	facts: v.nullable(v.object({ source: v.string(), total: v.nullable(v.number()), validator: v.nullable(v.string()), pieces: v.boolean() }))
})
export type Coming = v.InferOutput<typeof Coming>

const FACTS = 'install.json'

/** Where a part of it comes to lie; 0: the archive. */
export function archiveOf(folder: string, id: string, part = 0): string {
	return join(folder, id, part === 0 ? 'archive' : `archive-${part}`)
}

/** All that are on their way, in the order in which they were asked for. What can't be read is removed. */
export function readComing(folder: string): Coming[] {
	const found: { at: number; coming: Coming }[] = []
	for (const id of foldersOf(folder)) {
		try {
			const coming = v.parse(Coming, JSON.parse(readFileSync(join(folder, id, FACTS), 'utf8')))
			if (coming.entry.id !== id) throw new Error('it is another’s')
			found.push({ at: statSync(join(folder, id)).birthtimeMs, coming })
		} catch {
			rmSync(join(folder, id), { recursive: true, force: true })
		}
	}
	return found.sort((a, b) => a.at - b.at).map(each => each.coming)
}

export function keepComing(folder: string, coming: Coming): void {
	const own = join(folder, coming.entry.id)
	mkdirSync(own, { recursive: true, mode: 0o700 })
	writeFileSync(join(own, `${FACTS}.part`), JSON.stringify(coming, null, '\t'), { mode: 0o600, flush: true })
	renameSync(join(own, `${FACTS}.part`), join(own, FACTS))
}

/** Bytes of a part that are here. */
export function bytesHere(folder: string, id: string, part = 0): number {
	try {
		return statSync(archiveOf(folder, id, part)).size
	} catch {
		return 0
	}
}

/** Bytes of all of its parts before this one that are here. */
export function bytesBefore(folder: string, id: string, part: number): number {
	return Array.from({ length: part }, (_, before) => bytesHere(folder, id, before)).reduce((sum, bytes) => sum + bytes, 0)
}

export function dropComing(folder: string, id: string): void {
	rmSync(join(folder, id), { recursive: true, force: true })
}

function foldersOf(folder: string): string[] {
	try {
		return readdirSync(folder)
	} catch {
		return []
	}
}
