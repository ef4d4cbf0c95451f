import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Log } from '../../native-bridge/log/log.ts'
import { FromWorker, type ToWorker } from '../../native-bridge/protocol/messages.ts'
import type { Problem } from '../../native-bridge/protocol/problem.ts'
import { assertNever, SAMPLE_RATE } from '../../native-bridge/protocol/units.ts'
import { readCrumb } from '../../native-bridge/worker/breadcrumbs.ts'
import type { HealthSample, ProcessHealth } from '../contract/processes.ts'
import { type Death, logTail } from '../forensics/exit-record.ts'
import { silentFailure } from '../forensics/silent-failure.ts'
import type { Host, WorkerProcess } from '../hosts/host.ts'
import type { ChildSpec } from './child-specs.ts'
import { type ChildEffect, type ChildEvent, type ChildState, initialChild, type TimerName, transition } from './machine.ts'

export interface Folders {
	readonly crumbs: string
	readonly logs: string
	/** Where dying workers leave minidumps. */
	readonly dumps: string
}

/** What a child says of itself; `child` is the one that speaks. */
export interface ChildListener {
	born(child: Child, life: { id: string; label: string; pid: number; startedAt: number }): void
	spawned(child: Child): void
	ready(child: Child): void
	message(child: Child, message: FromWorker): void
	/** How long it may at least wait before it comes back, now that it is dead, ms. Asked before anything is told or done. */
	restOf(child: Child): number
	/** It is being ended, and is of no use from now on. */
	doomed(child: Child): void
	/** It is dead, and nothing has been done about it yet. */
	exiting(child: Child): void
	died(child: Child, death: Omit<Death, 'jobs'>, next: 'restart' | 'gave-up'): void
	ended(child: Child, life: string): void
	unfit(child: Child, problem: Problem): void
	changed(child: Child): void
}

/** What one process has said of itself while it lived. */
interface Life {
	readonly number: number
	readonly id: string
	readonly label: string
	readonly process: WorkerProcess
	readonly crumbPath: string
	readonly startedAt: number
	/**
	 * The kernel's count of kills at the last sample but one, and at the last: what rose hours ago has nothing to do with a death now, but
	 * between a kill and its exit's arrival here a sample may come.
	 */
	oomKillsBefore: number | null
	oomKills: number | null
	pid: number | null
	rss: number | null
	cpuMs: number | null
	cpu: number | null
	beatMs: number | null
	activity: string | null
	model: string | null
	versions: Readonly<Record<string, string>>
	readonly stderr: string[]
	/** Of it, what came since it was last looked through for failures. */
	unread: string[]
	/** Its last minute. */
	readonly curve: HealthSample[]
	/** It has said what can't be true. */
	distrusted: boolean
	/** It was ended over a job, whatever its crumb says. */
	atWork: boolean
	/** Found stopped by a signal when it was given up. */
	frozen: boolean
	pingedAt: number
	pongAt: number
}

/** Lines of standard error that are kept of a life. */
const STDERR_LINES = 200
/** Samples, one a second, that a death's record keeps. */
const CURVE_SAMPLES = 60

/** Gives the machine hands: forks, kills, sets timers, and tells the listener. Holds no policy. */
export class Child {
	readonly spec: ChildSpec
	/** Names its log file and crumb slots: two children of one spec live at the same time. */
	readonly slot: string
	readonly #host: Host
	readonly #folders: Folders
	readonly #env: Readonly<Record<string, string>>
	readonly #log: Log
	readonly #listener: ChildListener
	readonly #nextNumber: () => number
	readonly #timers = new Map<TimerName, NodeJS.Timeout>()
	readonly #whenStopped: (() => void)[] = []
	#pings = 0
	state: ChildState = initialChild(Date.now())
	problem: Problem | null = null
	#life: Life | null = null

	constructor(
		spec: ChildSpec,
		slot: string,
		deps: {
			host: Host
			folders: Folders
			/** Added to what each process gets. */
			env: Readonly<Record<string, string>>
			log: Log
			listener: ChildListener
			/** Numbers the lives of all children of one spec. */
			nextNumber: () => number
		}
	) {
		this.spec = spec
		this.slot = slot
		this.#host = deps.host
		this.#folders = deps.folders
		this.#env = deps.env
		this.#log = deps.log
		this.#listener = deps.listener
		this.#nextNumber = deps.nextNumber
	}

	/** Whether messages would be heard and acted upon. */
	get isReady(): boolean {
		return (this.state.kind === 'ready' || this.state.kind === 'busy') && this.state.killedFor === null
	}

