import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import * as v from 'valibot'
import { ExitRecord } from '../contract/exits.ts'

/** A record, whole, half written or put aside. */
const RECORD = /\.json(?:\.part|\.unreadable)?$/

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

	/** Deletes records by their ids; null: everything, what can't be read too. */
	remove(ids: readonly string[] | null): void {
		const ours = ids?.map(id => `${basename(id)}.json`) ?? readdirSync(this.#folder).filter(name => RECORD.test(name))
		for (const file of ours) rmSync(join(this.#folder, file), { force: true })
	}

	/** Deletes what could not be read and was kept aside before `before`, ms. */
	removeUnreadable(before: number): void {
		for (const file of readdirSync(this.#folder).filter(name => name.endsWith('.unreadable'))) {
			const path = join(this.#folder, file)
			if (statSync(path).mtimeMs < before) rmSync(path, { force: true })
		}
	}

	#pathOf(record: ExitRecord): string {
		return join(this.#folder, `${record.id}.json`)
	}
}
