import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Log } from '../../native-bridge/log/log.ts'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import { Breadcrumbs, readCrumb } from '../../native-bridge/worker/breadcrumbs.ts'
import type { AppEvent } from '../contract/events.ts'
import { type ExitJob, type ExitRecord, placeOfDeath } from '../contract/exits.ts'
import type { Role } from '../contract/processes.ts'
import type { Exits } from '../ledger/exits.ts'
import { exchangeBoot, startedSince } from './boot.ts'
import type { Dumps } from './dumps.ts'
import { composeExitRecord, type Death, factsOf, logTail, withCrash } from './exit-record.ts'
import { isBlameOfWork } from './explain.ts'
import { MACHINE_RESTARTED } from './rules/seen-from-afar.ts'
import type { Spool } from './spool.ts'

/** How often main leaves a sign of life, ms: what a later start knows of its death is at most this vague. */
const SIGN_OF_LIFE_MS = 500

/** What main's last sign says when it ends as it was asked to. */
const IN_ORDER = 'in order'

/** Records that are kept in memory because more may become known of them. */
const FRESH = 100

/** Writes down lives and deaths, and completes a record when more is known. A ledger that can't be written loses nothing: the record is spooled. */
export class DeathRecorder {
	readonly #exits: Exits
	readonly #spool: Spool
	readonly #dumps: Dumps
	readonly #emit: (event: AppEvent) => void
	readonly #log: Log
	/** Deaths of each child since it was last ready: until it is again, work stands still. */
	readonly #waiting = new Map<string, string[]>()
	/** Records that may still change, by id: newest state. */
	readonly #fresh = new Map<string, ExitRecord>()
	/** Writes that the ledger refused, by what they are about, oldest first: the newest state of each is tried again until it is taken. */
	readonly #owed = new Map<string, () => Result<null>>()
	#mainLife: string | null = null
	/** Main has ended, and its ledger is closed. A dump may still be read: what it says goes beside the ledger. */
	#over = false
	#signs: NodeJS.Timeout | null = null
	#crumbs: Breadcrumbs | null = null

	constructor(deps: { exits: Exits; spool: Spool; dumps: Dumps; emit: (event: AppEvent) => void; log: Log }) {
		this.#exits = deps.exits
		this.#spool = deps.spool
		this.#dumps = deps.dumps
		this.#emit = deps.emit
		this.#log = deps.log
	}

