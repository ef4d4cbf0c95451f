import { randomUUID } from 'node:crypto'
import { constants } from 'node:os'
import * as v from 'valibot'
import { assertNever } from '../../native-bridge/protocol/units.ts'
import type { HealthSample } from '../contract/processes.ts'
import type { ExitFacts } from '../forensics/exit-facts.ts'
import { isFrozen, oomKills, residentFromProc } from '../hosts/proc.ts'
import type { ChildPolicy } from '../supervisor/child-specs.ts'
import { type ChildEffect, type ChildEvent, type ChildState, initialChild, type TimerName, transition } from '../supervisor/machine.ts'
import type { MainEvents, MainProcess } from './main-process.ts'
import { FromMain } from './messages.ts'
import type { MainDeath } from './notes.ts'

export interface GuardListener {
	/** Pages can connect: for the first time, or again. */
	ready(): void
	died(death: MainDeath, next: 'restart' | 'gave-up'): void
	/** There is no main any more, and none is to come. `code` is what to exit with: main's own, as shells count, 0 when none lived, or `GAVE_UP`. */
	over(code: number): void
}

/** Not 1, which main uses when it says why it can't start: after that systemd need not try, after this it may. */
export const GAVE_UP = 70

/** One process of main, and what it said of itself. */
interface Life {
	readonly id: string
	readonly number: number
	readonly process: MainProcess
	readonly startedAt: number
	readonly oomKills: number | null
	readonly stderr: string[]
	readonly curve: HealthSample[]
	pid: number | null
	rss: number | null
	cpuMs: number | null
	pingedAt: number
	pongAt: number
	frozen: boolean
	/** It said that it ends. */
	ending: boolean
}

/** Lines of standard error, and seconds of its curve, that are kept of a life. */
const STDERR_LINES = 200
const CURVE_SAMPLES = 60

/** The supervisor's machine with main as its only child. Holds no policy. */
export class Guard {
	readonly #policy: ChildPolicy
	readonly #fork: (life: string, events: MainEvents) => MainProcess
	readonly #listener: GuardListener
	readonly #timers = new Map<TimerName, NodeJS.Timeout>()
	#state: ChildState = initialChild(Date.now())
	#life: Life | null = null
	#signal: NodeJS.Signals = 'SIGTERM'
	#pings = 0

	constructor(policy: ChildPolicy, fork: (life: string, events: MainEvents) => MainProcess, listener: GuardListener) {
		this.#policy = policy
		this.#fork = fork
		this.#listener = listener
	}

	start(): void {
		this.#handle({ type: 'start', at: Date.now() })
	}

	/** Main answers, or has time to start that is not over yet. Not so while it is being ended for not answering. */
	get isWell(): boolean {
		const { kind, killedFor, lastBeat } = this.#state
		if (killedFor !== null) return false
		return (kind !== 'ready' && kind !== 'busy') || Date.now() - lastBeat < this.#policy.heartbeat.limitMs / 2
	}

	/** Passes on a wish to end. What main makes of it is its own affair, within the policy's time. */
	stop(signal: NodeJS.Signals): void {
		this.#signal = signal
		const waiting = !this.#state.alive
		this.#handle({ type: 'stop', at: Date.now() })
		if (waiting) this.#listener.over(0)
	}

	#handle(event: ChildEvent): void {
		const ended = event.type === 'exited' ? this.#life : null
		const [state, effects] = transition(this.#policy, this.#state, event)
		this.#state = state
		// The death first: main must find the note when it starts.
		for (const effect of effects.toSorted((a, b) => Number(b.type === 'died') - Number(a.type === 'died')))
			this.#perform(effect, event, ended)
	}

