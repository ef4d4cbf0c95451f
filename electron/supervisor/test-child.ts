import type { ExitFacts } from '../forensics/exit-facts.ts'
import { type ChildSpec, ENGINE } from './child-specs.ts'
import { type ChildEffect, type ChildEvent, type ChildState, initialChild, type NativeStep, type TimerName, transition } from './machine.ts'

/** A child to try the machine with, what happens to it, and what the machine does, each said in a line. */
export const spec: ChildSpec = {
	...ENGINE,
	intensity: { deaths: 4, withinMs: 60_000 },
	anyIntensity: { deaths: 6, withinMs: 600_000 },
	backoffMs: [0, 200, 500],
	readyTimeoutMs: 30_000,
	heartbeat: { everyMs: 1_000, limitMs: 10_000 },
	startSilenceMs: Number.POSITIVE_INFINITY,
	memory: { loaded: Number.POSITIVE_INFINITY, loadingKillAt: 200, recycleAt: 100, killAt: 200, graceMs: 5_000 },
	recycleAgeMs: 3_600_000,
	slow: { leastMs: 10_000, timesAudio: 5 },
	shutdownMs: 1_500,
	dumpMs: 4_000
}
const facts: ExitFacts = { pid: 100, code: null, signal: 'SIGSEGV', ntstatus: null, reason: null, neverStarted: false }

// One event each, as short as it can be said; `life` is the first's unless given.
export const start = (at = 0): ChildEvent => ({ type: 'start', at })
export const stop = (at: number): ChildEvent => ({ type: 'stop', at })
export const restart = (at: number): ChildEvent => ({ type: 'restart', at })
export const spawned = (at: number, life = 1): ChildEvent => ({ type: 'spawned', at, life, pid: 100 + life })
export const ready = (at: number, life = 1): ChildEvent => ({ type: 'ready', at, life })
export const beat = (at: number, busy = false, life = 1, step: NativeStep | null = null): ChildEvent => ({
	type: 'beat',
	at,
	life,
	busy,
	step
})
export const weighed = (at: number, rss: number, life = 1): ChildEvent => ({ type: 'weighed', at, life, rss })
export const boundary = (at: number, life = 1): ChildEvent => ({ type: 'boundary', at, life })
export const produced = (at: number, life = 1): ChildEvent => ({ type: 'produced', at, life })
export const violation = (at: number, life = 1): ChildEvent => ({ type: 'violation', at, life })
export const unfit = (at: number, life = 1): ChildEvent => ({ type: 'unfit', at, life })
export const exited = (at: number, life = 1, atWork = false, restMs = 0): ChildEvent => ({
	type: 'exited',
	at,
	life,
	facts,
	atWork,
	restMs
})
export const timer = (name: TimerName, at: number, life = 1): ChildEvent => ({ type: 'timer', at, life, timer: name })

/** `kind#life` with what else is remarkable, then the effects: one line an event. */
export function run(events: readonly ChildEvent[], by = spec): string[] {
	let state = initialChild(0)
	return events.map(event => {
		const [next, effects] = transition(by, state, event)
		state = next
		return [showState(state), ...showEffects(effects)].join(', ')
	})
}

export function showState(state: ChildState): string {
	const more = [
		state.pid === null ? '' : ` pid ${state.pid}`,
		state.productive ? ' productive' : '',
		state.killedFor === null ? '' : ` for ${state.killedFor}`,
		state.thenStart ? ' then-start' : '',
		state.worn === null ? '' : ` worn by ${state.worn.why}`,
		state.retryAt === null ? '' : ` retry ${state.retryAt}`,
		// A process that is still there although its state doesn't say so.
		state.kind === 'gave-up' && state.alive ? ' alive' : ''
	]
	return `${state.kind}#${state.life}${more.join('')}`
}

export function showEffects(effects: readonly ChildEffect[]): string[] {
	const shown = effects.map(effect => {
		switch (effect.type) {
			case 'fork':
				return `fork ${effect.life}`
			case 'kill':
				return effect.signal
			case 'timer':
				return effect.ms === null ? `-${effect.timer}` : `${effect.timer} in ${effect.ms}`
			case 'died':
				return `died ${effect.facts.signal} in ${effect.during}${effect.killedFor ? ` (${effect.killedFor})` : ''}: ${effect.next}`
			default:
				return effect.type
		}
	})
	const all = '-ready, -beat, -backoff, -shutdown'
	return [shown.join(', ').replace(all, 'no timers')].filter(text => text !== '')
}

/** Up to being ready: what happens, and what the machine does. */
export const born = ['starting#1, fork 1, ready in 30000', 'starting#1 pid 101', 'ready#1 pid 101, -ready, beat in 1000']
export const life1 = [start(), spawned(5), ready(400)]
