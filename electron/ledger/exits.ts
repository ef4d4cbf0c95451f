import * as v from 'valibot'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import { type ExitGroup, ExitRecord, placeOfDeath, type RecoveryStats } from '../contract/exits.ts'
import { Life, type Role } from '../contract/processes.ts'
import { groupsOf, recoveryStats } from './death-figures.ts'
import { type Db, written } from './open.ts'

/** The columns beside the record are what is asked about many of them. */
const WRITE_RECORD = `
INSERT INTO exits (id, at, role, signature, record, recovered_ms, words_lost, audio_lost, dump)
VALUES (:id, :at, :role, :signature, :record, :recoveredMs, :wordsLost, :audioLost, :dump)
ON CONFLICT (id) DO UPDATE SET signature = excluded.signature, record = excluded.record, recovered_ms = excluded.recovered_ms,
  words_lost = excluded.words_lost, audio_lost = excluded.audio_lost, dump = excluded.dump`

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
				this.#db.prepare(WRITE_RECORD).run({
					id: exit.id,
					at: exit.at,
					role: exit.role,
					signature: exit.signature,
					record: JSON.stringify(exit),
					// Until there is another standby, nobody waits for it.
					recoveredMs: exit.standby ? null : (exit.restarted?.readyAfterMs ?? null),
					wordsLost: exit.wordsLost,
					audioLost: exit.audioLost,
					dump: exit.dump
				})
				this.#db.prepare('UPDATE lives SET ended_at = ?, exit = ? WHERE id = ?').run(exit.at, exit.id, exit.life)
				for (const job of exit.jobs)
					this.#db
						.prepare('INSERT OR REPLACE INTO exit_jobs (exit, transcript, sample) VALUES (?, ?, ?)')
						.run(exit.id, job.transcript, placeOfDeath(exit, job))
			})()
			return null
		})
	}

	/** Newest first: those at `before` (ms) or earlier, of one signature or of all. */
	list(limit: number, before = Number.MAX_SAFE_INTEGER, signature: string | null = null): ExitRecord[] {
		const [which, args] = signature === null ? ['', []] : ['signature = ? AND', [signature]]
		return this.#db
			.prepare(`SELECT record FROM exits WHERE ${which} at <= ? ORDER BY at DESC, id LIMIT ?`)
			.pluck()
			.all(...args, before, limit)
			.map(parseRecord)
	}

	/** Deaths of one signature together, the most frequent first; `now` in ms. */
	groups(now: number): ExitGroup[] {
		return groupsOf(this.#db, now)
	}

	stats(): RecoveryStats {
		return recoveryStats(this.#db)
	}

	/** Deletes records (null: all), also out of their lives and transcripts; tells what was there. Ids that are not are passed over. */
	remove(ids: readonly string[] | null): Result<{ ids: string[]; dumps: string[] }> {
		return written(() =>
			this.#db.transaction(() => {
				const which = ids === null ? '' : 'WHERE id IN (SELECT value FROM json_each(?))'
				const args = ids === null ? [] : [JSON.stringify(ids)]
				const gone = this.#db
					.prepare(`DELETE FROM exits ${which} RETURNING id, dump`)
					.all(...args)
					.map(row => v.parse(v.object({ id: v.string(), dump: v.nullable(v.string()) }), row))
				const goneIds = gone.map(exit => exit.id)
				this.#db.prepare('UPDATE lives SET exit = NULL WHERE exit IN (SELECT value FROM json_each(?))').run(JSON.stringify(goneIds))
				return { ids: goneIds, dumps: gone.flatMap(exit => exit.dump ?? []) }
			})()
		)
	}

	/** Ids of deaths before `before`, ms. */
	olderThan(before: number): string[] {
		return v.parse(v.array(v.string()), this.#db.prepare('SELECT id FROM exits WHERE at < ? ORDER BY at').pluck().all(before))
	}

	/** Deletes lives that ended before `before`, ms, and whose death is not on record. */
	forgetLives(before: number): Result<null> {
		return written(() => {
			this.#db.prepare('DELETE FROM lives WHERE ended_at < ? AND exit IS NULL').run(before)
			return null
		})
	}

	/** Records that have a dump, newest first. */
	withDumps(): { id: string; dump: string }[] {
		return this.#db
			.prepare('SELECT id, dump FROM exits WHERE dump IS NOT NULL ORDER BY at DESC, id')
			.all()
			.map(row => v.parse(v.object({ id: v.string(), dump: v.string() }), row))
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
