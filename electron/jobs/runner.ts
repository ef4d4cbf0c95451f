import { randomUUID } from 'node:crypto'
import type { Log } from '../../native-bridge/log/log.ts'
import type { FromWorker, ToWorker } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import { assertNever, type SampleRange } from '../../native-bridge/protocol/units.ts'
import type { AppEvent } from '../contract/events.ts'
import type { ExitJob } from '../contract/exits.ts'
import type { Transcript } from '../contract/records.ts'
import type { Shelf } from '../journal/shelf.ts'
import type { TranscriptRow, Transcripts } from '../ledger/transcripts.ts'
import { LedgerGate } from './ledger-gate.ts'
import { activeFile, lineOf, nextInLine } from './line.ts'
import { isOver, type Job, type JobEffect, type JobEvent, transition } from './machine.ts'
import { isOutOf, type StepClaim } from './plausible.ts'
import { type BlamedDeath, decodersToSkip, NO_TROUBLE } from './quarantine.ts'
import { Repairs } from './repairs.ts'
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
	/** What its library said on standard error since this was asked last, when it failed without saying so in its result; else null. */
	silentFailure(name: 'engine' | 'decoder'): string | null
	/** It sent something that can't be true. */
	violation(name: 'engine' | 'decoder', issue: string): void
}

