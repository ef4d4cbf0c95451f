import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Log } from '../../native-bridge/log/log.ts'
import { FromWorker, type ToWorker } from '../../native-bridge/protocol/messages.ts'
import type { Problem } from '../../native-bridge/protocol/problem.ts'
import { assertNever } from '../../native-bridge/protocol/units.ts'
import { readCrumb } from '../../native-bridge/worker/breadcrumbs.ts'
import type { ProcessHealth } from '../contract/processes.ts'
import { type Death, logTail } from '../forensics/exit-record.ts'
import type { Host, WorkerProcess } from '../hosts/host.ts'
import type { ChildSpec } from './child-specs.ts'
import { type ChildEffect, type ChildEvent, type ChildState, initialChild, type TimerName, transition } from './machine.ts'

/** What one process has said of itself while it lived. */
interface Life {
	readonly number: number
	readonly id: string
	readonly label: string
	readonly process: WorkerProcess
	readonly crumbPath: string
	readonly startedAt: number
	pid: number | null
	rss: number | null
	cpuMs: number | null
	cpu: number | null
	beatMs: number | null
	activity: string | null
	model: string | null
	versions: Readonly<Record<string, string>>
	readonly stderr: string[]
	pingedAt: number
	pongAt: number
}

export interface SupervisorListener {
	/** A process of `name` came to life. */
	born(name: string, life: { id: string; label: string; pid: number; startedAt: number }): void
	/** It lives, but isn't ready: what it must be told first (which model to load). */
	spawned(name: string): void
	ready(name: string): void
	/** Any message that is not about the process itself. */
	message(name: string, message: FromWorker): void
	/** A death nobody asked for. What takes its place has already been started, or is waiting to be. */
	died(name: string, death: Omit<Death, 'jobs'>, next: 'restart' | 'gave-up'): void
	/** It ended as asked. */
	ended(name: string, life: string): void
	/** It said that it is of no use. */
	unfit(name: string, problem: Problem): void
	changed(health: ProcessHealth): void
}

/** Lines of standard error that are kept of a life. */
const STDERR_LINES = 200

/** Gives the machine hands: forks, kills, sets timers, and tells the listener. Holds no policy. */
export class Supervisor {
	readonly #children = new Map<string, Child>()

	constructor(specs: readonly ChildSpec[], host: Host, folders: { crumbs: string; logs: string }, log: Log, listener: SupervisorListener) {
		mkdirSync(folders.crumbs, { recursive: true })
		for (const spec of specs) this.#children.set(spec.name, new Child(spec, host, folders, log, listener))
	}

	/** Starts a child that isn't running. One that was given up stays so: `restart` is the way out. */
	start(name: string): void {
		const child = this.#child(name)
		if (child.state.kind === 'stopped') child.handle({ type: 'start', at: Date.now() })
	}

	restart(name: string): boolean {
		const child = this.#children.get(name)
		child?.handle({ type: 'restart', at: Date.now() })
		return child !== undefined
	}

	/** Whether messages would be heard and acted upon. */
	isReady(name: string): boolean {
		const { kind } = this.#child(name).state
		return kind === 'ready' || kind === 'busy'
	}

	gaveUp(name: string): boolean {
		return this.#child(name).state.kind === 'gave-up'
	}

	send(name: string, message: ToWorker): void {
		this.#child(name).life?.process.send(message)
	}

	/** This life has produced something: its death will not count as one of a crash loop. */
	produced(name: string): void {
		const child = this.#child(name)
		child.handle({ type: 'produced', at: Date.now(), life: child.state.life })
	}

	/** A problem to be shown beside the process, or null. */
	say(name: string, problem: Problem | null): void {
		const child = this.#child(name)
		child.problem = problem
		child.announce()
	}

	/** Audio time per computing time. */
	measured(name: string, speed: number): void {
		this.#child(name).speed = speed
	}

