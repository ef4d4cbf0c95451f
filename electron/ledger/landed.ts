import * as v from 'valibot'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import { type Db, written } from './open.ts'
import type { FileFacts } from './sources.ts'

const Row = v.object({ path: v.string(), bytes: v.number(), changedAt: v.number() })
const DueRow = v.object({ path: v.string(), transcript: v.string() })

/** What landed in the watched folder. Every method is one transaction. */
export class Landed {
	readonly #db: Db

	constructor(db: Db) {
		this.#db = db
	}

	/** The folder that is watched, as far as the ledger knows; null when none. */
	folder(): string | null {
		return v.parse(v.nullable(v.string()), this.#db.prepare('SELECT folder FROM watched').pluck().get() ?? null)
	}

	/** `folder` is watched from now on: what is in it has not landed, and what landed elsewhere is forgotten. Null: none is. */
	begin(folder: string | null, there: ReadonlyMap<string, FileFacts>): Result<null> {
		return this.#write(() => {
			this.#db.prepare('DELETE FROM watched').run()
			this.#db.prepare('DELETE FROM landed').run()
			if (folder === null) return
			this.#db.prepare('INSERT INTO watched (folder) VALUES (?)').run(folder)
			const insert = this.#db.prepare('INSERT INTO landed (path, bytes, changed_at) VALUES (?, ?, ?)')
			for (const [path, { bytes, changedAt }] of there) insert.run(path, bytes, changedAt)
		})
	}

	/** Every file that was seen, as it was then. */
	seen(): Map<string, FileFacts> {
		const rows = this.#db.prepare('SELECT path, bytes, changed_at AS changedAt FROM landed').all()
		return new Map(rows.map(row => v.parse(Row, row)).map(({ path, bytes, changedAt }) => [path, { bytes, changedAt }]))
	}

	/** It landed; `transcript` null when it became none. Its text is due when there is one. */
	add(path: string, { bytes, changedAt }: FileFacts, transcript: string | null): Result<null> {
		return this.#write(() => {
			this.#db
				.prepare('INSERT OR REPLACE INTO landed (path, bytes, changed_at, transcript, due) VALUES (?, ?, ?, ?, ?)')
				.run(path, bytes, changedAt, transcript, Number(transcript !== null))
		})
	}

	/** Files whose text is still to be written beside them, by path. */
	due(): { path: string; transcript: string }[] {
		return this.#db
			.prepare('SELECT path, transcript FROM landed WHERE due = 1 AND transcript IS NOT NULL ORDER BY path')
			.all()
			.map(row => v.parse(DueRow, row))
	}

	/** Its text is beside it, or never will be. */
	settled(path: string): Result<null> {
		return this.#write(() => this.#db.prepare('UPDATE landed SET due = 0 WHERE path = ?').run(path))
	}

	#write(work: () => unknown): Result<null> {
		return written(() => {
			this.#db.transaction(work)()
			return null
		})
	}
}
