/** What a Holdfast that has ended must not leave behind. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Processes that have `dataDir` in their command line or environment, as `pid command`; Linux only. */
export function processesOf(dataDir: string): string[] {
	if (process.platform !== 'linux') return []
	return readdirSync('/proc').flatMap(pid => {
		if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return []
		try {
			const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
			const mentions = command.includes(dataDir) || readFileSync(`/proc/${pid}/environ`, 'utf8').includes(dataDir)
			const isZombie = /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
			return mentions && !isZombie ? [`${pid} ${command}`] : []
		} catch {
			// It ended meanwhile, or is not ours.
			return []
		}
	})
}

/** Handles a process has open; null where that can't be told. */
export function handlesOf(pid: number): number | null {
	try {
		return readdirSync(`/proc/${pid}/fd`).length
	} catch {
		return null
	}
}

/** Half-written files, uploads whose audio is in the journal, dumps that nobody took, notes that nobody read, and the database's own leftovers. */
export function filesLeftOver(dataDir: string): string[] {
	const all = readdirSync(dataDir, { recursive: true, withFileTypes: true })
		.filter(entry => entry.isFile())
		.map(entry => join(entry.parentPath, entry.name).slice(dataDir.length + 1))
	return all.filter(
		path =>
			path.endsWith('.part') ||
			path.endsWith('-wal') ||
			path.endsWith('-shm') ||
			/^(uploads|spool|crashes\/(new|pending|attachments))\//.test(path)
	)
}

/** What SQLite finds wrong with a ledger, in sentences. */
export function databaseFaults(path: string): string[] {
	if (!existsSync(path)) return ['the ledger is not there']
	const db = new DatabaseSync(path, { readOnly: true })
	try {
		const check = db
			.prepare('PRAGMA integrity_check')
			.all()
			.map(row => String(Object.values(row)[0]))
		const orphans = db.prepare('PRAGMA foreign_key_check').all().length
		const open = db.prepare('SELECT count(*) AS n FROM lives WHERE ended_at IS NULL').get()
		return [
			...(check.length === 1 && check[0] === 'ok' ? [] : check.map(fault => `the ledger is damaged: ${fault}`)),
			...(orphans > 0 ? [`${orphans} rows of the ledger belong to nothing`] : []),
			...(Number(open?.n ?? 0) > 0 ? [`${open?.n} lives have no end`] : [])
		]
	} finally {
		db.close()
	}
}
