import { randomUUID } from 'node:crypto'
import type { Log } from '../../native-bridge/log/log.ts'
import type { FromWorker, ToWorker } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import { ENGINE_THREADS } from '../../native-bridge/protocol/threads.ts'
import { assertNever } from '../../native-bridge/protocol/units.ts'
import type { AppEvent } from '../contract/events.ts'
import type { ProcessHealth } from '../contract/processes.ts'
import type { SpeedTest as Shown } from '../contract/speeds.ts'
import type { Hearer } from '../models/hearer.ts'
import type { InstalledModel } from '../models/installed.ts'
import type { SpeedsFile } from '../models/speeds-file.ts'
import { type AtWork, hindranceOf, isLoading, REFUSED, STOPPED } from './measuring-hindrance.ts'
import { AT_REST, type Measured, type SpeedTestEffect, type SpeedTestEvent, shown, transition } from './speed-test-machine.ts'

export interface SpeedTestDependencies {
	/** The engine that is measured, as the supervisor has it. */
	readonly engine: {
		start(): void
		letGo(): void
		isAway(): boolean
		send(message: ToWorker): void
		/** How long it took to load its model, ms. */
		loadMs(): number | null
		/** What its library said on standard error when it failed without saying so in its result; else null. */
		silentFailure(): string | null
	}
	/** Models that write text, as they are here now. */
	readonly models: () => readonly InstalledModel[]
	/** How that model is asked to hear, as the settings say. Problem: `no-model`. */
	readonly hearer: (model: string) => Result<Hearer>
	/** Problem: `no-memory-for-model`. */
	readonly roomFor: (model: InstalledModel) => Result<unknown>
	/** The speech that is heard, a WAV as our journals, and its length in samples; null: there is none here. */
	readonly sample: { readonly path: string; readonly samples: number } | null
	readonly kept: SpeedsFile
	readonly transcripts: () => readonly AtWork[]
	readonly processes: () => readonly ProcessHealth[]
	readonly emit: (event: AppEvent) => void
	readonly log: Log
	/** Of Holdfast. */
	readonly version: string
	readonly now: () => number
}

/**
 * Measures how fast models are here, one after the other, each in an engine of its own. Only while nothing else is done: a figure taken beside
 * other work would be wrong, and what is said goes first, so whatever begins meanwhile ends it at once. Nothing of it outlives main but the figures.
 */
export class SpeedTest {
	readonly #deps: SpeedTestDependencies
	#state = AT_REST
	/** The pass that it is at, and how far it has come. */
	#attempt: string | null = null
	#cursor = 0
	#failed = new Map<string, Problem>()
	#stopped: Problem | null = null

	constructor(deps: SpeedTestDependencies) {
		this.#deps = deps
	}

	/** The model that its process is to load. */
	get model(): Hearer | null {
		const { turn } = this.#state
		const found = turn && this.#deps.hearer(turn.model)
		return found?.ok ? found.value : null
	}

