import type { Log } from '../../native-bridge/log/log.ts'
import type { FromWorker, SourceFacts } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import type { AppEvent } from '../contract/events.ts'
import type { ExitJob } from '../contract/exits.ts'
import type { Transcript } from '../contract/records.ts'
import type { Wish } from '../contract/wish.ts'
import type { Shelf } from '../journal/shelf.ts'
import type { Queue } from '../ledger/queue.ts'
import type { SecondPasses } from '../ledger/second-passes.ts'
import type { TranscriptRow } from '../ledger/transcript-row.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import type { HearingModels } from './hearing.ts'
import { LedgerGate } from './ledger-gate.ts'
import { LiveWishes } from './live-wishes.ts'
import { Orders } from './orders.ts'
import type { OtherEngine } from './other-engine.ts'
import { Passes } from './passes.ts'
import { asBelieved, type StepClaim } from './plausible.ts'
import { recordOf } from './record-of.ts'
import { Repairs } from './repairs.ts'
import { type Partial, RunningJobs } from './running-jobs.ts'
import { SecondEngine } from './second-engine.ts'
import { type Blamed, WorkerDeaths } from './worker-deaths.ts'
import { WorkerMessages } from './worker-messages.ts'
import type { EngineName, Workers } from './workers.ts'

/** Windows hear of a recording’s length at least so often, in samples of it: 5 s. */
const TELL_SAMPLES = 80_000

interface RunnerDependencies {
	readonly ledger: Transcripts
	readonly passes: SecondPasses
	readonly shelf: Shelf
	readonly workers: Workers
	readonly models: HearingModels
	/** The usual engine is perhaps to be lent to another recording, or to none (see `live`). */
	readonly liveWishesChanged?: () => void
	/** Bytes that the machine could give to one more process. */
	readonly availableMemory: () => number
	/** Whether a process that is going has some of it yet. */
	readonly memoryComes: () => boolean
	readonly emit: (event: AppEvent) => void
	readonly log: Log
	readonly queue: Queue
	/** Whether recordings that end get a second pass. */
	readonly wantsPolish: () => boolean
	/** Whether the user wants the queue to wait. */
	readonly isPaused: () => boolean
	/** Whether a second engine is to take files; left out: never. `has`: there is one. */
	readonly wantsTwo?: (has: boolean) => boolean
	/** What is to be said of a file when it has been opened; left out: nothing. */
	readonly sourceOpened?: (id: string, facts: SourceFacts) => readonly Problem[]
	/** Bytes that files may take of the disk; null or left out where nobody knows. */
	readonly room?: () => number | null
	/** When what the ledger was told is on the platter; left out: it is at once. */
	readonly ledgerSynced?: () => Promise<void>
	/** What other rooms know of a transcript that has so many samples. */
	readonly aside?: (id: string, samples: number) => Pick<Transcript, 'away' | 'audio' | 'findingSpeakers'>
}

/**
 * Brings jobs and workers together, for the rest of main: whatever happens comes in here, and work is given out again after it. What is
 * running: `running-jobs.ts`; who gets work: `orders.ts`; what workers say: `worker-messages.ts`; what their deaths mean: `worker-deaths.ts`;
 * what is done once jobs are over: `repairs.ts`, `passes.ts`.
 */
export class Runner {
	readonly #given: RunnerDependencies
	readonly #ledger: Transcripts
	readonly #workers: Workers
	readonly #gate: LedgerGate
	readonly #jobs: RunningJobs
	readonly #repairs: Repairs
	readonly #passes: Passes
	readonly #second: SecondEngine
	readonly #deaths: WorkerDeaths
	readonly #messages: WorkerMessages
	readonly #orders: Orders
	#isOver = false
	/** What is wished for recordings that are heard now. */
	readonly live: LiveWishes
	/** What the engine that is loaded calls its model. */
	engineModel: string | null = null

