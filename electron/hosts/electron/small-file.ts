import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'

/** What a small JSON file of ours holds; null when it is missing or can't be understood: then it is as if it had never been. */
export function readSmallFile<T>(path: string, schema: v.GenericSchema<unknown, T>): T | null {
	try {
		return v.parse(schema, JSON.parse(readFileSync(path, 'utf8')))
	} catch {
		return null
	}
}

/** Replaces the file as a whole. False when that was not possible: nothing that is kept this way is worth a failure. */
export function writeSmallFile(path: string, value: unknown): boolean {
	try {
		writeFileSync(`${path}.part`, JSON.stringify(value), { mode: 0o600 })
		renameSync(`${path}.part`, path)
		return true
	} catch {
		return false
	}
}
