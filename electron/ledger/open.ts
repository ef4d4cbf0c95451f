import { existsSync, renameSync } from 'node:fs'
import Database from 'better-sqlite3'
import * as v from 'valibot'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import { Edit, writtenText } from '../contract/lines.ts'
import { searchable } from '../contract/search-text.ts'
import { backupOf, wholeBackup } from './backup.ts'
import { first } from './migrations/0001-first.ts'
import { exitFigures } from './migrations/0002-exit-figures.ts'
import { recordings } from './migrations/0003-recordings.ts'
import { audioCopies } from './migrations/0004-audio-copies.ts'
import { secondPasses } from './migrations/0005-second-passes.ts'
import { sources } from './migrations/0006-sources.ts'
import { queue } from './migrations/0007-queue.ts'
import { choices } from './migrations/0008-choices.ts'
import { search } from './migrations/0009-search.ts'
import { edits } from './migrations/0010-edits.ts'
import { foundSpeakers } from './migrations/0011-found-speakers.ts'
import { versions } from './migrations/0012-versions.ts'
import { organising } from './migrations/0013-organising.ts'
import { wishes } from './migrations/0014-wishes.ts'

export type Db = Database.Database

/** In order; a migration's number is its place, counted from 1 and kept in `user_version`. A landed one is never edited. */
const MIGRATIONS: readonly string[] = [
	first,
	exitFigures,
	recordings,
	audioCopies,
	secondPasses,
	sources,
	queue,
	choices,
	search,
	edits,
	foundSpeakers,
	versions,
	organising,
	wishes
]

/**
 * Opens the ledger at `path` and brings it up to date. The file is held exclusively: a second Holdfast on the same data gets
 * `already-running`, and the operating system gives the lock back whatever way this process ends.
 * A damaged file is moved aside (`<path>.damaged-<time>`) and said so by `moved`; in its place comes the last backup, made at `from` (ms since 1970), or an
 * empty one where there is none (null). Other problems: `ledger-newer`, `disk-full`, `data-folder`.
 */
export function openLedger(path: string): Result<{ db: Db; moved: string | null; from: number | null }> {
	try {
		return ok({ db: openChecked(path), moved: null, from: null })
	} catch (error) {
		if (!isDamage(error)) return refusal(path, error)
	}
	const moved = `${path}.damaged-${Date.now()}`
	try {
		const from = wholeBackup(path)
		for (const suffix of ['', '-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, moved + suffix)
		// Not copied: there may be no room for that. The next one is made at once.
		if (from !== null) renameSync(backupOf(path), path)
		return ok({ db: openChecked(path), moved, from })
	} catch (error) {
		return refusal(path, error)
	}
}

/** The same of one that is to be copied or was: a damaged file is left as it is. Problem `ledger-damaged`. */
export function openWhole(path: string): Result<Db> {
	try {
		return ok(openChecked(path))
	} catch (error) {
		if (!isDamage(error)) return refusal(path, error)
		return fail(
			'ledger-damaged',
			`The library is damaged, so it can’t be copied (${path}). Start Holdfast with it: it puts the damaged file aside, and the audio is still there.`,
			{ path }
		)
	}
}

function openChecked(path: string): Db {
	// An orderly end leaves none. Damage that was met while running ended that run: it is found here, not met again and again.
	const unclean = existsSync(`${path}-wal`)
	const db = new Database(path, { timeout: 200 })
	try {
		db.pragma('locking_mode = EXCLUSIVE')
		db.pragma('journal_mode = WAL')
		// NORMAL: a power cut may take the commits of the last second with it (`sync.ts`), never half of one.
		db.pragma('synchronous = NORMAL')
		db.pragma('foreign_keys = ON')
		// Triggers that keep the index call them.
		db.function('searchable', { deterministic: true }, text => searchable(String(text)))
		db.function('searchable_edit', { deterministic: true }, body => searchable(writtenText(v.parse(Edit, JSON.parse(String(body))))))
		const health = unclean ? db.pragma('quick_check(1)', { simple: true }) : 'ok'
		if (health !== 'ok') throw Object.assign(new Error(String(health)), { code: 'SQLITE_CORRUPT' })
		migrate(db)
		return keepingStatements(db)
	} catch (error) {
		db.close()
		throw error
	}
}

/** Preparing a statement costs more than most of ours take to run, so they are kept. Whoever asks for one has it as new: neither plucked nor raw. */
function keepingStatements(db: Db): Db {
	const kept = new Map<string, Database.Statement>()
	const prepare = db.prepare.bind(db) as (sql: string) => Database.Statement
	db.prepare = ((sql: string) => {
		const statement = kept.get(sql) ?? prepare(sql)
		kept.set(sql, statement)
		return statement.reader ? statement.pluck(false).raw(false) : statement
	}) as Db['prepare']
	return db
}

function migrate(db: Db): void {
	// Immediate even when nothing is to do: it takes the exclusive lock now, not at the first write.
	db.transaction(() => {
		const done = Number(db.pragma('user_version', { simple: true }))
		if (done > MIGRATIONS.length) throw Object.assign(new Error(`version ${done}`), { code: 'newer' })
		MIGRATIONS.slice(done).forEach((sql, index) => {
			db.exec(sql)
			db.pragma(`user_version = ${done + index + 1}`)
		})
	}).immediate()
}

function codeOf(error: unknown): string {
	return (error as { code?: string }).code ?? ''
}

function isDamage(error: unknown): boolean {
	return codeOf(error) === 'SQLITE_NOTADB' || codeOf(error).startsWith('SQLITE_CORRUPT')
}

/** Why the ledger can't be opened, in words. Throws what is a bug. */
function refusal(path: string, error: unknown): { ok: false; problem: Problem } {
	const code = codeOf(error)
	if (code.startsWith('SQLITE_BUSY')) {
		return fail(
			'already-running',
			'Holdfast is already running with this data folder. Use the window that is open, or start with --data and another folder.',
			{ path }
		)
	}
	if (code === 'newer') {
		return fail(
			'ledger-newer',
			'This library was written by a newer Holdfast, and this one would damage it. Start the newer one, or start this one with --data and another folder.',
			{ path }
		)
	}
	if (code === 'SQLITE_FULL') {
		return fail('disk-full', `The disk is full, so the library can't be opened (${path}). Make room and start again: nothing is lost.`, {
			path
		})
	}
	if (/^(SQLITE_(CANTOPEN|READONLY|IOERR|PERM)|E[A-Z]+$)/.test(code)) {
		return fail(
			'data-folder',
			`The data folder can't be written: ${(error as Error).message} (${path}). Check its permissions, or start with --data and another folder.`,
			{ path, code }
		)
	}
	throw error
}

/** Runs a write; a full, failing or locked disk is a problem to be retried, anything else a bug. */
export function written<T>(work: () => T): Result<T> {
	try {
		return ok(work())
	} catch (error) {
		const code = codeOf(error)
		if (/^SQLITE_(FULL|IOERR|BUSY|READONLY)/.test(code)) {
			return fail(
				'ledger-write',
				`The text could not be saved (${code}): is the disk full? Nothing is lost: it is transcribed again from the audio as soon as there is room.`,
				{ code }
			)
		}
		throw error
	}
}