	health(): ProcessHealth[] {
		return [...this.#children.values()].map(child => child.health())
	}

	/** Stops all; resolves when the last process has ended. */
	async stop(): Promise<void> {
		await Promise.all([...this.#children.values()].map(child => child.stop()))
	}

	#child(name: string): Child {
		const child = this.#children.get(name)
		if (!child) throw new Error(`There is no child spec named ${name}.`)
		return child
	}
}

class Child {
	readonly #spec: ChildSpec
	readonly #host: Host
	readonly #folders: { crumbs: string; logs: string }
	readonly #log: Log
	readonly #listener: SupervisorListener
	readonly #timers = new Map<TimerName, NodeJS.Timeout>()
	readonly #whenStopped: (() => void)[] = []
	#restarts = 0
	#pings = 0
	state: ChildState = initialChild(Date.now())
	life: Life | null = null
	problem: Problem | null = null
	speed: number | null = null

	constructor(spec: ChildSpec, host: Host, folders: { crumbs: string; logs: string }, log: Log, listener: SupervisorListener) {
		this.#spec = spec
		this.#host = host
		this.#folders = folders
		this.#log = log
		this.#listener = listener
	}

	handle(event: ChildEvent): void {
		const ending = event.type === 'exited' ? this.life : null
		const [state, effects] = transition(this.#spec, this.state, event)
		const before = this.state
		this.state = state
		for (const effect of effects) this.#perform(effect, event, ending)
		if (state.kind !== before.kind || state.life !== before.life || state.pid !== before.pid) this.announce()
		if (!this.state.alive) for (const done of this.#whenStopped.splice(0)) done()
	}

	announce(): void {
		this.#listener.changed(this.health())
	}

	async stop(): Promise<void> {
		const stopped = this.state.alive ? new Promise<void>(resolve => this.#whenStopped.push(resolve)) : Promise.resolve()
		this.handle({ type: 'stop', at: Date.now() })
		await stopped
	}

	health(): ProcessHealth {
		const { state, life } = this
		const alive = state.alive ? life : null
		return {
			name: this.#spec.name,
			role: this.#spec.role,
			state: state.kind,
			pid: alive?.pid ?? null,
			since: alive?.startedAt ?? null,
			restarts: this.#restarts,
			// Asked of the system where it can be: a process that hangs says nothing, and that is when it matters.
			rss: (alive?.pid == null ? null : this.#host.residentBytes(alive.pid)) ?? alive?.rss ?? null,
			cpu: alive?.cpu ?? null,
			beatMs: alive?.beatMs ?? null,
			activity: alive?.activity ?? null,
			model: alive?.model ?? null,
			versions: alive?.versions ?? {},
			speed: this.speed,
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
				this.life?.process.send({ type: 'stop' })
				return
			case 'ping':
				if (this.life) {
					this.life.pingedAt = performance.now()
					this.life.process.send({ type: 'ping', n: ++this.#pings })
				}
				return
			case 'kill':
				this.#log.warn({ child: this.life?.label, signal: effect.signal, why: this.state.killedFor }, 'ending a worker')
				this.life?.process.kill(effect.signal)
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
				this.#restarts++
				this.#log.error({ child: ending.label, ...effect.facts, during: effect.during, next: effect.next }, 'a worker died')
				this.#listener.died(this.#spec.name, this.#death(ending, effect, event.at), effect.next)
				return
			}
			case 'ended':
				if (ending) this.#listener.ended(this.#spec.name, ending.id)
				return
			default:
				assertNever(effect)
		}
	}

	#death(life: Life, effect: Extract<ChildEffect, { type: 'died' }>, at: number): Omit<Death, 'jobs'> {
		const crumb = readCrumb(life.crumbPath)
		return {
			of: {
				life: life.id,
				role: this.#spec.role,
				label: life.label,
				startedAt: life.startedAt,
				rss: life.rss,
				cpuMs: life.cpuMs,
				model: life.model,
				versions: life.versions,
				stderr: life.stderr,
				log: logTail(this.#folders.logs, this.#spec.name, life.pid)
			},
			facts: { ...effect.facts, pid: life.pid },
			at,
			seen: effect.facts.neverStarted ? 'spawn-error' : 'exit',
			during: effect.during,
			killedFor: effect.killedFor,
			// One that died before it left a crumb finds an earlier life's in its slot: that says nothing about this death.
			crumb: crumb?.pid === life.pid ? crumb : null
		}
	}

	#fork(number: number): void {
		const label = `${this.#spec.name}#${number}`
		// Two slots in turn: the successor is started before its predecessor's crumb has been read.
		const crumbPath = join(this.#folders.crumbs, `${this.#spec.name}-${number % 2}.crumb`)
		const events = {
			spawned: (pid: number) => {
				life.pid = pid
				this.handle({ type: 'spawned', at: Date.now(), life: number, pid })
				this.#listener.born(this.#spec.name, { id: life.id, label, pid, startedAt: life.startedAt })
				this.#listener.spawned(this.#spec.name)
			},
			message: (raw: unknown) => this.#message(life, raw),
			line: (text: string) => {
				life.stderr.push(text.slice(0, 2_000))
				if (life.stderr.length > STDERR_LINES) life.stderr.shift()
			},
			exited: (facts: Death['facts']) => this.handle({ type: 'exited', at: Date.now(), life: number, facts })
		}
		const env = { HOLDFAST_NAME: this.#spec.name, HOLDFAST_CRUMB: crumbPath, HOLDFAST_LOGS: this.#folders.logs }
		const life: Life = {
			number,
			id: randomUUID(),
			label,
			process: this.#host.forkWorker(this.#spec.entry, label, env, events),
			crumbPath,
			startedAt: Date.now(),
			pid: null,
			rss: null,
			cpuMs: null,
			cpu: null,
			beatMs: null,
			activity: null,
			model: null,
			versions: {},
			stderr: [],
			pingedAt: 0,
			pongAt: 0
		}
		this.life = life
	}

	#message(life: Life, raw: unknown): void {
		// What a dead worker sent before its end, or one that is being replaced, may still come: it is of no use to anyone.
		if (life !== this.life) return
		const parsed = v.safeParse(FromWorker, raw)
		const at = Date.now()
		if (!parsed.success) {
			this.#log.error({ child: life.label, issue: v.summarize(parsed.issues) }, 'protocol violation')
			life.stderr.push(`Holdfast: protocol violation: ${v.summarize(parsed.issues)}`)
			this.handle({ type: 'violation', at, life: life.number })
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
				this.#listener.ready(this.#spec.name)
				return
			case 'unfit':
				this.#log.error({ child: life.label, code: message.problem.code }, 'unfit')
				// Also said by one that is being ended, to make room for a successor: that one speaks for itself.
				if (this.state.kind === 'stopping' || this.state.kind === 'gave-up') return
				this.problem = message.problem
				this.handle({ type: 'unfit', at, life: life.number })
				this.#listener.unfit(this.#spec.name, message.problem)
				return
			default:
				this.#listener.message(this.#spec.name, message)
		}
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
		this.handle({ type: 'beat', at: Date.now(), life: life.number, busy: pong.activity !== 'idle' && pong.activity !== 'serving' })
		this.announce()
	}
}
