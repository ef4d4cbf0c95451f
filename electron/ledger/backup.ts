import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import Database from 'better-sqlite3'
import type { Db } from './open.ts'

/** Nearly a day: who looks once a day finds the last one old enough. */
const STANDS_MS = 20 * 3_600_000

/** Where the last backup of the ledger at `path` lies, whether it exists or not. It has this name only once it is whole and on the platter. */
export function backupOf(path: string): string {
	return `${path}.backup`
}

/** When the backup of the ledger at `path` was made, ms since 1970; null when there is none, or it is damaged itself. */
export function wholeBackup(path: string): number | null {
	const backup = backupOf(path)
	return existsSync(backup) && isWhole(backup) ? statSync(backup).mtimeMs : null
}

/** Keeps a copy of the ledger beside it, from which it is opened when it is found damaged. */
export class DailyBackup {
	readonly #db: Db
	readonly #path: string
	/** Bytes that may be written to the disk. */
	readonly #room: () => Promise<number | null>
	#isMaking = false

	constructor(db: Db, path: string, room: () => Promise<number | null>) {
		this.#db = db
		this.#path = path
		this.#room = room
	}

	/**
	 * Makes one unless there is one of this day, while everything goes on. False: none was made, also because there is no room for it.
	 * Rejects when it can't be written, or the ledger itself is damaged: the one before stays.
	 */
	async look(now: number): Promise<boolean> {
		const backup = backupOf(this.#path)
		const before = statSync(backup, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY
		// One from the future was made by a clock that was wrong.
		if (this.#isMaking || Math.abs(now - before) < STANDS_MS) return false
		this.#isMaking = true
		const part = `${backup}.part`
		try {
			const room = await this.#room()
			if (room !== null && room < this.#bytes()) return false
			discard(part)
			await this.#db.backup(part)
			// Page by page, so damage is copied too. About 1 ms for each MB.
			if (!isWhole(part)) throw Object.assign(new Error('The library is damaged, so no backup was made of it.'), { code: 'SQLITE_CORRUPT' })
			const file = await open(part, 'r+')
			await file.sync().finally(() => file.close())
			renameSync(part, backup)
			return true
		} finally {
			this.#isMaking = false
			discard(part)
		}
	}

	#bytes(): number {
		return Number(this.#db.pragma('page_count', { simple: true })) * Number(this.#db.pragma('page_size', { simple: true }))
	}
}

function isWhole(path: string): boolean {
	try {
		const db = new Database(path)
		try {
			return db.pragma('quick_check(1)', { simple: true }) === 'ok'
		} finally {
			db.close()
		}
	} catch {
		return false
	}
}

function discard(path: string): void {
	for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true })
}
