import type { Log } from '../../native-bridge/log/log.ts'
import type { FromWorker } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import type { AppEvent } from '../contract/events.ts'
import type { ExitJob } from '../contract/exits.ts'
import { NO_WISH, type Wish } from '../contract/wish.ts'
import type { Shelf } from '../journal/shelf.ts'
import type { SecondPass, SecondPasses } from '../ledger/second-passes.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import type { Hearer } from '../models/hearer.ts'
import { type HearingModels, keyOf } from './hearing.ts'
import type { LedgerGate } from './ledger-gate.ts'
import { type Next, OnCall } from './on-call.ts'
import { PassLine, type PassLineDependencies } from './pass-line.ts'
import { asBelieved, type StepClaim } from './plausible.ts'
import { type Repair, RepairLine } from './repair-line.ts'
import { roomForModel } from './room-for-model.ts'
import type { Blamed } from './worker-deaths.ts'
import type { Workers } from './workers.ts'

export interface OtherEngineDependencies {
	readonly ledger: Transcripts
	readonly passes: SecondPasses
	readonly shelf: Shelf
	readonly workers: Workers
	readonly gate: LedgerGate
	readonly nameOf: (model: string) => string
	readonly models: HearingModels
	/** Files can't be heard by this one, and `problem` says why; `all`: nor can others that want it. */
	readonly refused: (hearer: Hearer, problem: Problem, all: boolean) => void
	/** The user wants the queue to wait: whole transcripts, that is, not gaps. */
	readonly isPaused: () => boolean
	/** Bytes that the machine could give to one more process. */
	readonly availableMemory: () => number
	/** Whether somebody who is going has some of it yet. */
	readonly memoryComes: () => boolean
	readonly emit: (event: AppEvent) => void
	readonly tell: (transcript: string) => void
	readonly log: Log
}

const NAME = 'engine-other'

/**
 * An engine with another model than the usual one, for gaps at which that one died, for files that are wished to be heard so when there are none,
 * and for passes over whole transcripts: called when it is needed, let go of soon after. Whatever becomes of it, the usual engine and its work know
 * nothing of it.
 */
export class OtherEngine {
	readonly #deps: OtherEngineDependencies
	readonly #line: RepairLine
	/** Whole transcripts. */
	readonly passes: PassLine
	/** Who is to hear the file whose turn it is; null: that is not for us. */
	#file: Hearer | null = null
	/** Something is being recorded. */
	#isLive = false
	readonly #process: OnCall<Hearer>
	/** Of what it said what can't be true, until it is known to be dead. */
	readonly #violations: Blamed[] = []
	/** What it was at when it was lost, until it is known what became of it. */
	#lost: { readonly transcript: string; readonly cursor: number } | null = null