	/**
	 * Begins main's own life, `life`. When an earlier one has no end, its death is recorded now, unless a guardian saw it and left a
	 * note. `jobs` are those that it left unfinished.
	 */
	mainStarted(folders: { crumbs: string; logs: string }, jobs: readonly ExitJob[], life: string = randomUUID()): void {
		this.#takeIn(jobs)
		const crumbPath = join(folders.crumbs, 'main.crumb')
		const crumb = readCrumb(crumbPath)
		const boot = exchangeBoot(join(folders.crumbs, 'main.boot'))
		const now = Date.now()
		for (const life of this.#exits.open()) {
			if (life.role !== 'main') {
				// Its main is gone, so it is too: workers end themselves when the channel breaks.
				this.#exits.ended(life.id, crumb?.at ?? now)
				continue
			}
			const mine = crumb?.pid === life.pid ? crumb : null
			if (mine?.detail === IN_ORDER && mine.at >= life.startedAt) {
				this.#exits.ended(life.id, mine.at)
				continue
			}
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
					log: logTail(folders.logs, 'main', life.pid),
					curve: [],
					oomKills: null,
					frozen: false
				},
				facts: {
					pid: life.pid,
					code: null,
					signal: 'unknown',
					ntstatus: null,
					reason: mine && startedSince({ boot, at: mine.at }) ? MACHINE_RESTARTED : null,
					neverStarted: false
				},
				// Its last sign of life: the death came at most half a second later.
				at: mine?.at ?? now,
				seen: 'unclean-start',
				during: 'busy',
				killedFor: null,
				crumb: mine,
				jobs
			})
			// Under the life's id, as a guardian's note would be: should one turn up later, it takes this one's place.
			this.#keep({ ...record, id: life.id, restarted: { pid: process.pid, readyAfterMs: now - record.at, standby: false } })
			this.#readDump(life.id)
			this.#log.error({ exit: record.id, pid: life.pid }, 'an earlier main ended without saying why')
		}
		this.#mainLife = life
		this.#born({ id: this.#mainLife, role: 'main', name: 'main', pid: process.pid, startedAt: now })
		const crumbs = new Breadcrumbs(crumbPath)
		crumbs.leave('serving', null)
		this.#crumbs = crumbs
		this.#signs = setInterval(() => crumbs.leave('serving', null), SIGN_OF_LIFE_MS)
	}

	/**
	 * Main dies of `error`, which nobody caught. The record is left beside the ledger, at once: the next start takes it in, or what a
	 * guardian saw, which then lies in its place.
	 */
	mainDying(error: Error, logs: string): void {
		if (this.#mainLife === null) return
		const { user, system } = process.cpuUsage()
		const record = composeExitRecord({
			of: {
				life: this.#mainLife,
				role: 'main',
				label: 'main',
				startedAt: Math.round(Date.now() - process.uptime() * 1000),
				rss: process.memoryUsage.rss(),
				cpuMs: Math.round((user + system) / 1000),
				model: null,
				versions: { node: process.version },
				stderr: (error.stack ?? String(error)).split('\n'),
				log: logTail(logs, 'main', process.pid),
				curve: [],
				oomKills: null,
				frozen: false
			},
			facts: { pid: process.pid, code: 1, signal: null, ntstatus: null, reason: null, neverStarted: false },
			at: Date.now(),
			seen: 'exit',
			during: 'busy',
			killedFor: null,
			crumb: null,
			jobs: []
		})
		this.#spool.leave({ ...record, id: this.#mainLife })
	}

	/** Main ends as it was asked to. */
	mainEnding(): void {
		if (this.#signs) clearInterval(this.#signs)
		if (this.#mainLife) this.ended(this.#mainLife)
		// The ledger may take nothing any more: the disk is full. What lies in this place already is only written over.
		this.#crumbs?.leave('serving', null, null, null, IN_ORDER)
		this.#over = true
	}

	born(role: Role, life: { id: string; label: string; pid: number; startedAt: number }): void {
		this.#born({ id: life.id, role, name: life.label, pid: life.pid, startedAt: life.startedAt })
	}

	ended(life: string): void {
		const at = Date.now()
		this.#write(`end of ${life}`, () => this.#exits.ended(life, at))
	}

	/**
	 * Records a death of `child`. `jobsAfter` is asked once the sentence is known, and whether the work it had can be the cause; it says
	 * what became of the jobs. `took`: the standby that has taken over already.
	 */
	died(
		child: string,
		death: Death,
		took: number | null,
		jobsAfter: (record: ExitRecord, blamesWork: boolean) => readonly ExitJob[]
	): ExitRecord {
		const composed = composeExitRecord(death)
		// What the signal was, from the dump that lies there already; its stacks are read when there is time.
		const glance = this.#dumps.glance(death.facts, death.of)
		const draft = glance ? withCrash(composed, null, glance) : composed
		const jobs = jobsAfter(draft, isBlameOfWork(factsOf(draft)))
		const restarted = took === null ? null : { pid: took, readyAfterMs: Math.max(0, Date.now() - death.at), standby: true }
		const record: ExitRecord = { ...draft, jobs: [...jobs], restarted }
		if (!restarted) this.#waiting.set(child, [...(this.#waiting.get(child) ?? []), record.id])
		this.#keep(record)
		this.#readDump(record.id)
		return record
	}

	/** A process that only its host watches (a window, the graphics process) is gone. */
	gone(death: Death): ExitRecord {
		return this.died(`${death.of.role} ${death.of.label}`, death, null, () => death.jobs)
	}

	/** The successor of `child` is ready: how long work stood still is known now. */
	ready(child: string, pid: number): void {
		const ids = this.#waiting.get(child) ?? []
		this.#waiting.delete(child)
		for (const id of ids) this.back(id, pid)
	}

	/** Nobody comes after `child`. Should there be another one of that name some day, it is no successor. */
	noSuccessor(child: string): void {
		this.#waiting.delete(child)
	}

	/** What died has been replaced by process `pid`. */
	back(exit: string, pid: number): void {
		this.#change(exit, record => ({ ...record, restarted: { pid, readyAfterMs: Date.now() - record.at, standby: false } }))
	}

	/** So many samples were not heard because of this death, in the recordings that `jobs` names. */
	cost(exit: string, samples: number, jobs: readonly ExitJob[]): void {
		this.#change(exit, record => {
			const others = record.jobs.filter(job => !jobs.some(each => each.transcript === job.transcript))
			return { ...record, audioLost: record.audioLost + samples, jobs: [...others, ...jobs] }
		})
	}

	/** Writes into the ledger what it refused before, if it takes it now, then what lies in the spool. */
	catchUp(): void {
		this.#takeIn([])
	}

	/** These were deleted (null: all): what may still become known of them is not kept. */
	forget(ids: readonly string[] | null): void {
		for (const id of ids ?? [...this.#fresh.keys()]) this.#fresh.delete(id)
	}

	/** Main's death is known from its guardian or its last words, but which work it interrupted is not: that is `jobs`. */
	#takeIn(jobs: readonly ExitJob[]): void {
		if (!this.#pay()) return
		const notes: string[] = []
		this.#spool.takeIn(record => {
			const note = record.role === 'main' && record.restarted === null
			if (!note) return this.#exits.record(record).ok
			// One that comes late, after a disk was full, finds the record that was made without it, and says more only of how main died.
			const known = this.#fresh.get(record.id) ?? this.#exits.get(record.id)
			const restarted = known?.restarted ?? { pid: process.pid, readyAfterMs: Math.max(0, Date.now() - record.at), standby: false }
			const told = { ...record, restarted, jobs: [...(known?.jobs ?? jobs)] }
			const taken = known?.dump ? withCrash(told, known.dump, known.crash) : told
			if (!this.#exits.record(taken).ok) return false
			this.#fresh.set(taken.id, taken)
			notes.push(taken.id)
			this.#tell(taken)
			return true
		})
		for (const id of notes) this.#readDump(id)
	}

	/** Reads the dump of a death in a thread of its own, and explains the death again. */
	#readDump(id: string): void {
		const record = this.#fresh.get(id)
		if (!record || record.dump !== null) return
		void this.#dumps.take(record).then(taken => {
			if (taken) this.#change(id, now => withCrash(now, taken.file, taken.crash ?? now.crash))
		})
	}

	#change(id: string, change: (record: ExitRecord) => ExitRecord): void {
		const record = this.#fresh.get(id) ?? (this.#over ? null : this.#exits.get(id))
		// Deleted meanwhile: it stays so.
		if (record) this.#keep(change(record))
	}

	#born(life: Parameters<Exits['born']>[0]): void {
		this.#write(`birth of ${life.id}`, () => this.#exits.born(life))
	}

	/** Writes now when nothing is owed, else in its turn: a birth written after its death would undo it. */
	#write(about: string, work: () => Result<null>): boolean {
		if (!this.#over && this.#pay() && work().ok) return true
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
		this.#fresh.delete(record.id)
		this.#fresh.set(record.id, record)
		for (const oldest of [...this.#fresh.keys()].slice(0, -FRESH)) this.#fresh.delete(oldest)
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
		this.#tell(record)
	}

	#tell(record: ExitRecord): void {
		this.#emit({ type: 'exit', exit: record })
		for (const job of record.jobs) {
			const death = {
				exit: record.id,
				at: record.at,
				sample: placeOfDeath(record, job),
				role: record.role,
				name: record.name,
				code: record.explanation.code,
				recoveredMs: record.restarted?.readyAfterMs ?? null,
				tookOver: record.restarted?.standby ?? false,
				wordsLost: record.wordsLost
			}
			this.#emit({ type: 'death-in-transcript', transcript: job.transcript, death })
		}
	}
}
