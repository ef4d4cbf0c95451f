import { existsSync, renameSync } from 'node:fs'
import Database from 'better-sqlite3'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import { first } from './migrations/0001-first.ts'

export type Db = Database.Database

/** In order; a migration's number is its place, counted from 1 and kept in `user_version`. A landed one is never edited. */
const MIGRATIONS: readonly string[] = [first]

/**
 * Opens the ledger at `path` and brings it up to date. The file is held exclusively: a second Holdfast on the same data gets
 * `already-running`, and the operating system gives the lock back whatever way this process ends.
 * A damaged file is moved aside (`<path>.damaged-<time>`) and said so by `moved`.
 */
export function openLedger(path: string): Result<{ db: Db; moved: string | null }> {
	try {
		return ok({ db: openChecked(path), moved: null })
	} catch (error) {
		const code = (error as { code?: string }).code ?? ''
		if (code.startsWith('SQLITE_BUSY')) {
			return fail(
				'already-running',
				'Holdfast is already running with this data folder. Use the window that is open, or start with --data and another folder.',
				{ path }
			)
		}
		if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
			const moved = `${path}.damaged-${Date.now()}`
			for (const suffix of ['', '-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, moved + suffix)
			return ok({ db: openChecked(path), moved })
		}
		if (code === 'SQLITE_CANTOPEN' || code === 'SQLITE_READONLY') {
			return fail(
				'data-folder',
				`The data folder can't be written: ${String((error as Error).message)} (${path}). Check its permissions, or start with --data and another folder.`,
				{ path, code }
			)
		}
		throw error
	}
}

function openChecked(path: string): Db {
	const db = new Database(path, { timeout: 200 })
	try {
		db.pragma('locking_mode = EXCLUSIVE')
		db.pragma('journal_mode = WAL')
		// NORMAL: a power cut may take the last commits with it, never half of one. What it takes is transcribed again from the cursor.
		db.pragma('synchronous = NORMAL')
		db.pragma('foreign_keys = ON')
		migrate(db)
		return db
	} catch (error) {
		db.close()
		throw error
	}
}

function migrate(db: Db): void {
	const done = Number(db.pragma('user_version', { simple: true }))
	if (done > MIGRATIONS.length)
		throw new Error(`The ledger was made by a newer Holdfast (version ${done}, this one knows ${MIGRATIONS.length}).`)
	// An immediate transaction even when nothing is to do: it takes the exclusive lock now, not at the first write.
	db.transaction(() => {
		MIGRATIONS.slice(done).forEach((sql, index) => {
			db.exec(sql)
			db.pragma(`user_version = ${done + index + 1}`)
		})
		if (done === MIGRATIONS.length) db.pragma(`user_version = ${done}`)
	}).immediate()
}

/** Runs a write; a full or locked disk is a problem to be retried, anything else a bug. */
export function written<T>(work: () => T): Result<T> {
	try {
		return ok(work())
	} catch (error) {
		const code = (error as { code?: string }).code ?? ''
		if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_BUSY')) {
			return fail(
				'ledger-write',
				`The text could not be saved (${code}): is the disk full? Nothing is lost: it is transcribed again from the audio as soon as there is room.`,
				{ code }
			)
		}
		throw error
	}
}