	constructor(deps: OtherEngineDependencies) {
		const { workers } = deps
		this.#deps = deps
		this.#process = new OnCall<Hearer>({
			name: NAME,
			workers,
			keyOf,
			next: () => this.#next(),
			held: () => this.#line.held || (this.#line.first === null && this.passes.held)
		})
		const mine: Omit<PassLineDependencies, 'nameOf'> = {
			...deps,
			send: message => workers.send(NAME, message),
			produced: () => workers.produced(NAME),
			model: () => workers.model(NAME) ?? this.#process.has?.name ?? 'unknown',
			believed: (cursor, step) => this.#believed(cursor, step),
			violated: (job, range, issue) => {
				this.#violations.push({ job, activity: 'transcribing', range })
				workers.violation(NAME, issue)
			}
		}
		this.passes = new PassLine({ ...mine, nameOf: deps.nameOf })
		this.#line = new RepairLine({
			...mine,
			stays: ({ model }) => {
				const name = model?.name ?? ''
				return fail('gap-stays-with', `The engine with the model ${name} died at this place too, so the gap stays.`, { model: name })
					.problem
			}
		})
	}

	/** The model that its process is to load. */
	get model(): Hearer | null {
		return this.#process.has
	}

	/** Problem: `no-memory`. */
	ask(gap: Pick<Repair, 'transcript' | 'gap' | 'wish'>, model: Hearer): Result<Record<string, never>> {
		const isThere = this.#process.isFor(model) && this.#deps.workers.standing(NAME) !== 'away'
		const room = (isThere ? null : this.roomFor(model)) ?? ok({})
		if (!room.ok) return room
		this.#line.add({ ...gap, model })
		this.#move()
		return ok({})
	}

	find(transcript: string, from: number): Repair | null {
		return this.#line.find(transcript, from)
	}

	has(transcript: string): boolean {
		return this.#line.has(transcript)
	}

	drop(isMeant: (repair: Repair) => boolean): void {
		this.#line.drop(isMeant)
		this.#move()
	}

	/** A file's turn has come that this one is to hear; null: none is. Who gives it work asks whether it is `readyFor` it. */
	want(hearer: Hearer | null): void {
		if (hearer === null && this.#file === null) return
		this.#file = hearer
		if (hearer) this.passes.halt()
		this.#move()
	}

	readyFor(hearer: Hearer): boolean {
		return this.#process.isFor(hearer) && this.#deps.workers.standing(NAME) === 'ready'
	}

	/** Whether it was at a gap or a pass of this transcript when it was lost, and it is not known yet why. */
	lost(transcript: string): boolean {
		return this.#lost?.transcript === transcript
	}

	workerReady(): void {
		this.#move()
	}

	workerLost(): void {
		const repair = this.#line.letGo()
		const [pass] = this.passes.letGo()
		if (repair) this.#lost = { transcript: repair.transcript, cursor: repair.gap.from }
		else if (pass !== undefined) this.#lost = { transcript: pass, cursor: this.passes.cursorOf(pass) ?? 0 }
	}

	/** It died: what it was at. `crumb`: as of any worker, null when its death was nobody's doing. */
	workerDied(crumb: Blamed | null): ExitJob[] {
		const { ledger } = this.#deps
		const blamed = this.#violations.shift() ?? crumb
		const jobs = new Map<string, number>()
		if (this.#lost) jobs.set(this.#lost.transcript, this.#lost.cursor)
		if (blamed) {
			jobs.set(blamed.job, blamed.range?.from ?? jobs.get(blamed.job) ?? 0)
			if (!this.#line.blamed(blamed.job, blamed.range)) this.passes.blamed(blamed.job)
		}
		this.workerEnded()
		return [...jobs].map(([transcript, cursor]) => {
			const row = ledger.get(transcript)
			// The transcript itself never depended on it.
			return { transcript, title: row?.title ?? '', cursor, outcome: row ? 'continued' : 'failed' }
		})
	}

	workerEnded(): void {
		this.#known()
		this.#move()
	}

	/** It can't be had with the model that it has: what waits for that is not tried, and `problem` says why. */
	workerGaveUp(problem: Problem): void {
		this.#known()
		this.#refuse(this.#process.has, problem, true)
		this.#deps.workers.letGo(NAME)
		this.#move()
	}

	/** Whether it was about a gap or a pass. */
	message(message: FromWorker): boolean {
		if (!('attempt' in message) || !(this.#line.message(message) || this.passes.message(message))) return false
		this.#move()
		return true
	}

	/** The queue is to wait, or to go on; or there is another pass. */
	queueChanged(): void {
		if (this.#deps.isPaused()) this.passes.halt()
		this.#move()
	}

	/** Something is being recorded, or is not any more: what nobody asked for waits for that. */
	recording(is: boolean): void {
		if (is === this.#isLive) return
		this.#isLive = is
		if (is && this.passes.first?.model === null) this.passes.halt()
		this.#move()
	}

	/** A process has ended. */
	memoryFreed(): void {
		if (this.#deps.workers.standing(NAME) === 'away') this.#move()
	}

	/** It is kept for a while, and nobody needs it. */
	get isIdle(): boolean {
		return this.#process.isIdle
	}

	/** Main ends. */
	stop(): void {
		this.#process.stop()
	}

	#move(): void {
		this.#process.move()
	}

	#next(): Next<Hearer> | null {
		const model = this.#needed()
		if (!model) return null
		return { model, room: this.roomFor(model), refuse: problem => this.#refuse(model, problem, false), give: () => this.#give() }
	}

	/** The model for what is next: a gap, which somebody waits for; else a file; else a pass over a whole transcript. */
	#needed(): Hearer | null {
		if (this.#line.first) return this.#line.first.model
		if (this.#file) return this.#file
		for (let pass = this.passes.first; pass && !this.#deps.isPaused(); pass = this.passes.first) {
			const { transcript, model } = pass
			if (this.#isLive && model === null) return null
			const found = this.hearerOf(pass)
			if (found.ok) return found.value
			this.passes.refuse(each => each.transcript === transcript, found.problem)
		}
		return null
	}

	/** Who is to do a pass: as was asked for, or for the second pass over a recording, as that was heard. */
	hearerOf(pass: SecondPass): Result<Hearer> {
		return this.#deps.models.hearer(this.wishOf(pass) ?? NO_WISH)
	}

	/** Null: nothing is wished for it. */
	wishOf({ transcript, model, language }: SecondPass): Wish | null {
		return model === null ? (this.#deps.ledger.get(transcript)?.wish ?? null) : { model, language }
	}

	/** Whether there may be another move at once. */
	#give(): boolean {
		if (this.#line.first) {
			this.passes.halt()
			this.#line.give()
			return false
		}
		// Whoever wants it gives it that.
		if (this.#file) return false
		const before = this.passes.first
		this.passes.goOn(pass => {
			const found = this.hearerOf(pass)
			return found.ok && this.#process.isFor(found.value)
		})
		return !this.passes.held && this.passes.first !== before
	}

	#known(): void {
		this.#lost = null
		this.#line.known()
		this.passes.known()
	}

	/** If that is what is next: nothing is tried with this model. */
	#refuse(model: Hearer | null, problem: Problem, forAll: boolean): void {
		const needed = model && this.#needed()
		if (!model || !needed || keyOf(needed) !== keyOf(model)) return
		this.#deps.log.warn({ model: model.id, code: problem.code }, 'not tried with another model')
		if (this.#line.first) {
			this.#line.drop(repair => repair.model !== null && keyOf(repair.model) === keyOf(model))
			this.#deps.emit({ type: 'notice', problem })
		}
		const file = this.#file
		if (file && keyOf(file) === keyOf(model)) {
			this.#file = null
			this.#deps.refused(file, problem, forAll)
		}
		this.passes.refuse(pass => {
			const found = this.hearerOf(pass)
			return found.ok && keyOf(found.value) === keyOf(model)
		}, problem)
	}

	/** Null: somebody who is going has the memory yet. Problem: `no-memory-for-model`. */
	roomFor(model: Hearer): Result<Record<string, never>> | null {
		const room = roomForModel(model, this.#deps.availableMemory())
		return room.ok || !this.#deps.memoryComes() ? room : null
	}

	/** As the usual engine is: see `asBelieved`. */
	#believed(cursor: number, said: StepClaim): StepClaim {
		const failure = this.#deps.workers.silentFailure(NAME)
		const step = failure === null ? said : asBelieved(said, cursor)
		if (step !== said) this.#deps.log.error({ failure, cursor, to: step.cursor }, 'the engine failed silently')
		return step
	}
}