	#perform(effect: ChildEffect, event: ChildEvent, ended: Life | null): void {
		const life = this.#life
		switch (effect.type) {
			case 'fork':
				this.#begin(effect.life)
				return
			case 'ask-to-stop':
				if (life && !life.ending) life.process.kill(this.#signal)
				return
			case 'ping':
				if (!life) return
				life.pingedAt = performance.now()
				life.process.send({ type: 'ping', n: ++this.#pings })
				return
			case 'kill':
				if (!life) return
				// Asked before: afterwards nobody can tell a process that was stopped from one that was stuck.
				life.frozen ||= life.pid !== null && isFrozen(life.pid)
				life.process.kill(effect.signal)
				return
			case 'timer': {
				clearTimeout(this.#timers.get(effect.timer))
				if (effect.ms === null) return
				const number = this.#state.life
				const ring = () => this.#handle({ type: 'timer', at: Date.now(), life: number, timer: effect.timer })
				this.#timers.set(effect.timer, setTimeout(ring, effect.ms))
				return
			}
			case 'died':
				if (!ended) throw new Error('A death without a life.')
				this.#listener.died(deathOf(ended, effect, event.at), effect.next)
				if (effect.next === 'gave-up') this.#listener.over(GAVE_UP)
				return
			case 'ended':
				if (event.type === 'exited') this.#listener.over(codeOf(event.facts))
				return
			default:
				assertNever(effect)
		}
	}

	#begin(number: number): void {
		const id = randomUUID()
		const life: Life = {
			id,
			number,
			process: this.#fork(id, {
				spawned: pid => {
					life.pid = pid
					this.#handle({ type: 'spawned', at: Date.now(), life: number, pid })
				},
				message: raw => life === this.#life && this.#message(life, raw),
				line: text => {
					life.stderr.push(text.slice(0, 2_000))
					if (life.stderr.length > STDERR_LINES) life.stderr.shift()
				},
				exited: facts => this.#handle({ type: 'exited', at: Date.now(), life: number, facts, atWork: false })
			}),
			startedAt: Date.now(),
			oomKills: oomKills(),
			stderr: [],
			curve: [],
			pid: null,
			rss: null,
			cpuMs: null,
			pingedAt: 0,
			pongAt: 0,
			frozen: false,
			ending: false
		}
		this.#life = life
	}

	#message(life: Life, raw: unknown): void {
		const at = Date.now()
		const parsed = v.safeParse(FromMain, raw)
		if (!parsed.success) {
			life.stderr.push(`Guardian: protocol violation: ${v.summarize(parsed.issues)}`)
			this.#handle({ type: 'violation', at, life: life.number })
			return
		}
		const message = parsed.output
		switch (message.type) {
			case 'ready':
				this.#handle({ type: 'ready', at, life: life.number })
				// It serves: whatever ends it now is no failure to start.
				this.#handle({ type: 'produced', at, life: life.number })
				this.#listener.ready()
				return
			case 'pong':
				this.#pong(life, message, at)
				return
			case 'ending':
				life.ending = true
				this.#handle({ type: 'stop', at })
				return
			default:
				assertNever(message)
		}
	}

	#pong(life: Life, pong: Extract<FromMain, { type: 'pong' }>, at: number): void {
		const now = performance.now()
		const cpu = life.cpuMs === null ? null : Math.round(((pong.cpu - life.cpuMs) / (now - life.pongAt)) * 100)
		life.pongAt = now
		life.cpuMs = pong.cpu
		// As the system counts it, where it tells: so do all others in the record.
		life.rss = (life.pid === null ? null : residentFromProc(life.pid)) ?? pong.rss
		life.curve.push({ at, rss: life.rss, cpu, beatMs: Math.round((now - life.pingedAt) * 10) / 10 })
		if (life.curve.length > CURVE_SAMPLES) life.curve.shift()
		this.#handle({ type: 'beat', at, life: life.number, busy: false, step: null })
		this.#handle({ type: 'weighed', at, life: life.number, rss: life.rss })
	}
}

function deathOf(life: Life, effect: Extract<ChildEffect, { type: 'died' }>, at: number): MainDeath {
	const kills = oomKills()
	return {
		of: {
			life: life.id,
			startedAt: life.startedAt,
			rss: life.rss,
			cpuMs: life.cpuMs,
			stderr: life.stderr,
			curve: life.curve,
			oomKills: kills === null || life.oomKills === null ? null : kills - life.oomKills,
			frozen: life.frozen
		},
		facts: { ...effect.facts, pid: life.pid },
		at,
		during: effect.during,
		killedFor: effect.killedFor
	}
}

/** 128 + signal, as shells count. */
function codeOf({ code, signal }: ExitFacts): number {
	return code ?? 128 + (signal === null ? 0 : constants.signals[signal as NodeJS.Signals])
}
