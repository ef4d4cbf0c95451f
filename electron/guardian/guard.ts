import { randomUUID } from 'node:crypto'
import { constants } from 'node:os'
import * as v from 'valibot'
import { assertNever } from '../../native-bridge/protocol/units.ts'
import type { ExitFacts } from '../forensics/exit-facts.ts'
import type { ProcessEvents } from '../hosts/host.ts'
import type { ChildPolicy } from '../supervisor/child-specs.ts'
import { type ChildEffect, type ChildEvent, type ChildState, initialChild, type TimerName, transition } from '../supervisor/machine.ts'
import { Life } from './life.ts'
import type { MainProcess } from './main-process.ts'
import { FromMain } from './messages.ts'
import type { MainDeath } from './notes.ts'

export interface GuardListener {
	/** Pages can connect: for the first time, or again. */
	ready(): void
	died(death: MainDeath, next: 'restart' | 'gave-up' | 'stopped'): void
	/** There is no main any more, and none is to come. `code` is what to exit with: main's own, as shells count, 0 when none lived, or `GAVE_UP`. */
	over(code: number): void
}

/** “Internal software error” of sysexits.h. Not 1, which main uses when it says why it can't start: after that systemd need not try, after this it may. */
export const GAVE_UP = 70

/** The supervisor's machine with main as its only child. Holds no policy. */
export class Guard {
	readonly #policy: ChildPolicy
	readonly #fork: (life: string, events: ProcessEvents) => MainProcess
	readonly #listener: GuardListener
	readonly #timers = new Map<TimerName, NodeJS.Timeout>()
	#state: ChildState = initialChild(Date.now())
	#life: Life | null = null
	#signal: NodeJS.Signals = 'SIGTERM'
	#pings = 0

	constructor(policy: ChildPolicy, fork: (life: string, events: ProcessEvents) => MainProcess, listener: GuardListener) {
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
		switch (effect.type) {
			case 'fork':
				this.#begin(effect.life)
				return
			case 'ask-to-stop':
				if (this.#life?.ending === false) this.#life.kill(this.#signal)
				return
			case 'ping':
				this.#life?.ping(++this.#pings)
				return
			case 'kill':
				this.#life?.kill(effect.signal)
				return
			case 'timer': {
				clearTimeout(this.#timers.get(effect.timer))
				if (effect.ms === null) return
				const { life } = this.#state
				const ring = () => this.#handle({ type: 'timer', at: Date.now(), life, timer: effect.timer })
				this.#timers.set(effect.timer, setTimeout(ring, effect.ms))
				return
			}
			case 'died':
				if (!ended) throw new Error('A death without a life.')
				this.#listener.died(ended.death(effect, event.at), effect.next)
				if (effect.next === 'gave-up') this.#listener.over(GAVE_UP)
				if (effect.next === 'stopped') this.#listener.over(codeOf(effect.facts))
				return
			case 'ended':
				// Where it is to start again there is a fork beside this.
				if (event.type === 'exited' && !this.#state.alive && this.#state.kind === 'stopped') this.#listener.over(codeOf(event.facts))
				return
			default:
				assertNever(effect)
		}
	}

	#begin(number: number): void {
		const life = new Life(randomUUID(), number)
		this.#life = life
		const process = this.#fork(life.id, {
			spawned: pid => {
				life.pid = pid
				this.#handle({ type: 'spawned', at: Date.now(), life: number, pid })
			},
			message: raw => life === this.#life && this.#message(life, raw),
			line: text => life.line(text),
			exited: facts => this.#handle({ type: 'exited', at: Date.now(), life: number, facts, atWork: false })
		})
		life.begin(process)
	}

	#message(life: Life, raw: unknown): void {
		const about = { at: Date.now(), life: life.number }
		const parsed = v.safeParse(FromMain, raw)
		if (!parsed.success) {
			life.line(`Guardian: protocol violation: ${v.summarize(parsed.issues)}`)
			this.#handle({ type: 'violation', ...about })
			return
		}
		const message = parsed.output
		switch (message.type) {
			case 'ready':
				this.#handle({ type: 'ready', ...about })
				// It serves: whatever ends it now is no failure to start.
				this.#handle({ type: 'produced', ...about })
				this.#listener.ready()
				return
			case 'pong': {
				const rss = life.pong(message, about.at)
				this.#handle({ type: 'beat', ...about, busy: false, step: null })
				this.#handle({ type: 'weighed', ...about, rss })
				return
			}
			case 'moving':
				if (this.#state.kind === 'starting')
					this.#perform(
						{ type: 'timer', timer: 'ready', ms: this.#policy.readyTimeoutMs },
						{ type: 'beat', ...about, busy: false, step: null },
						null
					)
				return
			case 'ending':
				life.ending = true
				this.#handle({ type: 'stop', at: about.at })
				if (message.again) this.#handle({ type: 'start', at: about.at })
				return
			default:
				assertNever(message)
		}
	}
}

/** 128 + signal, as shells count. */
function codeOf({ code, signal }: ExitFacts): number {
	return code ?? 128 + (signal === null ? 0 : constants.signals[signal as NodeJS.Signals])
}
