import Database from 'better-sqlite3'

/**
 * Takes a lock that the operating system gives back whatever way this process ends; null while another process has it (after `waitMs`).
 * Gives what lets go of it. Where no file can be written there is nothing to be locked.
 */
export function takeLock(path: string, waitMs: number): (() => void) | null {
	let db: Database.Database | null = null
	try {
		db = new Database(path, { timeout: waitMs })
		db.pragma('locking_mode = EXCLUSIVE')
		db.exec('BEGIN EXCLUSIVE')
		const held = db
		return () => held.close()
	} catch (error) {
		db?.close()
		return String((error as { code?: string }).code).startsWith('SQLITE_BUSY') ? null : () => {}
	}
}
