import { renameSync } from 'node:fs'
import type { Log } from '../../native-bridge/log/log.ts'
import type { FromWorker } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import { assertNever, SAMPLE_RATE } from '../../native-bridge/protocol/units.ts'
import type { Transcript } from '../contract/records.ts'
import type { Shelf } from '../journal/shelf.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import { type AudioWorkers, DECODER_DIED, DecoderWork, type Work, type WorkEnd } from './decoder-work.ts'
import { Listened } from './listened.ts'
import { type AudioStep, MOST_FAILURES, nextAudioStep, type Planned } from './next-step.ts'

interface KeptAudioDependencies {
	readonly ledger: Transcripts
	readonly shelf: Shelf
	readonly workers: AudioWorkers
	readonly log: Log
	/** Whether anything is to be read from this journal yet. */
	readonly needed: (id: string) => boolean
	/** Whether something is recorded, or a file read: copies wait. */
	readonly busy: () => boolean
	/** Bytes free where audio goes; null when that is not known. */
	readonly free: () => number | null
	/** Its record has changed: windows are to be told. */
	readonly changed: (id: string) => void
}

/** After a first and a second failure nothing is copied for so long, ms: first the decoder comes back, then whatever was wrong may be over. */
const REST_MS = [5_000, 60_000] as const
/** So long after its start main has better to do: engines load, and what was under way goes on. */
const FIRST_REST_MS = 10_000
/** Bytes of a copy for each second, with some to spare, and bytes that must stay free beside it. */
const COPY_RATE = 4_500
const SPARE_BYTES = 50_000_000

/** A journal that is to be made again from its copy, for those who wait for it. */
interface Restore {
	failures: number
	readonly waiting: ((back: Result<null>) => void)[]
}

/**
 * What is kept of recordings once they are done: makes their Opus copies, lets journals go that have one and are not wanted, and brings
 * them back for a while when somebody needs them. One thing at a time, and after everything else. What is to be done: `next-step.ts`.
 */
export class KeptAudio {
	readonly #deps: KeptAudioDependencies
	readonly #work: DecoderWork
	readonly #listened = new Listened()
	readonly #failures = new Map<string, number>()
	readonly #restores = new Map<string, Restore>()
	/** Journals that were brought back, and go again when nobody needs them. */
	readonly #lent = new Set<string>()
	/** Audio that the user deleted. Kept in memory: every record that windows are told asks for it. */
	readonly #removed = new Set<string>()
	#restUntil = 0

	constructor(deps: KeptAudioDependencies) {
		this.#deps = deps
		this.#work = new DecoderWork(deps.workers, deps.shelf)
	}

