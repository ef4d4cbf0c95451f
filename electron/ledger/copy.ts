import { basename, dirname, join } from 'node:path'
import * as v from 'valibot'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import { ok } from '../../native-bridge/protocol/problem.ts'
import { type Db, openWhole } from './open.ts'

/**
 * Writes the ledger as it is at one moment to a file of its own, whole, while everything goes on: a few pages at a time, and what is
 * committed meanwhile goes into the copy too (SQLite's online backup). Rejects when the disk is full.
 */
export async function copyLedger(db: Db, to: string): Promise<void> {
	await db.backup(to)
}

/** The same from the file of a Holdfast that is not running. Problem `already-running` when one is, and those of `openWhole`. */
export async function copyClosedLedger(path: string, to: string): Promise<Result<null>> {
	const opened = openWhole(path)
	if (!opened.ok) return opened
	try {
		await copyLedger(opened.value, to)
		return ok(null)
	} finally {
		opened.value.close()
	}
}

/** In a ledger that was brought to another folder: files that wait to be transcribed are found among its uploads. `uploads`: their folder. Problems: see `openWhole`. */
export function moveUploads(path: string, uploads: string): Result<null> {
	const opened = openWhole(path)
	if (!opened.ok) return opened
	const db = opened.value
	try {
		const Row = v.object({ id: v.string(), path: v.string() })
		const rows = db.prepare('SELECT id, source_path AS path FROM transcripts WHERE source_path IS NOT NULL').all()
		const move = db.prepare('UPDATE transcripts SET source_path = ? WHERE id = ?')
		for (const row of rows.map(each => v.parse(Row, each))) {
			// Written by another system, perhaps.
			const name = basename(row.path.replaceAll('\\', '/'))
			const folder = basename(dirname(row.path.replaceAll('\\', '/')))
			if (folder === 'uploads' && /^[0-9a-f-]{36}$/.test(name)) move.run(join(uploads, name), row.id)
		}
		return ok(null)
	} finally {
		db.close()
	}
}
