import * as v from 'valibot'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import { ExitRecord, placeOfDeath } from '../contract/exits.ts'
import { Life, type Role } from '../contract/processes.ts'
import { type Db, written } from './open.ts'

/** Process lives and deaths. */
export class Exits {
	readonly #db: Db

	constructor(db: Db) {
		this.#db = db
	}

	born(life: { id: string; role: Role; name: string; pid: number | null; startedAt: number }): Result<null> {
		return written(() => {
			this.#db
				.prepare('INSERT OR REPLACE INTO lives (id, role, name, pid, started_at) VALUES (?, ?, ?, ?, ?)')
				.run(life.id, life.role, life.name, life.pid, life.startedAt)
			return null
		})
	}

	/** The life ended as it was meant to. */
	ended(life: string, at: number): Result<null> {
		return written(() => {
			this.#db.prepare('UPDATE lives SET ended_at = ? WHERE id = ? AND ended_at IS NULL').run(at, life)
			return null
		})
	}

	/** Lives without an end, as an earlier main left them. */
	open(): Life[] {
		return this.#lives('WHERE ended_at IS NULL ORDER BY started_at')
	}

	lives(since: number): Life[] {
		return this.#lives('WHERE coalesce(ended_at, started_at) >= ? OR ended_at IS NULL ORDER BY started_at', since)
	}

	/** Writes the record, or writes it again when more is known (restarted, a job's outcome). */
	record(exit: ExitRecord): Result<null> {
		return written(() => {
			this.#db.transaction(() => {
				this.#db
					.prepare(
						'INSERT INTO exits (id, at, role, signature, record) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record'
					)
					.run(exit.id, exit.at, exit.role, exit.signature, JSON.stringify(exit))
				this.#db.prepare('UPDATE lives SET ended_at = ?, exit = ? WHERE id = ?').run(exit.at, exit.id, exit.life)
				for (const job of exit.jobs)
					this.#db
						.prepare('INSERT OR REPLACE INTO exit_jobs (exit, transcript, sample) VALUES (?, ?, ?)')
						.run(exit.id, job.transcript, placeOfDeath(exit, job))
			})()
			return null
		})
	}

	/** Newest first. */
	list(limit: number): ExitRecord[] {
		return this.#db.prepare('SELECT record FROM exits ORDER BY at DESC, id LIMIT ?').pluck().all(limit).map(parseRecord)
	}

	get(id: string): ExitRecord | null {
		const row = this.#db.prepare('SELECT record FROM exits WHERE id = ?').pluck().get(id)
		return row === undefined ? null : parseRecord(row)
	}

	#lives(where: string, ...values: unknown[]): Life[] {
		return this.#db
			.prepare(`SELECT id, role, name, pid, started_at AS startedAt, ended_at AS endedAt, exit FROM lives ${where}`)
			.all(...values)
			.map(row => v.parse(Life, row))
	}
}

function parseRecord(text: unknown): ExitRecord {
	return v.parse(ExitRecord, JSON.parse(v.parse(v.string(), text)))
}
