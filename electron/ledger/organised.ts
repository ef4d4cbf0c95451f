import * as v from 'valibot'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import type { Organising } from '../contract/organising.ts'
import { type Db, written } from './open.ts'
import { rowOf, SELECT_ROWS, type TranscriptRow } from './transcript-row.ts'

/** What users keep their transcripts in order by, and what they threw away. Every method is one transaction. */
export class Organised {
	readonly #db: Db

	constructor(db: Db) {
		this.#db = db
	}

	/** The same of all of these; one that is gone is passed over. */
	set(ids: readonly string[], { favourite, add = [], remove = [] }: Organising): Result<null> {
		return written(() => {
			this.#db.transaction(() => {
				for (const id of ids) {
					if (favourite !== undefined) this.#db.prepare('UPDATE transcripts SET favourite = ? WHERE id = ?').run(Number(favourite), id)
					if (add.length + remove.length === 0) continue
					const tags = this.#db.prepare('SELECT tags FROM transcripts WHERE id = ?').pluck().get(id)
					if (typeof tags !== 'string') continue
					const now = tagsAfter(v.parse(v.array(v.string()), JSON.parse(tags)), add, remove)
					this.#db.prepare('UPDATE transcripts SET tags = ? WHERE id = ?').run(JSON.stringify(now), id)
				}
			})()
			return null
		})
	}

	isTrashed(id: string): boolean {
		return this.#db.prepare('SELECT 1 FROM transcripts WHERE id = ? AND deleted_at IS NOT NULL').get(id) !== undefined
	}

	/** What is in the trash, last thrown away first; other channels of a recording are in that recording. `at`: when it was put there, ms. */
	trashed(): { row: TranscriptRow; at: number }[] {
		return this.#db
			.prepare(`${SELECT_ROWS} WHERE t.deleted_at IS NOT NULL AND t.part_of IS NULL ORDER BY t.deleted_at DESC, j.place DESC`)
			.all()
			.map(row => ({ row: rowOf(row), at: v.parse(DeletedRow, row).deleted_at }))
	}
}

/** In the order they were given in. One that differs only by capitals is the same. */
function tagsAfter(tags: readonly string[], add: readonly string[], remove: readonly string[]): string[] {
	const fold = (tag: string) => tag.normalize('NFC').toLowerCase()
	const gone = new Set(remove.map(fold))
	const after = tags.filter(tag => !gone.has(fold(tag)))
	for (const tag of add) if (!after.some(each => fold(each) === fold(tag))) after.push(tag)
	return after
}

const DeletedRow = v.object({ deleted_at: v.number() })
