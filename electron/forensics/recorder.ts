import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Log } from '../../native-bridge/log/log.ts'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import { Breadcrumbs, readCrumb } from '../../native-bridge/worker/breadcrumbs.ts'
import type { AppEvent } from '../contract/events.ts'
import { type ExitJob, type ExitRecord, placeOfDeath } from '../contract/exits.ts'
import type { Role } from '../contract/processes.ts'
import type { Exits } from '../ledger/exits.ts'
import { composeExitRecord, type Death, logTail } from './exit-record.ts'
import type { Spool } from './spool.ts'

/** How often main leaves a sign of life, ms: what a later start knows of its death is at most this vague. */
const SIGN_OF_LIFE_MS = 500

/** Writes down lives and deaths, and completes a record when more is known. A ledger that can't be written loses nothing: the record is spooled. */
export class DeathRecorder {
	readonly #exits: Exits
	readonly #spool: Spool
	readonly #emit: (event: AppEvent) => void
	readonly #log: Log
	/** Deaths of each child since it was last ready: until it is again, work stands still. */
	readonly #waiting = new Map<string, ExitRecord[]>()
	/** Writes that the ledger refused, by what they are about, oldest first: the newest state of each is tried again until it is taken. */
	readonly #owed = new Map<string, () => Result<null>>()
	#mainLife: string | null = null
	#signs: NodeJS.Timeout | null = null

	constructor(deps: { exits: Exits; spool: Spool; emit: (event: AppEvent) => void; log: Log }) {
		this.#exits = deps.exits
		this.#spool = deps.spool
		this.#emit = deps.emit
		this.#log = deps.log
	}

	/**
	 * Begins main's own life. When an earlier one has no end, its death is recorded now: nobody else saw it.
	 * `jobs` are those that it left unfinished.
	 */
	mainStarted(folders: { crumbs: string; logs: string }, jobs: readonly ExitJob[]): void {
		this.catchUp()
		const crumbPath = join(folders.crumbs, 'main.crumb')
		const crumb = readCrumb(crumbPath)
		const now = Date.now()
		for (const life of this.#exits.open()) {
			if (life.role !== 'main') {
				// Its main is gone, so it is too: workers end themselves when the channel breaks.
				this.#exits.ended(life.id, crumb?.at ?? now)
				continue
			}
			const mine = crumb?.pid === life.pid ? crumb : null
			const record = composeExitRecord({
				of: {
					life: life.id,
					role: 'main',
					label: 'main',
					startedAt: life.startedAt,
					rss: null,
					cpuMs: null,
					model: null,
					versions: { node: process.version },
					stderr: [],
					log: logTail(folders.logs, 'main', life.pid)
				},
				facts: { pid: life.pid, code: null, signal: 'unknown', ntstatus: null, reason: null, neverStarted: false },
				// Its last sign of life: the death came at most half a second later.
				at: mine?.at ?? now,
				seen: 'unclean-start',
				during: 'busy',
				killedFor: null,
				crumb: mine,
				jobs
			})
			this.#keep({ ...record, restarted: { pid: process.pid, readyAfterMs: now - record.at } })
			this.#log.error({ exit: record.id, pid: life.pid }, 'an earlier main ended without saying why')
		}
		this.#mainLife = randomUUID()
		this.#born({ id: this.#mainLife, role: 'main', name: 'main', pid: process.pid, startedAt: now })
		const crumbs = new Breadcrumbs(crumbPath)
		crumbs.leave('serving', null)
		this.#signs = setInterval(() => crumbs.leave('serving', null), SIGN_OF_LIFE_MS)
	}

	/** Main ends as it was asked to. */
	mainEnding(): void {
		if (this.#signs) clearInterval(this.#signs)
		if (this.#mainLife) this.ended(this.#mainLife)
	}

	born(role: Role, life: { id: string; label: string; pid: number; startedAt: number }): void {
		this.#born({ id: life.id, role, name: life.label, pid: life.pid, startedAt: life.startedAt })
	}

	ended(life: string): void {
		const at = Date.now()
		this.#write(`end of ${life}`, () => this.#exits.ended(life, at))
	}

	/** Records a death of `child`; `jobsAfter` is asked once the sentence is known and says what became of the jobs. */
	died(child: string, death: Death, jobsAfter: (record: ExitRecord) => readonly ExitJob[]): ExitRecord {
		const draft = composeExitRecord(death)
		const record: ExitRecord = { ...draft, jobs: [...jobsAfter(draft)] }
		this.#waiting.set(child, [...(this.#waiting.get(child) ?? []), record])
		this.#keep(record)
		return record
	}

	/** The successor of `child` is ready: how long work stood still is known now. */
	ready(child: string, pid: number): void {
		const records = this.#waiting.get(child) ?? []
		this.#waiting.delete(child)
		for (const record of records) this.#keep({ ...record, restarted: { pid, readyAfterMs: Date.now() - record.at } })
	}

	/** Writes into the ledger what it refused before, if it takes it now, then what an earlier main left in the spool. */
	catchUp(): void {
		if (this.#pay()) this.#spool.takeIn(record => this.#exits.record(record).ok)
	}

	#born(life: Parameters<Exits['born']>[0]): void {
		this.#write(`birth of ${life.id}`, () => this.#exits.born(life))
	}

	/** Writes now when nothing is owed, else in its turn: a birth written after its death would undo it. */
	#write(about: string, work: () => Result<null>): boolean {
		if (this.#pay() && work().ok) return true
		this.#owed.delete(about)
		this.#owed.set(about, work)
		return false
	}

	/** Whether nothing is owed any more. */
	#pay(): boolean {
		for (const [about, work] of this.#owed) {
			if (!work().ok) return false
			this.#owed.delete(about)
		}
		return true
	}

	#keep(record: ExitRecord): void {
		const kept = this.#write(`death ${record.id}`, () => {
			const written = this.#exits.record(record)
			if (written.ok) this.#spool.drop(record)
			return written
		})
		if (!kept) {
			// Beside it, should main end before there is room. On a disk that is full to the last byte memory is all there is.
			const spooled = this.#spool.leave(record)
			this.#log.error({ exit: record.id, spooled, record: spooled ? undefined : record }, 'exit record not in the ledger')
		}
		this.#emit({ type: 'exit', exit: record })
		for (const job of record.jobs) {
			const death = {
				exit: record.id,
				at: record.at,
				sample: placeOfDeath(record, job),
				role: record.role,
				recoveredMs: record.restarted?.readyAfterMs ?? null,
				wordsLost: record.wordsLost
			}
			this.#emit({ type: 'death-in-transcript', transcript: job.transcript, death })
		}
	}
}
