import * as v from 'valibot'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import { type Db, written } from './open.ts'

/** A file as the file system knew it: bytes, and when it was last changed, ms since 1970. */
export interface FileFacts {
	readonly bytes: number
	readonly changedAt: number
}

const Row = v.object({
	id: v.string(),
	title: v.string(),
	path: v.string(),
	bytes: v.number(),
	changedAt: v.number(),
	fingerprint: v.nullable(v.string())
})
/** A transcript's file as it was when it was added. */
export type NotedSource = v.InferOutput<typeof Row>

const SELECT = `SELECT id, title, source_path AS path, source_bytes AS bytes, source_changed_at AS changedAt, source_fingerprint AS fingerprint
  FROM transcripts`

/** What the files of transcripts were when they were added, to know them again. Every method is one transaction. */
export class Sources {
	readonly #db: Db

	constructor(db: Db) {
		this.#db = db
	}

	/** `fingerprint`: null when it is not known yet. */
	note(id: string, { bytes, changedAt }: FileFacts, fingerprint: string | null): Result<null> {
		return this.#run(
			'UPDATE transcripts SET source_bytes = ?, source_changed_at = ?, source_fingerprint = ? WHERE id = ?',
			bytes,
			changedAt,
			fingerprint,
			id
		)
	}

	setFingerprint(id: string, fingerprint: string): Result<null> {
		return this.#run('UPDATE transcripts SET source_fingerprint = ? WHERE id = ?', fingerprint, id)
	}

	/** It lies elsewhere now. */
	moved(id: string, path: string, facts: FileFacts): Result<null> {
		return this.#run(
			'UPDATE transcripts SET source_path = ?, source_bytes = ?, source_changed_at = ? WHERE id = ?',
			path,
			facts.bytes,
			facts.changedAt,
			id
		)
	}

	/** Null: it has no file, or nobody could look at it. */
	get(id: string): NotedSource | null {
		const row = this.#db.prepare(`${SELECT} WHERE id = ? AND source_path IS NOT NULL AND source_bytes IS NOT NULL`).get(id)
		return row === undefined ? null : v.parse(Row, row)
	}

	/** Those of this size that are not in the trash, newest first. */
	ofSize(bytes: number): NotedSource[] {
		return this.#db
			.prepare(`${SELECT} WHERE source_bytes = ? AND source_path IS NOT NULL AND deleted_at IS NULL ORDER BY created_at DESC, id`)
			.all(bytes)
			.map(row => v.parse(Row, row))
	}

	/** Files in `folder` whose sound is in journals, whoever has a transcript of them. */
	read(folder: string): string[] {
		return this.#db
			.prepare(
				`SELECT t.source_path FROM transcripts t JOIN jobs j ON j.transcript = t.id
         WHERE substr(t.source_path, 1, length(:folder)) = :folder GROUP BY t.source_path HAVING min(j.ended) = 1`
			)
			.pluck()
			.all({ folder }) as string[]
	}

	/** Whether a transcript, in the trash or not, has its file at `path`. */
	has(path: string): boolean {
		return this.#db.prepare('SELECT 1 FROM transcripts WHERE source_path = ? LIMIT 1').get(path) !== undefined
	}

	#run(sql: string, ...values: unknown[]): Result<null> {
		return written(() => {
			this.#db.prepare(sql).run(...values)
			return null
		})
	}
}