	/** At the start of main: journals that an earlier one brought back, or had no time to let go of. */
	start(): void {
		this.#restUntil = Date.now() + FIRST_REST_MS
		for (const { id } of this.#deps.ledger.withAudioPlan('removed')) {
			this.#removed.add(id)
			// A death in between may have left it.
			this.#deps.shelf.discardAudio(id)
		}
		for (const { id } of this.#deps.ledger.withAudioPlan('replaced')) if (this.#deps.shelf.hasCopy(id)) this.#lent.add(id)
	}

	/** As the transcript's record says it, of one with so many samples. */
	of(id: string, samples: number): Transcript['audio'] {
		if (this.#removed.has(id)) return { wav: false, opus: false, copying: false }
		const { shelf } = this.#deps
		const { now } = this.#work
		const opus = shelf.hasCopy(id)
		return { wav: opus ? shelf.samples(id) > 0 : samples > 0, opus, copying: now?.type === 'copy' && now.id === id }
	}

	/** The file to be played, or null. */
	path(id: string): string | null {
		const { shelf } = this.#deps
		if (shelf.samples(id) === 0) return shelf.hasCopy(id) ? shelf.copy(id) : null
		this.#listened.heard(id, Date.now())
		return shelf.journal(id)
	}

	/** Whether the user deleted it. */
	isRemoved(id: string): boolean {
		return this.#removed.has(id)
	}

	/** For ever. False: something is yet to be read from it, or it is not over. */
	remove(id: string): Result<boolean> {
		const { ledger, shelf, needed, log, changed } = this.#deps
		const state = ledger.get(id)?.state
		if (state !== 'done' || needed(id) || this.#restores.has(id)) return ok(false)
		// The ledger first: what a death in between leaves goes at the next start.
		const planned = ledger.setAudioPlan(id, 'removed')
		if (!planned.ok) return planned
		if (this.#work.now?.id === id) this.#work.cancel()
		this.#removed.add(id)
		this.#lent.delete(id)
		shelf.discardAudio(id)
		log.info({ job: id }, 'audio removed')
		changed(id)
		return ok(true)
	}

	/** Whether a journal can be read only after it was made again from its copy. */
	isReplaced(id: string): boolean {
		return this.#restores.has(id) || (this.#deps.shelf.hasCopy(id) && this.#deps.shelf.samples(id) === 0)
	}

	/** Makes the journal again from its copy, and calls `then` when it is there, or can't be. Who needs it must say so (`needed`) within that call. */
	bringBack(id: string, then: (back: Result<null>) => void): void {
		const restore = this.#restores.get(id) ?? { failures: 0, waiting: [] }
		this.#restores.set(id, restore)
		restore.waiting.push(then)
		this.tend()
	}

	/** Does what is to be done now. Once a second, and whenever something has changed. */
	tend(now: number = Date.now()): void {
		this.#takeBack(now)
		this.#putOff()
		if (this.#work.now) return
		const [restore] = this.#restores.keys()
		if (restore !== undefined) this.#begin({ type: 'restore', id: restore })
		else for (let step = this.#next(now); step !== null && this.#take(step); ) step = this.#next(now)
	}

	/** Whether the message was about recorded audio. */
	message(message: FromWorker): boolean {
		if (!this.#work.isAbout(message)) return false
		const end = this.#work.heard(message)
		if (end) {
			this.#ended(end)
			this.tend()
		}
		return true
	}

	/** The decoder is gone. */
	workerLost(): void {
		const end = this.#work.lost()
		if (end) this.#ended(end)
	}

	#next(now: number): AudioStep | null {
		const { ledger, shelf, needed, busy, free } = this.#deps
		const planned = (['replace', 'copy'] as const).flatMap(plan =>
			ledger.withAudioPlan(plan).map(
				(row): Planned => ({
					...row,
					plan,
					needed: needed(row.id),
					listened: this.#listened.is(row.id, now),
					hasCopy: shelf.hasCopy(row.id),
					samples: shelf.samples(row.id),
					failures: this.#failures.get(row.id) ?? 0
				})
			)
		)
		const room = free()
		const roomFor = room === null ? Number.POSITIVE_INFINITY : ((room - SPARE_BYTES) / COPY_RATE) * SAMPLE_RATE
		return nextAudioStep(planned, !busy() && now >= this.#restUntil, roomFor)
	}

	/** False: there is nothing more to be done now. */
	#take(step: AudioStep): boolean {
		const { ledger, shelf, log, changed } = this.#deps
		const { id } = step
		switch (step.type) {
			case 'copy':
				this.#begin({ type: 'copy', id })
				return false
			case 'settle':
				return ledger.setAudioPlan(id, null).ok
			case 'give-up':
				if (!ledger.notice(id, [NOT_COPIED]).ok || !ledger.setAudioPlan(id, null).ok) return false
				this.#failures.delete(id)
				changed(id)
				return true
			case 'drop-journal':
				// The ledger first: a journal that a death in between leaves is taken back at the next start.
				if (!ledger.setAudioPlan(id, 'replaced').ok) return false
				if (!shelf.discardJournal(id)) this.#lent.add(id)
				log.info({ job: id }, 'journal replaced by its copy')
				changed(id)
				return true
			default:
				return assertNever(step)
		}
	}

	#begin(work: Work): void {
		const { workers, log, changed } = this.#deps
		if (!this.#work.begin(work)) {
			// Copies can wait for whoever starts it again; people can't.
			if (workers.gaveUp('decoder') && work.type === 'restore') this.#answer(work.id, { ok: false, problem: DECODER_DIED })
			return
		}
		log.info({ job: work.id, type: work.type }, 'audio')
		changed(work.id)
	}

	/** A copy waits for what is more urgent, and is begun anew later. */
	#putOff(): void {
		const { busy, needed, ledger, log, changed } = this.#deps
		const { now } = this.#work
		if (now?.type !== 'copy' || (!busy() && !needed(now.id) && ledger.get(now.id) !== null)) return
		this.#work.cancel()
		log.info({ job: now.id }, 'copy put off')
		changed(now.id)
	}

	#ended(end: WorkEnd): void {
		const { shelf, log, changed } = this.#deps
		const { id, type } = end.work
		const problem = end.kind === 'failed' ? end.problem : type === 'copy' ? this.#copied(id, end.samples) : this.#restored(id, end.samples)
		if (problem === null) {
			changed(id)
			return
		}
		log.warn({ job: id, type, code: problem.code }, 'audio work failed')
		shelf.discardHalves(id)
		changed(id)
		const restore = this.#restores.get(id)
		if (type === 'copy') {
			const failures = (this.#failures.get(id) ?? 0) + 1
			this.#failures.set(id, failures)
			this.#restUntil = Date.now() + (REST_MS[failures - 1] ?? 0)
		} else if (restore && ++restore.failures >= MOST_FAILURES) this.#answer(id, { ok: false, problem })
	}

	#copied(id: string, samples: number): Problem | null {
		const { shelf } = this.#deps
		if (samples !== shelf.samples(id)) {
			// Whatever that means, the journal is the truth.
			shelf.discardCopy(id)
			return NOT_COPIED
		}
		shelf.copied(id)
		this.#failures.delete(id)
		return null
	}

	#restored(id: string, samples: number): Problem | null {
		const { shelf, ledger, log } = this.#deps
		const expected = ledger.get(id)?.samples ?? samples
		if (samples !== expected) log.error({ job: id, samples, expected }, 'the copy is of another length than its journal was')
		try {
			renameSync(shelf.returning(id), shelf.journal(id))
		} catch (error) {
			const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
			return fail('journal-write', `The recording’s audio could not be made ready (${code}). Its compressed copy is kept.`, { code })
				.problem
		}
		this.#lent.add(id)
		this.#answer(id, ok(null))
		return null
	}

	#answer(id: string, back: Result<null>): void {
		const waiting = this.#restores.get(id)?.waiting ?? []
		this.#restores.delete(id)
		for (const then of waiting) then(back)
	}

	/** Journals that were lent go again when nobody needs them any more. */
	#takeBack(now: number): void {
		const { shelf, needed, changed } = this.#deps
		for (const id of this.#lent) {
			if (needed(id) || this.#listened.is(id, now)) continue
			const isThere = shelf.written(id) !== null
			// One that can't go now is tried again.
			if (isThere && !shelf.discardJournal(id)) continue
			this.#lent.delete(id)
			if (isThere) changed(id)
		}
	}
}

const NOT_COPIED: Problem = fail(
	'not-copied',
	'No compressed copy of this recording could be made, so its audio is kept as it was recorded. Nothing is missing from it.'
).problem
