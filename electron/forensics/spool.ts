import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { ExitRecord } from '../contract/records.ts'

/** Exit records that could not go into the ledger (disk full, locked) or were written by a process that may not open it: one JSON file each. */
export class Spool {
	readonly #folder: string

	constructor(folder: string) {
		this.#folder = folder
		mkdirSync(folder, { recursive: true })
	}

	/** Leaves a record. False when not even that was possible. */
	leave(record: ExitRecord): boolean {
		try {
			const path = join(this.#folder, `${record.id}.json`)
			writeFileSync(`${path}.part`, JSON.stringify(record))
			renameSync(`${path}.part`, path)
			return true
		} catch {
			return false
		}
	}

	/** Hands every record to `take` and deletes those that it took. Files that can't be read are kept aside for a person. */
	takeIn(take: (record: ExitRecord) => boolean): void {
		for (const file of readdirSync(this.#folder).filter(name => name.endsWith('.json'))) {
			const path = join(this.#folder, file)
			let record: ExitRecord
			try {
				record = v.parse(ExitRecord, JSON.parse(readFileSync(path, 'utf8')))
			} catch {
				renameSync(path, `${path}.unreadable`)
				continue
			}
			if (take(record)) rmSync(path)
		}
	}
}