	constructor(given: RunnerDependencies) {
		this.#given = given
		this.#ledger = given.ledger
		this.#workers = given.workers
		this.#gate = new LedgerGate(
			(problem, isNews) => this.#refused(problem, isNews),
			() => {
				this.#jobs.saveAll()
				this.#repairs.other.workerReady()
				this.schedule()
			}
		)
		const deps = {
			...given,
			gate: this.#gate,
			sourceOpened: (id: string, facts: SourceFacts) => given.sourceOpened?.(id, facts) ?? [],
			room: () => given.room?.() ?? Number.POSITIVE_INFINITY,
			ledgerSynced: () => given.ledgerSynced?.() ?? Promise.resolve(),
			// A second one may be at a step yet that it began before the engine had another model.
			model: (by: EngineName = 'engine') => (by === 'engine' ? null : given.workers.model(by)) ?? this.engineModel ?? 'unknown',
			believed: <Step extends StepClaim>(cursor: number, step: Step, by?: EngineName) => this.#believed(cursor, step, by),
			violated: (...what: Parameters<WorkerDeaths['violated']>) => this.#deaths.violated(...what),
			isOnTrial: (id: string) => this.#deaths.isOnTrial(id),
			tell: (id: string) => this.#tell(id),
			done: (id: string) => this.#passes.found(id),
			nameOf: (model: string) => given.models.find(model)?.name ?? model,
			refused: (...what: Parameters<Orders['refused']>) => this.#orders.refused(...what)
		}
		this.#jobs = new RunningJobs(deps)
		this.live = new LiveWishes({ ...deps, jobs: this.#jobs, refused: () => this.schedule() })
		this.#second = new SecondEngine(given.workers, given.wantsTwo ?? (() => false))
		this.#repairs = new Repairs(deps)
		this.#passes = new Passes({
			...deps,
			other: this.#repairs.other,
			send: message => given.workers.send('engine', message),
			produced: () => given.workers.produced('engine')
		})
		const both = { ...deps, jobs: this.#jobs, repairs: this.#repairs, polish: this.#passes.usual, second: this.#second }
		this.#deaths = new WorkerDeaths(both)
		this.#messages = new WorkerMessages(both)
		this.#orders = new Orders({ ...both, polish: this.#passes })
	}