	get now(): Shown {
		const { sample, kept, models } = this.#deps
		const here = models()
		const failed = [...this.#failed]
			.map(([model, problem]) => ({ model, problem }))
			.filter(({ model }) => here.some(({ id }) => id === model))
		return { now: shown(this.#state, sample?.samples ?? 1), measured: kept.of(here), failed, stopped: this.#stopped }
	}

	/** Null: all that are here. Those that are measured already or wait for it are not asked for twice. Problems: `no-sample`, `no-model`, `speed-recording`, `speed-work`, `speed-loading`. */
	ask(wanted: readonly string[] | null): Result<Record<string, never>> {
		const { sample, models, transcripts, processes } = this.#deps
		if (!sample) return fail('no-sample', 'The sample is not part of this installation.')
		const here = models().map(({ id }) => id)
		const missing = (wanted ?? here).find(id => !here.includes(id))
		if (missing !== undefined || here.length === 0)
			return fail('no-model', `The model “${missing ?? ''}” is not here any more. Choose another.`, { model: missing ?? '' })
		const hindrance = hindranceOf(transcripts()) ?? (processes().some(isLoading) ? 'loading' : null)
		if (hindrance) return REFUSED[hindrance]
		const asked = wanted ?? here
		for (const model of asked) this.#failed.delete(model)
		this.#stopped = null
		this.#apply({ type: 'asked', models: asked })
		return ok({})
	}

	/** What was measured before stays. */
	cancel(): Result<Record<string, never>> {
		this.#stop(null)
		return ok({})
	}

	/** A transcript is as this now. */
	noticed(transcript: AtWork): void {
		const hindrance = this.#state.turn && hindranceOf([transcript])
		if (hindrance) this.#stop(STOPPED[hindrance].problem)
	}

	/** A process is as this now. */
	processNoticed(process: ProcessHealth): void {
		if (isLoading(process)) this.#stop(STOPPED.loading.problem)
	}

	workerReady(): void {
		this.#apply({ type: 'ready', loadMs: this.#deps.engine.loadMs() ?? 0 })
	}

	message(message: FromWorker): void {
		if (!('attempt' in message) || message.attempt !== this.#attempt) return
		switch (message.type) {
			case 'step':
				this.#step(message)
				return
			case 'transcribed': {
				const failure = this.#deps.engine.silentFailure()
				this.#apply(
					failure === null
						? { type: 'passed', peak: message.peak ?? null, cpu: message.cpu ?? null }
						: { type: 'failed', problem: this.#silent(failure) }
				)
				return
			}
			case 'failed':
				this.#apply({ type: 'failed', problem: message.problem })
				return
			default:
				return
		}
	}

	/** It says that it is of no use, and why. */
	workerUnfit(problem: Problem): void {
		this.#apply({ type: 'failed', problem })
	}

	workerDied(): void {
		const model = this.#find(this.#state.turn?.model)?.name ?? ''
		const text = `The engine died while ${model} was measured. The crash history says why.`
		this.#apply({ type: 'failed', problem: fail('speed-died', text, { model }).problem })
		this.workerEnded()
	}

	/** It is gone, or will be in a moment. */
	workerEnded(): void {
		if (this.#state.turn?.phase === 'ending' && this.#deps.engine.isAway()) this.#apply({ type: 'gone' })
	}

	#stop(problem: Problem | null): void {
		const { turn, line } = this.#state
		// All was measured, and the last engine is just going.
		if (!turn || (turn.phase === 'ending' && line.length === 0)) return
		this.#deps.log.info({ model: turn.model, why: problem?.code }, 'measuring stopped')
		this.#stopped = problem
		this.#apply({ type: 'stopped' })
	}

	#step({ cursor, segment, spentMs }: Extract<FromWorker, { type: 'step' }>): void {
		const samples = cursor - this.#cursor
		this.#cursor = cursor
		this.#apply({ type: 'step', samples, spentMs, hasWords: segment !== null && segment.text !== '' })
	}

	#apply(event: SpeedTestEvent): void {
		const [state, effects] = transition(this.#state, event)
		this.#state = state
		for (const effect of effects) this.#perform(effect)
		this.#deps.emit({ type: 'speeds', speeds: this.now })
	}

	#perform(effect: SpeedTestEffect): void {
		const { engine, log } = this.#deps
		switch (effect.do) {
			case 'start':
				this.#start(effect.model)
				return
			case 'pass':
				this.#pass()
				return
			case 'end':
				this.#attempt = null
				engine.letGo()
				// One that is dead already is gone at once.
				this.workerEnded()
				return
			case 'keep':
				this.#keep(effect.measured)
				return
			case 'refuse':
				log.warn({ model: effect.model, code: effect.problem.code }, 'not measured')
				this.#failed.set(effect.model, effect.problem)
				return
			default:
				assertNever(effect)
		}
	}

	#start(id: string): void {
		const { engine, roomFor, hearer } = this.#deps
		const model = hearer(id)
		const room = model.ok ? roomFor(model.value) : model
		if (room.ok) engine.start()
		else this.#apply({ type: 'failed', problem: room.problem })
	}

	#pass(): void {
		const { engine, sample } = this.#deps
		if (!sample) return
		this.#attempt = randomUUID()
		this.#cursor = 0
		const order = { job: JOB, journal: sample.path, cursor: 0, samples: sample.samples, ended: true } as const
		engine.send({ type: 'transcribe', attempt: this.#attempt, ...order, tuning: 'file', partials: false })
	}

	#keep(measured: Measured): void {
		const { kept, version, now, emit, log } = this.#deps
		const model = this.#find(measured.model)
		log.info({ ...measured }, 'measured')
		if (!model) return
		const saved = kept.keep({ ...measured, at: now(), holdfast: version, threads: ENGINE_THREADS }, model)
		if (!saved.ok) emit({ type: 'notice', problem: saved.problem })
	}

	#silent(failure: string): Problem {
		const model = this.#find(this.#state.turn?.model)?.name ?? ''
		this.#deps.log.error({ model, failure }, 'the measured engine failed silently')
		return fail('speed-silent', `The engine’s library failed over ${model}, so its speed stays unknown. Check its files, under Models.`, {
			model
		}).problem
	}

	#find(id: string | undefined): InstalledModel | null {
		return this.#deps.models().find(model => model.id === id) ?? null
	}
}

/** What the engine calls what it is at, in its log and its crumbs: no transcript. */
const JOB = 'speed-test'
