import type { Log } from '../../native-bridge/log/log.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import { assertNever, type SampleRange } from '../../native-bridge/protocol/units.ts'
import type { AppEvent } from '../contract/events.ts'
import { isOver } from '../contract/records.ts'
import { isSameWish, type Wish } from '../contract/wish.ts'
import type { Shelf } from '../journal/shelf.ts'
import type { Placed } from '../ledger/queue.ts'
import type { TranscriptRow } from '../ledger/transcript-row.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import type { LedgerGate } from './ledger-gate.ts'
import { type Job, type JobEffect, type JobEvent, transition } from './machine.ts'
import { Pace } from './pace.ts'
import { NO_TROUBLE } from './quarantine.ts'
import type { EngineName, Workers } from './workers.ts'

/** A job that is not over, and who has it. */
export interface Running {
	job: Job
	/** In the queue: the smaller, the sooner. */
	place: number
	/** How it is to be heard; null: as the settings say. */
	wish: Wish | null
	/** The tries that a worker is at now; messages of any other are late and dropped. */
	engine: string | null
	/** Which engine has it, or had it last. */
	by: EngineName
	decode: string | null
	partial: Partial | null
	/** Samples that windows know of. */
	told: number
	readonly pace: Pace
	/** It waits until so many bytes are free; 0: it doesn't. */
	roomNeeded: number
}

/** Unsettled text on the screen. */
export interface Partial {
	readonly from: number
	readonly to: number
	readonly firm: string
	readonly faint: string
}

const AS_SETTINGS: Problem = {
	code: 'as-settings',
	text: 'So it was heard as the settings say. “Transcribe again” in the transcript takes another model or language, and keeps this text beside the new one.',
	facts: {}
}

interface RunningJobsDependencies {
	readonly ledger: Transcripts
	readonly shelf: Shelf
	readonly workers: Workers
	readonly gate: LedgerGate
	readonly emit: (event: AppEvent) => void
	readonly log: Log
	/** What the engine calls its model. */
	readonly model: () => string
	/** The transcript as windows are to see it now. */
	readonly tell: (id: string) => void
	readonly wantsPolish: () => boolean
	/** It is done, and so the ledger says. */
	readonly done: (id: string) => void
}

/** Every job that is not over: the thin shell around `machine.ts`, which does what that decides. Gives no work to anybody. */
export class RunningJobs {
	readonly #running = new Map<string, Running>()
	readonly #deps: RunningJobsDependencies

	constructor(deps: RunningJobsDependencies) {
		this.#deps = deps
	}

	get(id: string): Running | undefined {
		return this.#running.get(id)
	}

	has(id: string): boolean {
		return this.#running.has(id)
	}

	/** In the order in which they were taken up. */
	[Symbol.iterator](): IterableIterator<[id: string, running: Running]> {
		return this.#running.entries()
	}

