import { randomUUID } from 'node:crypto'
import type { Log } from '../../native-bridge/log/log.ts'
import type { FromWorker, ToWorker } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import type { AppEvent } from '../contract/events.ts'
import type { ExitJob } from '../contract/exits.ts'
import type { Transcript } from '../contract/records.ts'
import type { Shelf } from '../journal/shelf.ts'
import type { TranscriptRow, Transcripts } from '../ledger/transcripts.ts'
import { DEATHS_AT_ONE_PLACE } from '../supervisor/child-specs.ts'
import { LedgerGate } from './ledger-gate.ts'
import { activeFile, lineOf, nextInLine } from './line.ts'
import { isOver, type Job, type JobEvent, transition } from './machine.ts'
import { SpeedGauge } from './speed-gauge.ts'

/** What the runner needs of the supervisor. */
export interface Workers {
	isReady(name: 'engine' | 'decoder'): boolean
	gaveUp(name: 'engine' | 'decoder'): boolean
	/** Starts it when it is not running. */
	start(name: 'engine' | 'decoder'): void
	send(name: 'engine' | 'decoder', message: ToWorker): void
	/** It has done something useful. */
	produced(name: 'engine' | 'decoder'): void
	measured(name: 'engine' | 'decoder', speed: number): void
}

interface Running {
	job: Job
	place: number
	/** The tries that a worker is at now; messages of any other are late and dropped. */
	engine: string | null
	decode: string | null
	partial: { from: number; to: number; firm: string; faint: string } | null
}