/** The job over which a worker died, and what it was at there. */
type Blamed = Omit<BlamedDeath, 'worker'> & { readonly job: string }

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
	/** Jobs of a dead worker that have killed one before at this place: they get no work until it is known what this death was. */
	readonly #onTrial = new Set<string>()
	/** What dead workers had, until it is known what their deaths were. */
	readonly #lost = new Map<string, string[]>()
	readonly #repairs: Repairs
	/** Of what engines said what can't be true, until they are known to be dead. */
	#violations: Blamed[] = []
	/** What the engine that is loaded calls its model. */
	engineModel: string | null = null

	constructor(deps: { ledger: Transcripts; shelf: Shelf; workers: Workers; emit: (event: AppEvent) => void; log: Log }) {
		this.#ledger = deps.ledger
		this.#shelf = deps.shelf
		this.#workers = deps.workers
		this.#emit = deps.emit
		this.#log = deps.log
		this.#repairs = new Repairs({
			...deps,
			model: () => this.engineModel ?? 'unknown',
			doubted: (cursor, step) => this.#doubted(cursor, step),
			violated: (job, range, issue) => this.#violated(job, range, issue)
		})
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
		this.#repairs.forget(id)
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

	/** A worker is gone, and it isn't known why: what it had is given to whoever is ready for it, but for what may have killed it. */
	workerLost(name: string): void {
		const had = this.#letGo(name)
		this.#lost.set(name, [...(this.#lost.get(name) ?? []), ...had.map(([id]) => id)])
		for (const [id, { job }] of had) if (job.trouble[name === 'engine' ? 'engine' : 'decoder'] > 0) this.#onTrial.add(id)
		this.schedule()
	}

	/**
	 * Why a lost worker died: which jobs it had, and what becomes of them. `crumb`: the job whose doing it was, with what the worker was
	 * at by its crumb; null when it was nobody's.
	 */
	workerDied(name: string, crumb: Blamed | null, gaveUp: boolean, why: string): ExitJob[] {
		const blamed = (name === 'engine' && this.#violations.shift()) || crumb
		const lost = this.#known(name)
		if (blamed) {
			const worker = name === 'engine' ? 'engine' : 'decoder'
			// What it read before it died is read: only a death after more than that is one at another place.
			if (worker === 'decoder' && this.#running.has(blamed.job)) this.grew(blamed.job, this.#shelf.samples(blamed.job))
			const text =
				worker === 'engine'
					? `${why} It happened again and again, so the rest waits. What came before is kept; try again, or with another model.`
					: `${why} It happened twice at the same place, so the file was not read further. What came before is kept.`
			const { problem } = fail('worker-died-here', text)
			const isRepair = worker === 'engine' && this.#repairs.blamed(blamed.job, blamed.range)
			if (!isRepair) this.#apply(blamed.job, { type: 'worker-died', death: { ...blamed, worker }, problem })
		}
		const had = new Set(blamed ? [...lost, blamed.job] : lost)
		const jobs = [...had].map(id => ({
			transcript: id,
			title: this.#ledger.get(id)?.title ?? '',
			cursor: this.#running.get(id)?.job.cursor ?? this.#ledger.get(id)?.cursor ?? 0,
			outcome: this.#outcome(id, gaveUp)
		}))
		this.schedule()
		return jobs
	}

	/** A lost worker had ended as it was asked to: what it had is given to its successor. */
	workerEnded(name: string): void {
		this.#known(name)
		this.schedule()
	}

	/** Transcribes what a gap has no text for. */
	retryGap(transcript: string, from: number): Result<Record<string, never>> {
		const asked = this.#repairs.ask(transcript, from)
		this.schedule()
		return asked
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
		if (this.#repairs.message(message)) {
			this.schedule()
			return
		}
		const found = [...this.#running].find(([, running]) => running.engine === message.attempt || running.decode === message.attempt)
		// Late: of a job that was cancelled, or of an attempt whose worker was given up.
		if (!found) return
		const [id, running] = found
		switch (message.type) {
			case 'step':
				this.#step(id, running, message)
				return
			case 'partial':
				// It has come as far as this: should it die now, it was no engine that can't be started.
				if (message.firm + message.faint !== '') this.#workers.produced('engine')
				this.#setPartial(id, running, message)
				return
			case 'transcribed':
				running.engine = null
				this.#setPartial(id, running, null)
				this.#log.info({ job: id }, 'transcribed')
				this.#apply(id, { type: 'transcribed' })
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
		if (this.#workers.isReady('engine')) this.#repairs.goOn()
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
		const { ended: _ended, place: _place, sourcePath: _path, microphone: _microphone, ...known } = row
		const samples = running ? Math.max(row.samples, running.job.samples) : row.samples
		const job = running?.job ?? row
		return {
			...known,
			state: job.state,
			problem: job.problem,
			samples,
			cursor: job.cursor,
			position: this.#position(row.id),
			playable: samples > 0,
			away: false,
			audio: { wav: samples > 0, opus: false, copying: false },
			polishing: null
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

	#step(id: string, running: Running, said: Extract<FromWorker, { type: 'step' }>): void {
		const step = this.#doubted(running.job.cursor, said)
		const wrong = isOutOf(step, { from: running.job.cursor, to: running.job.samples })
		// One that was committed before changes nothing.
		if (wrong !== null && step.cursor > running.job.cursor) {
			this.#violated(
				id,
				{ from: running.job.cursor, to: Math.min(step.cursor, Math.max(running.job.samples, running.job.cursor + 1)) },
				wrong
			)
			return
		}
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
		if (running.engine === null) this.schedule()
	}

	/** An engine whose library failed says the same as of silence. That there was nothing to hear can't be known then: a gap says so. */
	#doubted<Step extends StepClaim>(cursor: number, step: Step): Step {
		const failure = this.#workers.silentFailure('engine')
		if (failure === null || step.segment !== null || (step.gap !== null && step.gap.cause !== 'engine-no-words')) return step
		this.#log.error({ failure, cursor, to: step.cursor }, 'the engine failed silently')
		const { from, to } = step.gap ?? { from: cursor, to: step.cursor }
		return { ...step, gap: { from, to, cause: 'engine-failed' } }
	}

	/** The engine is ended for it; what it was doing by then is not what it is to be blamed for. */
	#violated(job: string, range: SampleRange, issue: string): void {
		this.#violations.push({ job, activity: 'transcribing', range })
		this.#workers.violation('engine', issue)
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

	/** What a lost worker had, now that it is known what became of it. */
	#known(name: string): readonly string[] {
		const lost = this.#lost.get(name) ?? []
		this.#lost.delete(name)
		for (const id of lost) this.#onTrial.delete(id)
		if (name === 'engine') this.#repairs.known()
		return lost
	}

	/** The jobs that a worker had, without it now. */
	#letGo(name: string): [string, Running][] {
		const role = name === 'engine' ? 'engine' : 'decode'
		if (role === 'engine') this.#repairs.letGo()
		const had = [...this.#running].filter(([, running]) => running[role] !== null)
		for (const [id, running] of had) {
			running[role] = null
			// Where a standby has taken over, what was shown stays until it shows more: nothing on the screen moves.
			if (role === 'engine' && !this.#workers.isReady('engine')) this.#setPartial(id, running, null)
		}
		return had
	}

	#transcribe(id: string, running: Running): void {
		if (running.engine !== null || this.#onTrial.has(id) || !this.#workers.isReady('engine')) return
		const { job } = running
		// Its text is left for later: when it has been recorded there is time to try again.
		if (job.state === 'recording' && job.problem !== null) return
		const { avoid, partials } = job.trouble
		running.engine = randomUUID()
		const live = job.kind === 'recording'
		this.#workers.send('engine', {
			type: 'transcribe',
			attempt: running.engine,
			job: id,
			journal: this.#shelf.journal(id),
			cursor: job.cursor,
			// Before a place that kills, the audio is said to end.
			samples: avoid ? Math.min(avoid.from, job.samples) : job.samples,
			ended: avoid ? true : job.ended,
			tuning: live ? 'live' : 'file',
			partials: partials && live && job.state === 'recording',
			...(running.partial ? { shown: textOf(running.partial) } : {})
		})
		this.#log.info({ job: id, cursor: job.cursor }, 'transcribing')
	}

	#decode(id: string, running: Running): void {
		const source = this.#ledger.get(id)?.sourcePath
		if (!source || this.#onTrial.has(id)) return
		running.decode = randomUUID()
		this.#workers.send('decoder', {
			type: 'decode',
			attempt: running.decode,
			job: id,
			source,
			journal: this.#shelf.journal(id),
			skip: decodersToSkip(running.job.trouble)
		})
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
		// One that is over was at work for a gap of its own.
		const state = this.#running.get(id)?.job.state ?? this.#ledger.get(id)?.state
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
			trouble: NO_TROUBLE,
			problem: row.problem
		}
		this.#running.set(row.id, { job, place: row.place, engine: null, decode: null, partial: null })
	}

	#apply(id: string, event: JobEvent): void {
		const running = this.#running.get(id)
		if (!running) return
		const [job, effects] = transition(running.job, event)
		running.job = job
		for (const effect of effects) this.#perform(id, running, effect)
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
				this.#gate.write(() => this.#ledger.notice(id, [effect.problem]))
				running.decode = null
				this.audioEnded(id, this.#shelf.samples(id))
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
			this.#apply(id, { type: 'passed', cursor: running.job.cursor })
			return
		}
		const gap = { from, to: end, cause: 'engine-died' } as const
		const passed = this.#ledger.commitStep(id, { cursor: end, segment: null, gap }, this.engineModel ?? 'unknown', Date.now())
		// Not now: it is passed over when there is room, and what is before it stays the last that is asked for.
		if (!passed.ok) {
			this.#gate.hold(passed.problem)
			return
		}
		this.#log.warn({ job: id, from, to: end }, 'passed over')
		this.#apply(id, { type: 'passed', cursor: end })
		this.#emit({ type: 'gap', gap: { ...gap, transcript: id } })
		this.#tell(id)
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

function textOf({ from, to, firm, faint }: NonNullable<Running['partial']>): { from: number; to: number; text: string } {
	return { from, to, text: `${firm} ${faint}`.trim() }
}
