import { join } from 'node:path'
import * as v from 'valibot'
import type { Log } from '../../native-bridge/log/log.ts'
import { FromWorker, type ToWorker } from '../../native-bridge/protocol/messages.ts'
import type { Problem } from '../../native-bridge/protocol/problem.ts'
import { assertNever, SAMPLE_RATE } from '../../native-bridge/protocol/units.ts'
import type { HealthSample, ProcessHealth } from '../contract/processes.ts'
import { type Death, logTail } from '../forensics/exit-record.ts'
import type { Host, ProcessEvents } from '../hosts/host.ts'
import type { ChildListener } from './child-listener.ts'
import type { ChildSpec } from './child-specs.ts'
import { Life } from './life.ts'
import { type ChildEffect, type ChildEvent, type ChildState, initialChild, transition } from './machine.ts'
import { Timers } from './timers.ts'

export interface Folders {
	readonly crumbs: string
	readonly logs: string
	/** Where dying workers leave minidumps. */
	readonly dumps: string
}

export interface ChildDependencies {
	readonly host: Host
	readonly folders: Folders
	/** Added to what each process gets. */
	readonly env: Readonly<Record<string, string>>
	readonly log: Log
	readonly listener: ChildListener
	/** Numbers the lives of all children of one spec. */
	readonly nextNumber: () => number
}

/** Gives the machine hands: forks, kills, sets timers, and tells the listener. Holds no policy. */
export class Child {
	readonly spec: ChildSpec
	/** Names its log file and crumb slots: two children of one spec live at the same time. */
	readonly slot: string
	readonly #deps: ChildDependencies
	readonly #timers = new Timers()
	readonly #whenStopped: (() => void)[] = []
	#pings = 0
	state: ChildState = initialChild(Date.now())
	problem: Problem | null = null
	/** The newest; it may be over. */
	#life: Life | null = null

	constructor(spec: ChildSpec, slot: string, deps: ChildDependencies) {
		this.spec = spec
		this.slot = slot
		this.#deps = deps
	}

	/** Whether messages would be heard and acted upon. */
	get isReady(): boolean {
		return (this.state.kind === 'ready' || this.state.kind === 'busy') && this.state.killedFor === null
	}

	get pid(): number | null {
		return this.#living?.pid ?? null
	}

	/** What the living process calls its model; null before it is ready. */
	get model(): string | null {
		return this.#life?.model ?? null
	}

	/** How long the living process took to load that, ms; null before it is ready. */
	get loadMs(): number | null {
		return this.#life?.loadMs ?? null
	}

	/** What the living process was asked for and can't do. */
	get unheeded() {
		return this.#life?.unheeded ?? []
	}

	send(message: ToWorker): void {
		this.#life?.send(message)
	}

	handle(event: ChildEvent): void {
		const ending = event.type === 'exited' ? this.#life : null
		const [state, effects] = transition(this.spec, this.state, event)
		const before = this.state
		this.state = state
		// First of all: whoever can take over does so before a successor is forked and the death looked into.
		if (ending && state !== before) this.#deps.listener.exiting(this)
		for (const effect of effects) this.#perform(effect, event, ending)
		if (state.kind !== before.kind || state.life !== before.life || state.pid !== before.pid) this.announce()
		if (!this.state.alive) for (const done of this.#whenStopped.splice(0)) done()
	}

	announce(): void {
		this.#deps.listener.changed(this)
	}

	async stop(): Promise<void> {
		const stopped = this.state.alive ? new Promise<void>(resolve => this.#whenStopped.push(resolve)) : Promise.resolve()
		this.handle({ type: 'stop', at: Date.now() })
		await stopped
	}

	/** Notes how it is now, for its curve, and weighs it. */
	sample(at: number): HealthSample {
		const life = this.#living
		if (!life) return { at, rss: null, cpu: null, beatMs: null }
		const sample = life.sample(at, this.#weight(life), this.#deps.host.oomKills())
		this.#weighed(life, at, sample.rss)
		return sample
	}

	health(): Omit<ProcessHealth, 'name' | 'restarts' | 'speed'> {
		const life = this.#living
		const unknown = { pid: null, since: null, rss: null, cpu: null, beatMs: null, activity: null, model: null, versions: {} }
		return {
			role: this.spec.role,
			state: this.state.kind,
			problem: this.problem,
			retryAt: this.state.retryAt,
			...(life?.health(this.#weight(life)) ?? unknown)
		}
	}

	/** What the library in it said since this was asked last, when it failed without saying so in its result; else null. */
	takeSilentFailure(): string | null {
		return this.#life?.takeSilentFailure() ?? null
	}

	/** It said what it must not: whatever it says next can't be trusted either. `atWork`: of a job. */
	violation(issue: string, atWork = false): void {
		const life = this.#life
		if (!life) return
		life.distrust(issue, atWork)
		this.#deps.log.error({ child: life.label, issue }, 'protocol violation')
		this.handle({ type: 'violation', at: Date.now(), life: life.number })
	}

	get #living(): Life | null {
		return this.state.alive ? this.#life : null
	}

	/** Asked of the system where it can be: a process that hangs says nothing, and that is when it matters. */
	#weight({ pid }: Life): number | null {
		return pid === null ? null : this.#deps.host.residentBytes(pid)
	}

	#weighed({ number }: Life, at: number, rss: number | null): void {
		if (rss !== null) this.handle({ type: 'weighed', at, life: number, rss })
	}

	#perform(effect: ChildEffect, event: ChildEvent, ending: Life | null): void {
		switch (effect.type) {
			case 'fork':
				this.#fork(effect.life)
				return
			case 'ask-to-stop':
				this.send({ type: 'stop' })
				return
			case 'ping':
				this.#life?.ping(++this.#pings)
				return
			case 'kill':
				this.#kill(effect.signal)
				return
			case 'timer': {
				const { timer, ms } = effect
				const { life } = this.state
				this.#timers.set(timer, ms, () => this.handle({ type: 'timer', at: Date.now(), life, timer }))
				return
			}
			case 'died': {
				if (!ending) throw new Error('A death without a life.')
				const { facts, during, next } = effect
				this.#deps.log.error({ child: ending.label, ...facts, during, next }, 'a worker died')
				this.#deps.listener.died(this, this.#death(ending, effect, event.at), next)
				return
			}
			case 'ended':
				if (ending) this.#deps.listener.ended(this, ending.id)
				return
			default:
				assertNever(effect)
		}
	}

	#kill(signal: 'SIGKILL' | 'SIGABRT'): void {
		const life = this.#life
		if (!life) return
		// Asked before: afterwards nobody can tell a process that was stopped from one that was stuck.
		if (life.pid !== null && this.#deps.host.isFrozen(life.pid)) life.frozen = true
		this.#deps.log.warn({ child: life.label, signal, why: this.state.killedFor, frozen: life.frozen }, 'ending a worker')
		// One that is stopped hears nothing but SIGKILL.
		life.kill(life.frozen ? 'SIGKILL' : signal)
		this.#deps.listener.doomed(this)
	}

	#death(life: Life, effect: Extract<ChildEffect, { type: 'died' }>, at: number): Omit<Death, 'jobs'> {
		const { host, folders } = this.#deps
		const log = logTail(folders.logs, this.slot, life.pid)
		return {
			of: { ...life.facts(host.oomKills()), role: this.spec.role, log },
			facts: { ...effect.facts, pid: life.pid },
			at,
			seen: effect.facts.neverStarted ? 'spawn-error' : 'exit',
			during: effect.during,
			killedFor: effect.killedFor,
			crumb: life.crumb()
		}
	}