	get pid(): number | null {
		return this.state.alive ? (this.#life?.pid ?? null) : null
	}

	/** What the living process calls its model; null before it is ready. */
	get model(): string | null {
		return this.#life?.model ?? null
	}

	send(message: ToWorker): void {
		this.#life?.process.send(message)
	}

	handle(event: ChildEvent): void {
		const ending = event.type === 'exited' ? this.#life : null
		const [state, effects] = transition(this.spec, this.state, event)
		const before = this.state
		this.state = state
		// First of all: whoever can take over does so before a successor is forked and the death looked into.
		if (ending && state !== before) this.#listener.exiting(this)
		for (const effect of effects) this.#perform(effect, event, ending)
		if (state.kind !== before.kind || state.life !== before.life || state.pid !== before.pid) this.announce()
		if (!this.state.alive) for (const done of this.#whenStopped.splice(0)) done()
	}

	announce(): void {
		this.#listener.changed(this)
	}

	async stop(): Promise<void> {
		const stopped = this.state.alive ? new Promise<void>(resolve => this.#whenStopped.push(resolve)) : Promise.resolve()
		this.handle({ type: 'stop', at: Date.now() })
		await stopped
	}

	/** Notes how it is now, for its curve, and weighs it. */
	sample(at: number): HealthSample {
		const { rss, cpu, beatMs } = this.health()
		const sample = { at, rss, cpu, beatMs }
		const life = this.state.alive ? this.#life : null
		if (!life) return sample
		life.oomKillsBefore = life.oomKills
		life.oomKills = this.#host.oomKills()
		life.curve.push(sample)
		if (life.curve.length > CURVE_SAMPLES) life.curve.shift()
		if (rss !== null) this.handle({ type: 'weighed', at, life: this.state.life, rss })
		return sample
	}

	health(): Omit<ProcessHealth, 'name' | 'restarts' | 'speed'> {
		const { state } = this
		const alive = state.alive ? this.#life : null
		return {
			role: this.spec.role,
			state: state.kind,
			pid: alive?.pid ?? null,
			since: alive?.startedAt ?? null,
			// Asked of the system where it can be: a process that hangs says nothing, and that is when it matters.
			rss: (alive?.pid == null ? null : this.#host.residentBytes(alive.pid)) ?? alive?.rss ?? null,
			cpu: alive?.cpu ?? null,
			beatMs: alive?.beatMs ?? null,
			activity: alive?.activity ?? null,
			model: alive?.model ?? null,
			versions: alive?.versions ?? {},
			problem: this.problem,
			retryAt: state.retryAt
		}
	}

	#perform(effect: ChildEffect, event: ChildEvent, ending: Life | null): void {
		switch (effect.type) {
			case 'fork':
				this.#fork(effect.life)
				return
			case 'ask-to-stop':
				this.#life?.process.send({ type: 'stop' })
				return
			case 'ping':
				if (this.#life) {
					this.#life.pingedAt = performance.now()
					this.#life.process.send({ type: 'ping', n: ++this.#pings })
				}
				return
			case 'kill':
				this.#kill(effect.signal)
				return
			case 'timer': {
				clearTimeout(this.#timers.get(effect.timer))
				this.#timers.delete(effect.timer)
				if (effect.ms === null) return
				const { life } = this.state
				this.#timers.set(
					effect.timer,
					setTimeout(() => this.handle({ type: 'timer', at: Date.now(), life, timer: effect.timer }), effect.ms)
				)
				return
			}
			case 'died': {
				if (!ending) throw new Error('A death without a life.')
				this.#log.error({ child: ending.label, ...effect.facts, during: effect.during, next: effect.next }, 'a worker died')
				this.#listener.died(this, this.#death(ending, effect, event.at), effect.next)
				return
			}
			case 'ended':
				if (ending) this.#listener.ended(this, ending.id)
				return
			default:
				assertNever(effect)
		}
	}

	#kill(signal: 'SIGKILL' | 'SIGABRT'): void {
		const life = this.#life
		if (!life) return
		// Asked before: afterwards nobody can tell a process that was stopped from one that was stuck.
		if (life.pid !== null && this.#host.isFrozen(life.pid)) life.frozen = true
		this.#log.warn({ child: life.label, signal, why: this.state.killedFor, frozen: life.frozen }, 'ending a worker')
		// One that is stopped hears nothing but SIGKILL.
		life.process.kill(life.frozen ? 'SIGKILL' : signal)
		this.#listener.doomed(this)
	}

	#death(life: Life, effect: Extract<ChildEffect, { type: 'died' }>, at: number): Omit<Death, 'jobs'> {
		const oomKills = this.#host.oomKills()
		return {
			of: {
				life: life.id,
				role: this.spec.role,
				label: life.label,
				startedAt: life.startedAt,
				rss: life.curve.at(-1)?.rss ?? life.rss,
				cpuMs: life.cpuMs,
				model: life.model,
				versions: life.versions,
				stderr: life.stderr,
				log: logTail(this.#folders.logs, this.slot, life.pid),
				curve: life.curve,
				oomKills: oomKills === null || life.oomKillsBefore === null ? null : oomKills - life.oomKillsBefore,
				frozen: life.frozen
			},
			facts: { ...effect.facts, pid: life.pid },
			at,
			seen: effect.facts.neverStarted ? 'spawn-error' : 'exit',
			during: effect.during,
			killedFor: effect.killedFor,
			crumb: crumbOf(life)
		}
	}

	#fork(number: number): void {
		const label = `${this.spec.name}#${this.#nextNumber()}`
		// Two slots in turn: the successor is started before its predecessor's crumb has been read.
		const crumbPath = join(this.#folders.crumbs, `${this.slot}-${number % 2}.crumb`)
		const events = {
			spawned: (pid: number) => {
				life.pid = pid
				this.handle({ type: 'spawned', at: Date.now(), life: number, pid })
				this.#listener.born(this, { id: life.id, label, pid, startedAt: life.startedAt })
				this.#listener.spawned(this)
			},
			message: (raw: unknown) => this.#message(life, raw),
			line: (text: string) => {
				life.stderr.push(text.slice(0, 2_000))
				if (life.stderr.length > STDERR_LINES) life.stderr.shift()
				life.unread.push(text.slice(0, 2_000))
				if (life.unread.length > STDERR_LINES) life.unread.shift()
			},
			exited: (facts: Death['facts']) => {
				const atWork = life.atWork || crumbOf(life)?.job != null
				this.handle({ type: 'exited', at: Date.now(), life: number, facts, atWork, restMs: this.#listener.restOf(this) })
			}
		}
		const env = {
			...this.#env,
			HOLDFAST_NAME: this.slot,
			HOLDFAST_CRUMB: crumbPath,
			HOLDFAST_LOGS: this.#folders.logs,
			HOLDFAST_DUMPS: this.#folders.dumps
		}
		const kills = this.#host.oomKills()
		const life: Life = {
			number,
			id: randomUUID(),
			label,
			process: this.#host.forkWorker(this.spec.entry, label, env, events),
			crumbPath,
			startedAt: Date.now(),
			oomKillsBefore: kills,
			oomKills: kills,
			pid: null,
			rss: null,
			cpuMs: null,
			cpu: null,
			beatMs: null,
			activity: null,
			model: null,
			versions: {},
			stderr: [],
			unread: [],
			curve: [],
			distrusted: false,
			atWork: false,
			frozen: false,
			pingedAt: 0,
			pongAt: 0
		}
		this.#life = life
	}

	#message(life: Life, raw: unknown): void {
		// What a dead worker sent before its end, or one that is being replaced, may still come: it is of no use to anyone.
		if (life !== this.#life) return
		// After something that can't be true, nothing that it says is believed: a step may have been lost with what was not understood.
		if (life.distrusted) return
		const parsed = v.safeParse(FromWorker, raw)
		const at = Date.now()
		if (!parsed.success) {
			this.violation(v.summarize(parsed.issues))
			return
		}
		const message = parsed.output
		switch (message.type) {
			case 'pong':
				this.#pong(life, message)
				return
			case 'ready':
				life.model = message.model || null
				life.versions = message.versions
				this.#log.info({ child: life.label, loadMs: message.loadMs }, 'ready')
				if (this.state.kind !== 'starting' || this.state.killedFor !== null) return
				this.problem = null
				this.handle({ type: 'ready', at, life: life.number })
				this.#listener.ready(this)
				return
			case 'unfit':
				this.#log.error({ child: life.label, code: message.problem.code }, 'unfit')
				// Also said by one that is being ended, to make room for a successor: that one speaks for itself.
				if (this.state.kind === 'stopping' || this.state.kind === 'gave-up') return
				this.problem = message.problem
				this.handle({ type: 'unfit', at, life: life.number })
				this.#listener.unfit(this, message.problem)
				return
			default:
				this.#listener.message(this, message)
				if (message.type === 'step' || message.type === 'decode-ended') this.handle({ type: 'boundary', at, life: life.number })
		}
	}

	/** What the library in it said since this was asked last, when it failed without saying so in its result; else null. */
	takeSilentFailure(): string | null {
		const lines = this.#life?.unread.splice(0) ?? []
		return silentFailure(lines)
	}

	/** It said what it must not: whatever it says next can't be trusted either. `atWork`: of a job. */
	violation(issue: string, atWork = false): void {
		const life = this.#life
		if (!life) return
		life.distrusted = true
		life.atWork ||= atWork
		this.#log.error({ child: life.label, issue }, 'protocol violation')
		life.stderr.push(`Holdfast: protocol violation: ${issue}`)
		this.handle({ type: 'violation', at: Date.now(), life: this.state.life })
	}

	#pong(life: Life, pong: Extract<FromWorker, { type: 'pong' }>): void {
		const now = performance.now()
		const elapsed = now - life.pongAt
		if (life.cpuMs !== null && elapsed > 0) life.cpu = Math.round(((pong.cpu - life.cpuMs) / elapsed) * 100)
		life.pongAt = now
		life.rss = pong.rss
		life.cpuMs = pong.cpu
		life.beatMs = Math.round((now - life.pingedAt) * 10) / 10
		life.activity = pong.activity
		const busy = pong.activity !== 'idle' && pong.activity !== 'serving'
		const step = pong.step && { forMs: pong.step.forMs, audioMs: (pong.step.samples / SAMPLE_RATE) * 1_000 }
		this.handle({ type: 'beat', at: Date.now(), life: life.number, busy, step })
		this.announce()
	}
}

/** One that died before it left a crumb finds an earlier life's in its slot: that says nothing about this death. */
function crumbOf(life: Life): Death['crumb'] {
	const crumb = readCrumb(life.crumbPath)
	return crumb?.pid === life.pid ? crumb : null
}
