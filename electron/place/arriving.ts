import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Seen } from './mirror.ts'
import { ARRIVING_FILE, writeDurably } from './place-file.ts'

const Kept = v.record(v.string(), v.object({ size: v.number(), mtimeMs: v.number() }))

/** Marks the folder as one that a library is on its way to, with what is known to be there. */
export async function markArriving(to: string, known: ReadonlyMap<string, Seen>): Promise<void> {
	await writeDurably(join(to, ARRIVING_FILE), JSON.stringify(Object.fromEntries(known)))
}

/** What is known to be there; nothing where that can't be read: then all is compared. */
export function readArriving(to: string): Map<string, Seen> {
	try {
		return new Map(Object.entries(v.parse(Kept, JSON.parse(readFileSync(join(to, ARRIVING_FILE), 'utf8')))))
	} catch {
		return new Map()
	}
}

/** Makes the folder that a library goes to, when it is missing, and marks it. Rejects when it can't be written. */
export async function prepareTarget(to: string, isMissing: boolean): Promise<void> {
	if (isMissing) mkdirSync(to, { mode: 0o700 })
	await markArriving(to, new Map())
}