	/** Takes up everything an earlier main left unfinished. Recordings that were open stay open: their page may come back. */
	start(): { openRecordings: string[] } {
		const openRecordings: string[] = []
		for (const row of this.#ledger.list()) {
			if (row.state === 'recording') openRecordings.push(row.id)
			this.#jobs.takeUp(row)
		}
		for (const { transcript } of this.#given.passes.list()) this.#passes.found(transcript)
		this.settingsChanged()
		return { openRecordings }
	}

	/** A second pass that is not wanted any more ends. While the queue is to wait, files give their turn back. */
	settingsChanged(): void {
		if (!this.#given.wantsPolish()) this.#passes.cancelUnasked()
		if (this.#given.isPaused()) for (const [id] of [...this.#jobs]) this.#jobs.apply(id, { type: 'wait' })
		this.#repairs.other.queueChanged()
		this.#second.forgive()
		this.schedule()
	}

	/** Transcripts that have just been added to the ledger. */
	added(...ids: readonly string[]): void {
		for (const id of ids) {
			const row = this.#ledger.get(id)
			if (!row || this.#jobs.has(id)) continue
			this.#jobs.track(row)
			this.#tell(id)
		}
		this.schedule()
	}

	/** Audio was saved into the journal of a recording. */
	grew(id: string, samples: number): void {
		this.#jobs.grew(id, samples)
		const running = this.#jobs.get(id)
		if (!running) return
		// While no text comes, nothing else tells how far behind it is.
		if (samples - running.told >= TELL_SAMPLES) this.#tell(id)
		if (running.engine === null) this.schedule()
	}

	/** No more audio comes. */
	audioEnded(id: string, samples: number): void {
		this.#jobs.audioEnded(id, samples)
		this.schedule()
	}

	/** Of a transcript that is done it ends the second pass. */
	cancel(id: string): Result<null> {
		if (this.#jobs.get(id)?.job.state === 'recording') return fail('still-recording', 'This is being recorded. Stop the recording first.')
		this.#jobs.apply(id, { type: 'cancel' })
		this.#passes.cancel(id)
		this.schedule()
		return ok(null)
	}

	/** It is heard so from here on, with its other channels; see `RunningJobs.wish`. */
	wish(id: string, wish: Wish | null): Result<null> {
		const known = wish === null ? ok(null) : this.#given.models.hearer(wish)
		const done = known.ok ? this.#jobs.wish(id, wish) : known
		this.schedule()
		return done
	}

	/** It is left alone until it is told to go on; also after a restart. Harmless when it is over. */
	pause(id: string): Result<null> {
		if (this.#jobs.get(id)?.job.state === 'recording') return fail('still-recording', 'This is being recorded. Stop the recording first.')
		this.#jobs.apply(id, { type: 'pause' })
		this.schedule()
		return ok(null)
	}

	resume(id: string): Result<null> {
		this.#jobs.apply(id, { type: 'resume' })
		this.schedule()
		return ok(null)
	}

	/** Puts a file before another of the queue, or behind all (null). One that is at work goes on. */
	move(id: string, before: string | null): Result<null> {
		if (!this.#jobs.has(id)) return fail('not-in-queue', 'This is not in the queue any more.')
		const moved = this.#given.queue.move(id, before)
		if (!moved.ok) return moved
		this.#jobs.placed(moved.value)
		this.schedule()
		return ok(null)
	}

	retry(id: string): Result<null> {
		const before = this.#ledger.get(id)
		if (!before) return fail('no-transcript', 'This transcript does not exist any more.')
		if (before.state !== 'failed' && before.state !== 'cancelled') return ok(null)
		this.#passes.cancel(id)
		const moved = this.#ledger.saveJob(id, { toEndOfLine: true })
		if (!moved.ok) return moved
		this.#jobs.track(this.#ledger.get(id) ?? before)
		this.#jobs.apply(id, { type: 'retry' })
		this.schedule()
		return ok(null)
	}

	/** Hears all of it again as is wished, while its text stands; see `Passes.ask`. */
	again(id: string, wish: Parameters<Passes['ask']>[1]): Result<null> {
		const row = this.#ledger.get(id)
		if (!row) return fail('no-transcript', 'This transcript does not exist any more.')
		const asked = this.#passes.ask(row, wish)
		this.schedule()
		return asked
	}

	/** Transcribes what a gap has no text for. `model`: null for the one that its transcript is heard with. */
	retryGap(transcript: string, from: number, model: string | null): Result<Record<string, never>> {
		const asked = this.#repairs.ask(transcript, from, model)
		this.schedule()
		return asked
	}

	/** The transcript goes to the trash: its job is cancelled, a second pass waits. */
	forget(id: string): void {
		this.#jobs.apply(id, { type: 'cancel' })
		this.#repairs.forget(id)
		this.#passes.forget(id)
		this.#jobs.drop(id)
		this.schedule()
	}

	/** It is back from the trash: a job whose end the ledger was not told goes on. */
	restored(id: string): void {
		this.#jobs.takeUp(this.#ledger.get(id))
		this.#passes.found(id)
		this.schedule()
	}

	/** What the engine with another model than the usual one does: its news are not the runner's. */
	get otherEngine(): OtherEngine {
		return this.#repairs.other
	}

	/** A worker is ready for work. */
	workerReady(): void {
		this.schedule()
	}

	/** A worker is gone, and it isn't known why: what it had is given to whoever is ready for it, but for what may have killed it. */
	workerLost(name: string): void {
		this.#deaths.lost(name)
		this.schedule()
	}

	/** Why a lost worker died: which jobs it had, and what becomes of them (see `WorkerDeaths`). */
	workerDied(name: string, crumb: Blamed | null, gaveUp: boolean, why: string): ExitJob[] {
		const jobs = this.#deaths.died(name, crumb, gaveUp, why)
		this.schedule()
		return jobs
	}

	/** The same of the engine with another model: it may have been at a file, or at what is its own (`otherEngine`). */
	otherDied(crumb: Blamed | null, why: string): ExitJob[] {
		const jobs = this.#deaths.otherDied(crumb, why)
		this.schedule()
		return jobs
	}

	otherGaveUp(problem: Problem): void {
		this.#repairs.other.workerGaveUp(problem)
		this.schedule()
	}

	/** A lost worker had ended as it was asked to: what it had is given to its successor. */
	workerEnded(name: string): void {
		this.#deaths.known(name)
		this.schedule()
	}

	/** A process has ended, or what was to be loaded is not: what waited for its memory goes on. */
	memoryFreed(): void {
		this.#repairs.other.memoryFreed()
		this.schedule()
	}

	/** A worker is not started any more. What was waiting for it at the head of the line fails; the rest keeps waiting. */
	workerGaveUp(name: string, problem: Problem): ExitJob[] {
		if (name === 'engine-second') {
			this.#second.giveUp()
			this.schedule()
			return []
		}
		const failed = this.#deaths.gaveUp(name, problem)
		this.schedule()
		return failed
	}

	message(message: FromWorker): void {
		if (!('attempt' in message)) return
		if (this.#repairs.message(message) || this.#passes.message(message) || this.#messages.take(message)) this.schedule()
	}

	/** Files that wait for room on the disk go on if there is some. */
	lookForRoom(): void {
		if ([...this.#jobs].some(([, { roomNeeded }]) => roomNeeded > 0)) this.schedule()
	}

	/** Gives work to whoever is ready for it: recordings always, one file at a time, in order; a second pass when nothing else is to do. */
	schedule(): void {
		if (this.#isOver) return
		this.#orders.give()
		if (this.live.areNew()) this.#given.liveWishesChanged?.()
	}

	/** The record as windows see it. */
	describe(row: TranscriptRow): Transcript {
		return recordOf(row, {
			running: this.#jobs.get(row.id),
			aside:
				this.#given.aside ??
				((_id, samples) => ({ away: false, audio: { wav: samples > 0, opus: false, copying: false }, findingSpeakers: null })),
			polishing: this.#passes.of(row.id)
		})
	}

	partials(): ({ transcript: string } & Partial)[] {
		return [...this.#jobs].flatMap(([transcript, { partial }]) => (partial ? [{ transcript, ...partial }] : []))
	}

	/** Whether anything is to be read from the journal of this transcript yet: its job is not over, a gap of it is tried again, or a second pass goes on. */
	needsJournal(id: string): boolean {
		return this.#jobs.has(id) || this.#repairs.has(id) || this.#passes.has(id)
	}

	/** Whether a file is being read, or will be as soon as there is somebody to read it. */
	get decodes(): boolean {
		return (
			!this.#given.isPaused() && [...this.#jobs].some(([, { job }]) => !job.ended && (job.state === 'decoding' || job.state === 'queued'))
		)
	}

	/** Recordings and other jobs that are not over. */
	busy(): { recording: boolean; jobs: number } {
		return this.#jobs.busy()
	}

	stop(): void {
		this.#isOver = true
		this.#gate.stop()
		this.#repairs.stop()
		this.#second.stop()
		this.#passes.clear()
		this.#jobs.clear()
	}

	/** A step of the engine as it is to be believed. */
	#believed<Step extends StepClaim>(cursor: number, said: Step, by: EngineName = 'engine'): Step {
		const failure = this.#workers.silentFailure(by)
		const step = failure === null ? said : asBelieved(said, cursor)
		if (step !== said) this.#given.log.error({ failure, cursor, to: step.cursor }, 'the engine failed silently')
		return step
	}

	/** The ledger can't be written: stop asking for more, say so once, and go on from the ledger's cursor when there is room. */
	#refused(problem: Problem, isNews: boolean): void {
		this.#given.log.error({ code: problem.code }, 'ledger refused')
		if (isNews) this.#given.emit({ type: 'notice', problem })
		this.#jobs.haltEngines()
		this.#passes.usual.halt()
	}

	#tell(id: string): void {
		const running = this.#jobs.get(id)
		if (running) running.told = running.job.samples
		const row = this.#ledger.get(id)
		if (row) this.#given.emit({ type: 'transcript', transcript: this.describe(row) })
	}
}