	/** Takes it up from what the ledger and the disk have of it. */
	track(row: TranscriptRow): void {
		const samples = Math.max(row.ended ? row.samples : 0, this.#deps.shelf.samples(row.id))
		const job: Job = {
			id: row.id,
			kind: row.kind,
			state: row.state,
			samples,
			ended: row.ended,
			cursor: row.cursor,
			trouble: NO_TROUBLE,
			problem: row.problem
		}
		this.#running.set(row.id, {
			job,
			place: row.place,
			wish: row.wish,
			engine: null,
			by: 'engine',
			decode: null,
			partial: null,
			told: samples,
			pace: new Pace(),
			roomNeeded: 0
		})
	}

	/** What is not over goes on from where it was, if it is not under way. */
	takeUp(row: TranscriptRow | null): void {
		if (row === null || isOver(row.state) || this.has(row.id)) return
		this.track(row)
		this.apply(row.id, { type: 'found' })
	}

	apply(id: string, event: JobEvent): void {
		const running = this.#running.get(id)
		if (!running) return
		const [job, effects] = transition(running.job, event)
		running.job = job
		for (const effect of effects) this.#perform(id, running, effect)
	}

	/** They have other places in the queue. */
	placed(moved: readonly Placed[]): void {
		for (const { transcript, place } of moved) {
			const running = this.#running.get(transcript)
			if (running) running.place = place
			this.#deps.tell(transcript)
		}
	}

	/** Recordings and other jobs that are not over. */
	busy(): { recording: boolean; jobs: number } {
		const jobs = [...this.#running.values()].map(({ job }) => job.state)
		return { recording: jobs.includes('recording'), jobs: jobs.length }
	}

	/** There is more audio in its journal. */
	grew(id: string, samples: number): void {
		this.apply(id, { type: 'grew', samples })
		this.#tellEngine(id, samples, false)
	}

	/** No more audio comes. */
	audioEnded(id: string, samples: number): void {
		const running = this.#running.get(id)
		if (!running) return
		// An engine that failed on it while it was recorded has dropped that try: it gets another.
		if (running.job.problem) running.engine = null
		this.apply(id, { type: 'audio-ended', samples })
		this.#tellEngine(id, samples, true)
	}

	/** Takes a worker's tries away, since it is gone: gives those that it had. */
	letGo(worker: EngineName | 'decoder'): [id: string, running: Running][] {
		const role = worker === 'decoder' ? 'decode' : 'engine'
		const had = [...this.#running].filter(([, running]) => running[role] !== null && (role === 'decode' || running.by === worker))
		for (const [id, running] of had) {
			running[role] = null
			if (role === 'decode') continue
			running.pace.end()
			// Where a standby has taken over, what was shown stays until it shows more: nothing on the screen moves.
			if (!this.#deps.workers.isReady('engine')) this.setPartial(id, running, null)
		}
		return had
	}

	/** Its engine is to leave it: it is given to another from its cursor on. */
	leave(id: string): void {
		const running = this.#running.get(id)
		if (running) this.#haltEngine(id, running)
	}

	/** Stops what workers do for it and forgets it, as the ledger has it. */
	drop(id: string): void {
		const running = this.#running.get(id)
		if (!running) return
		this.#halt(id, running)
		this.#running.delete(id)
	}

	/** What was wished for it can't be had, and `problem` says why: from now on it is heard as the settings say. */
	refuseWish(id: string, problem: Problem): void {
		const running = this.#running.get(id)
		if (!running || running.wish === null) return
		const { ledger, gate, log, tell } = this.#deps
		log.warn({ job: id, ...running.wish, code: problem.code }, 'wish refused')
		running.wish = null
		gate.write(() => ledger.setWish(id, null))
		gate.write(() => ledger.notice(id, [problem, AS_SETTINGS]))
		tell(id)
	}

	/** It is heard so from here on, and so are the other channels of a recording. Problem: `not-in-queue`. */
	wish(id: string, wish: Wish | null): Result<null> {
		const { ledger, tell } = this.#deps
		if (!this.#running.has(id)) return fail('not-in-queue', 'This is not in the queue any more.')
		for (const each of [id, ...ledger.parts(id).map(part => part.id)]) {
			const running = this.#running.get(each)
			if (!running || isSameWish(running.wish, wish)) continue
			const kept = ledger.setWish(each, wish)
			if (!kept.ok) return kept
			running.wish = wish
			// A recording stays with the engine, which changes over.
			if (running.job.kind === 'file') this.leave(each)
			tell(each)
		}
		return ok(null)
	}

	haltEngines(): void {
		for (const [id, running] of this.#running) this.#haltEngine(id, running)
	}

	saveAll(): void {
		for (const id of [...this.#running.keys()]) this.#save(id)
	}

	setPartial(id: string, running: Running, partial: Partial | null): void {
		if (partial === null && running.partial === null) return
		running.partial = partial && { from: partial.from, to: partial.to, firm: partial.firm, faint: partial.faint }
		this.#deps.emit({ type: 'partial', transcript: id, ...(running.partial ?? { from: 0, to: 0, firm: '', faint: '' }) })
	}

	clear(): void {
		this.#running.clear()
	}

	#tellEngine(id: string, samples: number, ended: boolean): void {
		const running = this.#running.get(id)
		if (running?.engine) this.#deps.workers.send(running.by, { type: 'grown', attempt: running.engine, samples, ended })
	}

	#perform(id: string, running: Running, effect: JobEffect): void {
		switch (effect.type) {
			case 'halt':
				this.#halt(id, running)
				return
			case 'ask-anew':
				this.#haltEngine(id, running)
				return
			case 'save':
				this.#save(id)
				return
			case 'pass-over':
				this.#passOver(id, running, effect)
				return
			case 'cut-short':
				this.#deps.gate.write(() => this.#deps.ledger.notice(id, [effect.problem]))
				running.decode = null
				this.audioEnded(id, this.#deps.shelf.samples(id))
				return
			default:
				assertNever(effect)
		}
	}

	#passOver(id: string, running: Running, place: SampleRange): void {
		this.#haltEngine(id, running)
		const from = Math.max(place.from, running.job.cursor)
		const end = Math.min(place.to, running.job.samples)
		if (end <= from) {
			// There is no audio in it: it died over nothing.
			this.apply(id, { type: 'passed', cursor: running.job.cursor })
			return
		}
		const { ledger, gate, emit, log, model, tell } = this.#deps
		const gap = { from, to: end, cause: 'engine-died' } as const
		const passed = ledger.commitStep(id, { cursor: end, segment: null, gap }, model(), Date.now())
		// Not now: it is passed over when there is room, and what is before it stays the last that is asked for.
		if (!passed.ok) {
			gate.hold(passed.problem)
			return
		}
		log.warn({ job: id, from, to: end }, 'passed over')
		this.apply(id, { type: 'passed', cursor: end })
		emit({ type: 'gap', gap: { ...gap, transcript: id } })
		tell(id)
	}

	#save(id: string): void {
		const job = this.#running.get(id)?.job
		if (!job) return
		const { ledger, gate, tell, done } = this.#deps
		// Held: all are saved when there is room, after what came before.
		if (!gate.held) {
			const { state, samples, ended, problem } = job
			const secondPass = state === 'done' && job.kind === 'recording' && samples > 0 && this.#deps.wantsPolish()
			const saved = ledger.saveJob(id, { state, samples, ended, problem, secondPass })
			if (!saved.ok) gate.hold(saved.problem)
			// One that is over is let go of only when the ledger knows: until then it is saved again and again.
			else if (isOver(state)) {
				this.#running.delete(id)
				if (state === 'done') done(id)
			}
		}
		tell(id)
	}

	#halt(id: string, running: Running): void {
		this.#haltEngine(id, running)
		if (running.decode) this.#deps.workers.send('decoder', { type: 'cancel', attempt: running.decode })
		running.decode = null
	}

	#haltEngine(id: string, running: Running): void {
		this.setPartial(id, running, null)
		if (running.engine) this.#deps.workers.send(running.by, { type: 'cancel', attempt: running.engine })
		running.engine = null
		running.pace.end()
	}
}