	#fork(number: number): void {
		const { host, folders, listener, nextNumber } = this.#deps
		// Two slots in turn: the successor is started before its predecessor's crumb has been read.
		const crumb = join(folders.crumbs, `${this.slot}-${number % 2}.crumb`)
		const life = new Life(number, `${this.spec.name}#${nextNumber()}`, crumb, host.oomKills())
		const events: ProcessEvents = {
			spawned: pid => {
				life.pid = pid
				// Before it has threads: they take it from the first.
				if (this.spec.priority === 'low') host.lowerPriority(pid)
				this.handle({ type: 'spawned', at: Date.now(), life: number, pid })
				listener.born(this, { id: life.id, label: life.label, pid, startedAt: life.startedAt })
				listener.spawned(this)
			},
			message: raw => this.#message(life, raw),
			line: text => life.line(text),
			exited: facts => {
				const restMs = listener.restOf(this)
				this.handle({ type: 'exited', at: Date.now(), life: number, facts, atWork: life.atWork(), restMs })
			}
		}
		const env = {
			...this.#deps.env,
			HOLDFAST_NAME: this.slot,
			HOLDFAST_CRUMB: crumb,
			HOLDFAST_LOGS: folders.logs,
			HOLDFAST_DUMPS: folders.dumps
		}
		this.#life = life
		life.begin(host.forkWorker(this.spec.entry, life.label, env, events))
	}

	#message(life: Life, raw: unknown): void {
		// What a dead worker sent before its end, or one that is being replaced, may still come: it is of no use to anyone.
		if (life !== this.#life) return
		// After something that can't be true, nothing that it says is believed: a step may have been lost with what was not understood.
		if (life.distrusted) return
		const parsed = v.safeParse(FromWorker, raw)
		if (parsed.success) this.#hear(life, parsed.output)
		else this.violation(v.summarize(parsed.issues))
	}

	#hear(life: Life, message: FromWorker): void {
		const { log, listener } = this.#deps
		const at = Date.now()
		switch (message.type) {
			case 'pong': {
				life.pong(message)
				const busy = message.activity !== 'idle' && message.activity !== 'serving'
				const step = message.step && { forMs: message.step.forMs, audioMs: (message.step.samples / SAMPLE_RATE) * 1_000 }
				this.handle({ type: 'beat', at, life: life.number, busy, step })
				this.announce()
				return
			}
			case 'ready':
				life.ready(message)
				log.info({ child: life.label, loadMs: message.loadMs }, 'ready')
				if (this.state.kind !== 'starting' || this.state.killedFor !== null) return
				this.problem = null
				// Again: some may have come to life before.
				if (this.spec.priority === 'low' && life.pid !== null) this.#deps.host.lowerPriority(life.pid)
				this.handle({ type: 'ready', at, life: life.number })
				// Before it gets work: what it weighs now is its model.
				this.#weighed(life, at, this.#weight(life))
				listener.ready(this)
				return
			case 'unfit':
				log.error({ child: life.label, code: message.problem.code }, 'unfit')
				// Also said by one that is being ended, to make room for a successor: that one speaks for itself.
				if (this.state.kind === 'stopping' || this.state.kind === 'gave-up') return
				this.problem = message.problem
				this.handle({ type: 'unfit', at, life: life.number })
				listener.unfit(this, message.problem)
				return
			default:
				listener.message(this, message)
				if (message.type === 'step' || message.type === 'decode-ended' || message.type === 'encoded')
					this.handle({ type: 'boundary', at, life: life.number })
		}
	}
}
