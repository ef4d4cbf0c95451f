import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { ExitRecord } from '../contract/exits.ts'

/** Exit records that could not go into the ledger (disk full, locked) or were written by a process that may not open it: one JSON file each. */
export class Spool {
	readonly #folder: string

	constructor(folder: string) {
		this.#folder = folder
		mkdirSync(folder, { recursive: true })
	}

	/** Leaves a record, in place of an earlier state of it. False when not even that was possible. */
	leave(record: ExitRecord): boolean {
		const path = this.#pathOf(record)
		try {
			writeFileSync(`${path}.part`, JSON.stringify(record))
			renameSync(`${path}.part`, path)
			return true
		} catch {
			rmSync(`${path}.part`, { force: true })
			return false
		}
	}

	/** The ledger has the record as it is now: what may lie here is older. */
	drop(record: ExitRecord): void {
		rmSync(this.#pathOf(record), { force: true })
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

	#pathOf(record: ExitRecord): string {
		return join(this.#folder, `${record.id}.json`)
	}
}