/** Brings jobs and workers together: who works on what, and what comes of it. Policy is in `machine.ts`. */
export class Runner {
	readonly #running = new Map<string, Running>()
	readonly #ledger: Transcripts
	readonly #shelf: Shelf
	readonly #workers: Workers
	readonly #emit: (event: AppEvent) => void
	readonly #log: Log
	readonly #speed = new SpeedGauge()
	readonly #gate = new LedgerGate(
		(problem, isNews) => this.#refused(problem, isNews),
		() => this.#goOn()
	)
	/** What the engine that is loaded calls its model. */
	engineModel: string | null = null

	constructor(deps: { ledger: Transcripts; shelf: Shelf; workers: Workers; emit: (event: AppEvent) => void; log: Log }) {
		this.#ledger = deps.ledger
		this.#shelf = deps.shelf
		this.#workers = deps.workers
		this.#emit = deps.emit
		this.#log = deps.log
	}

	/** Takes up everything an earlier main left unfinished. Recordings that were open stay open: their page may come back. */
	start(): { openRecordings: string[] } {
		const openRecordings: string[] = []
		for (const row of this.#ledger.list()) {
			if (isOver(row.state)) continue
			this.#track(row)
			if (row.state === 'recording') openRecordings.push(row.id)
			this.#apply(row.id, { type: 'found' })
		}
		this.schedule()
		return { openRecordings }
	}

	/** A transcript that has just been added to the ledger. */
	added(id: string): void {
		const row = this.#ledger.get(id)
		if (!row || this.#running.has(id)) return
		this.#track(row)
		this.#tell(id)
		this.schedule()
	}

	/** Audio was saved into the journal of a recording. */
	grew(id: string, samples: number): void {
		const running = this.#running.get(id)
		if (!running) return
		this.#apply(id, { type: 'grew', samples })
		if (running.engine) this.#workers.send('engine', { type: 'grown', attempt: running.engine, samples, ended: false })
		else this.schedule()
	}

	/** No more audio comes. */
	audioEnded(id: string, samples: number): void {
		const running = this.#running.get(id)
		if (!running) return
		// An engine that failed on it while it was recorded has dropped that try: it gets another.
		if (running.job.problem) running.engine = null
		this.#apply(id, { type: 'audio-ended', samples })
		if (running.engine) this.#workers.send('engine', { type: 'grown', attempt: running.engine, samples, ended: true })
		this.schedule()
	}

	cancel(id: string): Result<null> {
		if (this.#running.get(id)?.job.state === 'recording')
			return fail('still-recording', 'This is being recorded. Stop the recording first.')
		this.#apply(id, { type: 'cancel' })
		this.schedule()
		return ok(null)
	}

	retry(id: string): Result<null> {
		const before = this.#ledger.get(id)
		if (!before) return fail('no-transcript', 'This transcript does not exist any more.')
		if (before.state !== 'failed' && before.state !== 'cancelled') return ok(null)
		const moved = this.#ledger.saveJob(id, { toEndOfLine: true })
		if (!moved.ok) return moved
		this.#track(this.#ledger.get(id) ?? before)
		this.#apply(id, { type: 'retry' })
		this.schedule()
		return ok(null)
	}

	/** Drops it without a trace in the ledger: the transcript goes to the trash. */
	forget(id: string): void {
		const running = this.#running.get(id)
		if (!running) return
		this.#halt(id, running)
		this.#running.delete(id)
		this.schedule()
	}

	/** A worker is ready for work. */
	workerReady(): void {
		this.schedule()
	}

	/** A worker died: which jobs it had, and what becomes of them. `culprit` is the job its crumb names. */
	workerDied(name: string, culprit: string | null, gaveUp: boolean, why: string): ExitJob[] {
		const lost: ExitJob[] = []
		for (const [id, running] of this.#letGo(name)) {
			const problem = fail(
				'worker-died-here',
				`${why} It happened ${DEATHS_AT_ONE_PLACE} times at the same place, so the rest waits. What came before is kept; try again, or listen to that place.`,
				{}
			).problem
			this.#apply(id, { type: 'worker-died', culprit: culprit === null || culprit === id, limit: DEATHS_AT_ONE_PLACE, problem })
			lost.push({
				transcript: id,
				title: this.#ledger.get(id)?.title ?? '',
				cursor: running.job.cursor,
				outcome: this.#outcome(id, gaveUp)
			})
		}
		this.schedule()
		return lost
	}

	/** A worker ended as it was asked to: what it had is given to its successor. */
	workerEnded(name: string): void {
		this.#letGo(name)
	}

	/** A worker is not started any more. What was waiting for it at the head of the line fails; the rest keeps waiting. */
	workerGaveUp(name: string, problem: Problem): ExitJob[] {
		const failed: ExitJob[] = []
		for (const [id, { job }] of [...this.#running]) {
			if (job.state !== 'decoding' && job.state !== 'transcribing') continue
			if (name === 'decoder' && job.ended) continue
			if (job.kind === 'recording') continue
			failed.push({ transcript: id, title: this.#ledger.get(id)?.title ?? '', cursor: job.cursor, outcome: 'failed' })
			this.#apply(id, { type: 'failed', problem })
		}
		this.schedule()
		return failed
	}

	message(message: FromWorker): void {
		if (!('attempt' in message)) return
		const found = [...this.#running].find(([, running]) => running.engine === message.attempt || running.decode === message.attempt)
		// Late: of a job that was cancelled, or of an attempt whose worker was given up.
		if (!found) return
		const [id, running] = found
		switch (message.type) {
			case 'step':
				this.#step(id, running, message)
				return
			case 'partial':
				this.#setPartial(id, running, message)
				return
			case 'transcribed':
				running.engine = null
				this.#setPartial(id, running, null)
				this.#apply(id, { type: 'transcribed' })
				this.#log.info({ job: id }, 'transcribed')
				break
			case 'opened':
				this.#gate.write(() => this.#ledger.opened(id, message.facts))
				this.#tell(id)
				return
			case 'decoded':
				// One that was started anew comes by what is in the journal already: that is nothing new.
				if (message.samples > running.job.samples) this.#workers.produced('decoder')
				this.#apply(id, { type: 'grew', samples: message.samples })
				if (running.engine) this.#workers.send('engine', { type: 'grown', attempt: running.engine, samples: message.samples, ended: false })
				this.#tell(id)
				break
			case 'decode-ended': {
				running.decode = null
				this.#gate.write(() => this.#ledger.notice(id, message.problems))
				this.#gate.write(() => this.#ledger.addGaps(id, message.gaps))
				for (const gap of message.gaps) this.#emit({ type: 'gap', gap: { ...gap, transcript: id } })
				this.audioEnded(id, message.samples)
				const source = this.#ledger.get(id)?.sourcePath
				// Not before the ledger knows that all of it is in the journal: else it would be read again.
				if (source && !this.#gate.held) this.#shelf.discardUpload(source)
				this.#log.info({ job: id, samples: message.samples, problems: message.problems.map(p => p.code) }, 'decoded')
				return
			}
			case 'failed':
				this.#log.warn({ job: id, code: message.problem.code }, 'job failed')
				// Of a recording that goes on the try is kept as it is: without one it would be tried again with every chunk.
				if (running.job.state !== 'recording') running[message.attempt === running.engine ? 'engine' : 'decode'] = null
				this.#apply(id, { type: 'failed', problem: message.problem })
				break
			default:
				return
		}
		this.schedule()
	}

	/** Gives work to whoever is ready for it: recordings always, one file at a time, in order. */
	schedule(): void {
		if (this.#gate.held) return
		for (const [id, running] of this.#running) {
			if (running.job.kind === 'recording' && (running.job.state === 'recording' || running.job.state === 'transcribing'))
				this.#transcribe(id, running)
		}
		const id = activeFile(this.#running) ?? this.#takeTurn()
		const running = id === null ? undefined : this.#running.get(id)
		if (id === null || !running) return
		if (!running.job.ended && running.decode === null) {
			if (this.#workers.isReady('decoder')) this.#decode(id, running)
			else this.#workers.start('decoder')
		}
		if (running.job.samples > 0 || running.job.ended) this.#transcribe(id, running)
	}

	/** The record as windows see it. */
	describe(row: TranscriptRow): Transcript {
		const running = this.#running.get(row.id)
		const { ended: _ended, place: _place, sourcePath: _path, ...known } = row
		const samples = running ? Math.max(row.samples, running.job.samples) : row.samples
		const job = running?.job ?? row
		return {
			...known,
			state: job.state,
			problem: job.problem,
			samples,
			cursor: job.cursor,
			position: this.#position(row.id),
			playable: samples > 0
		}
	}

	partials(): { transcript: string; from: number; to: number; firm: string; faint: string }[] {
		return [...this.#running].flatMap(([transcript, { partial }]) => (partial ? [{ transcript, ...partial }] : []))
	}

	/** Recordings and other jobs that are not over. */
	busy(): { recording: boolean; jobs: number } {
		const jobs = [...this.#running.values()].map(running => running.job.state)
		return { recording: jobs.includes('recording'), jobs: jobs.length }
	}

	stop(): void {
		this.#gate.stop()
		this.#running.clear()
	}

	#step(id: string, running: Running, step: Extract<FromWorker, { type: 'step' }>): void {
		const committed = this.#ledger.commitStep(id, step, this.engineModel ?? 'unknown', Date.now())
		if (!committed.ok) {
			this.#gate.hold(committed.problem)
			return
		}
		if (!committed.value.moved) return
		this.#workers.produced('engine')
		this.#workers.measured('engine', this.#speed.add(step.cursor - running.job.cursor, step.spentMs, Date.now()))
		this.#apply(id, { type: 'step', cursor: step.cursor })
		if (committed.value.segment) {
			// The segment's event ends the partial too.
			running.partial = null
			this.#emit({ type: 'segment', segment: committed.value.segment })
		} else this.#setPartial(id, running, null)
		if (step.gap) this.#emit({ type: 'gap', gap: { ...step.gap, transcript: id } })
		this.#tell(id)
	}

	/** The ledger can't be written: stop asking for more, say so once, and go on from the ledger's cursor when there is room. */
	#refused(problem: Problem, isNews: boolean): void {
		this.#log.error({ code: problem.code }, 'ledger refused')
		if (isNews) this.#emit({ type: 'notice', problem })
		for (const [id, running] of this.#running) this.#haltEngine(id, running)
	}

	#goOn(): void {
		for (const id of [...this.#running.keys()]) this.#save(id)
		this.schedule()
	}

	/** The jobs that a worker had, without it now. */
	#letGo(name: string): [string, Running][] {
		const role = name === 'engine' ? 'engine' : 'decode'
		const had = [...this.#running].filter(([, running]) => running[role] !== null)
		for (const [id, running] of had) {
			running[role] = null
			if (role === 'engine') this.#setPartial(id, running, null)
		}
		return had
	}

	#transcribe(id: string, running: Running): void {
		if (running.engine !== null || !this.#workers.isReady('engine')) return
		const { job } = running
		running.engine = randomUUID()
		const live = job.kind === 'recording'
		this.#workers.send('engine', {
			type: 'transcribe',
			attempt: running.engine,
			job: id,
			journal: this.#shelf.journal(id),
			cursor: job.cursor,
			samples: job.samples,
			ended: job.ended,
			tuning: live ? 'live' : 'file',
			partials: live && job.state === 'recording'
		})
		this.#log.info({ job: id, cursor: job.cursor }, 'transcribing')
	}

	#decode(id: string, running: Running): void {
		const source = this.#ledger.get(id)?.sourcePath
		if (!source) return
		running.decode = randomUUID()
		this.#workers.send('decoder', { type: 'decode', attempt: running.decode, job: id, source, journal: this.#shelf.journal(id) })
		this.#log.info({ job: id }, 'decoding')
	}

	/** Gives the next file its turn. */
	#takeTurn(): string | null {
		const gaveUp = { engine: this.#workers.gaveUp('engine'), decoder: this.#workers.gaveUp('decoder') }
		const next = nextInLine(this.#running, gaveUp)
		if (next === null) return null
		this.#apply(next, { type: 'turn' })
		// Everyone behind it has moved up.
		for (const waiting of lineOf(this.#running)) this.#tell(waiting)
		return next
	}

	#position(id: string): number | null {
		const index = lineOf(this.#running).indexOf(id)
		return index < 0 ? null : index + 1
	}

	#outcome(id: string, gaveUp: boolean): ExitJob['outcome'] {
		const state = this.#running.get(id)?.job.state
		if (state === undefined || state === 'failed') return 'failed'
		return gaveUp ? 'waiting' : 'continued'
	}

	#track(row: TranscriptRow): void {
		const samples = Math.max(row.ended ? row.samples : 0, this.#shelf.samples(row.id))
		const job: Job = {
			id: row.id,
			kind: row.kind,
			state: row.state,
			samples,
			ended: row.ended,
			cursor: row.cursor,
			deathsHere: 0,
			problem: row.problem
		}
		this.#running.set(row.id, { job, place: row.place, engine: null, decode: null, partial: null })
	}

	#apply(id: string, event: JobEvent): void {
		const running = this.#running.get(id)
		if (!running) return
		const [job, effects] = transition(running.job, event)
		running.job = job
		for (const effect of effects) {
			if (effect.type === 'halt') this.#halt(id, running)
			else this.#save(id)
		}
	}

	#save(id: string): void {
		const job = this.#running.get(id)?.job
		if (!job) return
		// Held: all are saved when there is room, after what came before.
		if (!this.#gate.held) {
			const saved = this.#ledger.saveJob(id, { state: job.state, samples: job.samples, ended: job.ended, problem: job.problem })
			if (!saved.ok) this.#gate.hold(saved.problem)
			// One that is over is let go of only when the ledger knows: until then it is saved again and again.
			else if (isOver(job.state)) this.#running.delete(id)
		}
		this.#tell(id)
	}

	#halt(id: string, running: Running): void {
		this.#haltEngine(id, running)
		if (running.decode) this.#workers.send('decoder', { type: 'cancel', attempt: running.decode })
		running.decode = null
	}

	#haltEngine(id: string, running: Running): void {
		this.#setPartial(id, running, null)
		if (running.engine) this.#workers.send('engine', { type: 'cancel', attempt: running.engine })
		running.engine = null
	}

	#setPartial(id: string, running: Running, partial: { from: number; to: number; firm: string; faint: string } | null): void {
		if (partial === null && running.partial === null) return
		running.partial = partial && { from: partial.from, to: partial.to, firm: partial.firm, faint: partial.faint }
		this.#emit({ type: 'partial', transcript: id, ...(running.partial ?? { from: 0, to: 0, firm: '', faint: '' }) })
	}

	#tell(id: string): void {
		const row = this.#ledger.get(id)
		if (row) this.#emit({ type: 'transcript', transcript: this.describe(row) })
	}
}
