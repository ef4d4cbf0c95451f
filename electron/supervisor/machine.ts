import { assertNever } from '../../native-bridge/protocol/units.ts'
import type { ProcessState } from '../contract/processes.ts'
import type { ExitFacts } from '../forensics/exit-facts.ts'
import type { ChildPolicy } from './child-specs.ts'
import { type DeathLog, decideRestart, withDeath } from './restart.ts'

/** Why we ended a child ourselves. */
export type KillReason = 'hang' | 'slow' | 'memory' | 'ready-timeout' | 'protocol' | 'restart-asked'

/** What is known of one supervised child. `life` counts its processes; events of an earlier life are ignored. */
export interface ChildState {
	readonly kind: ProcessState
	readonly life: number
	/** Whether a process of this life may exist: from its fork to its exit, however it is called meanwhile. */
	readonly alive: boolean
	readonly pid: number | null
	/** When the process of this life was forked, ms; null when there is none. */
	readonly bornAt: number | null
	/** When this state began, ms. */
	readonly since: number
	/** Whether this life has done something useful: a committed step, a decoded file. */
	readonly productive: boolean
	readonly deaths: DeathLog
	readonly lastBeat: number
	/** Its bytes resident when it was loaded; null before that is known. */
	readonly loaded: number | null
	/** Why it is to be replaced at the next boundary of its work, and since when. */
	readonly worn: { readonly why: 'memory' | 'age'; readonly since: number } | null
	/** When it was last asked for a sign of life. */
	readonly askedAt: number
	/** When we last stood still ourselves (a suspended machine, a stalled disk), or its birth. */
	readonly stoodUntil: number
	readonly killedFor: KillReason | null
	/** Set while stopping, to start again afterwards. */
	readonly thenStart: boolean
	readonly retryAt: number | null
}

/** A native call that is under way: for how long, ms, over how many ms of audio. */
export interface NativeStep {
	readonly forMs: number
	readonly audioMs: number
}

export type ChildEvent =
	| { readonly type: 'start'; readonly at: number }
	| { readonly type: 'stop'; readonly at: number }
	/** The user asked: ends it if it lives, forgets its deaths, starts it. */
	| { readonly type: 'restart'; readonly at: number }
	| { readonly type: 'spawned'; readonly at: number; readonly life: number; readonly pid: number }
	| { readonly type: 'ready'; readonly at: number; readonly life: number }
	| { readonly type: 'beat'; readonly at: number; readonly life: number; readonly busy: boolean; readonly step: NativeStep | null }
	/** Its bytes resident, asked of the system: a process that hangs says nothing. */
	| { readonly type: 'weighed'; readonly at: number; readonly life: number; readonly rss: number }
	/** A boundary of its work: nothing is lost when it is replaced now. */
	| { readonly type: 'boundary'; readonly at: number; readonly life: number }
	| { readonly type: 'produced'; readonly at: number; readonly life: number }
	| { readonly type: 'violation'; readonly at: number; readonly life: number }
	/** The worker says it is of no use (no model): held until the user acts. */
	| { readonly type: 'unfit'; readonly at: number; readonly life: number }
	/**
	 * `atWork`: it was working on a job. What kills it there is the job's affair (see `jobs/`), and no sign of a crash loop. `restMs`: another
	 * does its work, so it comes back so much later at least.
	 */
	| {
			readonly type: 'exited'
			readonly at: number
			readonly life: number
			readonly facts: ExitFacts
			readonly atWork: boolean
			readonly restMs?: number
	  }
	| { readonly type: 'timer'; readonly at: number; readonly life: number; readonly timer: TimerName }

export type TimerName = 'ready' | 'beat' | 'backoff' | 'shutdown'

export type ChildEffect =
	| { readonly type: 'fork'; readonly life: number }
	| { readonly type: 'ask-to-stop' }
	| { readonly type: 'ping' }
	| { readonly type: 'kill'; readonly signal: 'SIGKILL' | 'SIGABRT' }
	/** Replaces the timer of that name. `null`: takes it back. */
	| { readonly type: 'timer'; readonly timer: TimerName; readonly ms: number | null }
	/** A death nobody asked for. `next` says what was decided about it. */
	| {
			readonly type: 'died'
			readonly facts: ExitFacts
			readonly during: ProcessState
			readonly killedFor: KillReason | null
			/** `stopped`: it was to end anyway. */
			readonly next: 'restart' | 'gave-up' | 'stopped'
	  }
	/** An end that was asked for. */
	| { readonly type: 'ended' }

export function initialChild(at: number): ChildState {
	return {
		kind: 'stopped',
		life: 0,
		alive: false,
		pid: null,
		bornAt: null,
		since: at,
		productive: false,
		deaths: [],
		lastBeat: at,
		loaded: null,
		worn: null,
		askedAt: at,
		stoodUntil: at,
		killedFor: null,
		thenStart: false,
		retryAt: null
	}
}

type Next = readonly [ChildState, readonly ChildEffect[]]

/** The whole policy of supervision: state and event in, state and effects out. Nothing is done here. */
export function transition(spec: ChildPolicy, state: ChildState, event: ChildEvent): Next {
	if ('life' in event && event.life !== state.life) return [state, []]
	switch (event.type) {
		case 'start':
			if (state.kind !== 'stopped' && state.kind !== 'gave-up') return stopLater(state, true)
			return state.alive ? kill(spec, replaced(state, event.at), 'restart-asked') : fork(spec, state, event.at)
		case 'restart': {
			const forgiven = { ...state, deaths: [] }
			if (!state.alive) return fork(spec, forgiven, event.at)
			if (state.kind === 'stopping') return stopLater(forgiven, true)
			// Already being ended for a reason of its own: that is recorded, and it is started anew anyway.
			if (state.killedFor !== null) return [forgiven, []]
			return kill(spec, replaced(forgiven, event.at), 'restart-asked')
		}
		case 'stop':
			if (!state.alive)
				return [{ ...state, kind: 'stopped', since: event.at, retryAt: null }, [{ type: 'timer', timer: 'backoff', ms: null }]]
			// Its time to go has begun: asking again and again must not make it begin anew.
			if (state.kind === 'stopping') return stopLater(state, false)
			return [
				{ ...state, kind: 'stopping', since: event.at, thenStart: false },
				[{ type: 'ask-to-stop' }, { type: 'timer', timer: 'shutdown', ms: spec.shutdownMs }]
			]
		case 'spawned': {
			const asks = state.kind === 'starting' && Number.isFinite(spec.startSilenceMs)
			return [{ ...state, pid: event.pid }, asks ? [{ type: 'timer', timer: 'beat', ms: spec.heartbeat.everyMs }] : []]
		}
		case 'ready':
			if (state.kind !== 'starting' || state.killedFor !== null) return [state, []]
			return [
				{ ...state, kind: 'ready', since: event.at, lastBeat: event.at, askedAt: event.at },
				[
					{ type: 'timer', timer: 'ready', ms: null },
					{ type: 'timer', timer: 'beat', ms: spec.heartbeat.everyMs }
				]
			]
		case 'beat': {
			if (state.kind === 'starting') return [{ ...state, lastBeat: event.at }, []]
			if (state.kind !== 'ready' && state.kind !== 'busy') return [state, []]
			const kind: ProcessState = event.busy ? 'busy' : 'ready'
			const beaten = { ...state, lastBeat: event.at, kind, since: kind === state.kind ? state.since : event.at }
			if (event.step && state.killedFor === null && neverEnds(spec, state, event.at, event.step)) return kill(spec, beaten, 'slow')
			return kind === 'ready' ? boundary(spec, beaten, event.at) : [beaten, []]
		}
		case 'weighed':
			return weighed(spec, state, event.at, event.rss)
		case 'boundary':
			return boundary(spec, state, event.at)
		case 'produced':
			return [state.productive ? state : { ...state, productive: true }, []]
		case 'violation':
			return state.alive ? kill(spec, state, 'protocol') : [state, []]
		case 'unfit':
			// Said while it is being ended already: what was asked for holds.
			if (state.kind !== 'starting' && state.kind !== 'ready' && state.kind !== 'busy') return [state, []]
			// Held, not restarted: the same model would say the same again.
			return [{ ...state, kind: 'gave-up', since: event.at, thenStart: false }, [...clearTimers, { type: 'kill', signal: 'SIGKILL' }]]
		case 'exited':
			return exited(spec, state, event)
		case 'timer':
			return timer(spec, state, event)
		default:
			return assertNever(event)
	}
}

/** The child's clock may have gone on while the machine slept: a step counts from when we last stood still, at most. */
function neverEnds(spec: ChildPolicy, { askedAt, stoodUntil }: ChildState, at: number, step: NativeStep): boolean {
	const { slow } = spec
	const forMs = stoodStill(spec, at - askedAt) ? 0 : Math.min(step.forMs, at - stoodUntil)
	return forMs > Math.max(slow.leastMs, slow.timesAudio * step.audioMs)
}

/** So late that we stood still ourselves (a suspended machine, a stalled disk), and what was said to us may lie unread. */
function stoodStill({ heartbeat }: ChildPolicy, lateMs: number): boolean {
	return lateMs >= heartbeat.limitMs / 2
}

function weighed(spec: ChildPolicy, state: ChildState, at: number, rss: number): Next {
	if (!state.alive || state.killedFor !== null || state.kind === 'stopping' || state.kind === 'gave-up') return [state, []]
	if (state.kind === 'starting') return rss > spec.memory.loadingKillAt ? kill(spec, state, 'memory') : [state, []]
	const loaded = state.loaded ?? rss
	return overLimit(spec, { ...state, loaded }, at, rss, Math.max(0, loaded - spec.memory.loaded))
}

/** `model`: what its model weighs more than those that the limits are meant for, bytes. Without it a larger one would be replaced again and again. */
function overLimit(spec: ChildPolicy, state: ChildState, at: number, rss: number, model: number): Next {
	const { memory } = spec
	if (rss > memory.killAt + 2 * model) return kill(spec, state, 'memory')
	if (rss > memory.recycleAt + model) {
		if (state.worn?.why !== 'memory') return [{ ...state, worn: { why: 'memory', since: at } }, []]
		return at - state.worn.since > memory.graceMs ? kill(spec, state, 'memory') : [state, []]
	}
	// It gave memory back: no reason any more.
	if (state.worn?.why === 'memory') return [{ ...state, worn: null }, []]
	return state.worn === null && state.bornAt !== null && at - state.bornAt > spec.recycleAgeMs
		? [{ ...state, worn: { why: 'age', since: at } }, []]
		: [state, []]
}

function boundary(spec: ChildPolicy, state: ChildState, at: number): Next {
	if (state.worn === null || state.killedFor !== null || (state.kind !== 'ready' && state.kind !== 'busy')) return [state, []]
	return kill(spec, replaced(state, at), 'restart-asked')
}

function exited(spec: ChildPolicy, state: ChildState, { at, facts, atWork, restMs = 0 }: Extract<ChildEvent, { type: 'exited' }>): Next {
	if (!state.alive) return [state, []]
	const after = { ...state, alive: false, pid: null, bornAt: null, since: at, killedFor: null, retryAt: null, thenStart: false }
	if (state.kind === 'gave-up') return [after, [...clearTimers, { type: 'ended' }]]
	if (state.kind === 'stopping') {
		const next = state.thenStart ? 'restart' : 'stopped'
		const end: ChildEffect =
			state.killedFor === 'hang' ? { type: 'died', facts, during: state.kind, killedFor: 'hang', next } : { type: 'ended' }
		const ended: ChildEffect[] = [...clearTimers, end]
		if (!state.thenStart) return [{ ...after, kind: 'stopped' }, ended]
		const [forked, effects] = forkLater(spec, after, at, restMs)
		return [forked, [...ended, ...effects]]
	}
	const deaths = withDeath(spec, state.deaths, at, state.productive || atWork)
	const decision = decideRestart(spec, deaths)
	const died = { type: 'died', facts, during: state.kind, killedFor: state.killedFor } as const
	if (decision.kind === 'give-up') return [{ ...after, deaths, kind: 'gave-up' }, [...clearTimers, { ...died, next: 'gave-up' }]]
	// Started before the death is looked into: what is being said comes first.
	const [next, effects] = forkLater(spec, { ...after, deaths }, at, Math.max(decision.afterMs, restMs))
	return [next, [...clearTimers, ...effects, { ...died, next: 'restart' }]]
}

function timer(spec: ChildPolicy, state: ChildState, event: { at: number; timer: TimerName }): Next {
	switch (event.timer) {
		case 'ready':
			return state.kind === 'starting' ? readyTimeout(spec, state, event.at) : [state, []]
		case 'backoff':
			return state.kind === 'backing-off' ? fork(spec, state, event.at) : [state, []]
		case 'shutdown': {
			if (state.kind !== 'stopping' && state.killedFor === null) return [state, []]
			// One that had not answered for long when it was asked to stop is stuck, and its death is told; of one that is only slow to end
			// nobody needs to know.
			const stuck = state.killedFor === null && state.since - state.lastBeat >= spec.heartbeat.limitMs / 2
			return [stuck ? { ...state, killedFor: 'hang' } : state, [{ type: 'kill', signal: 'SIGKILL' }]]
		}
		case 'beat': {
			if ((state.kind !== 'starting' && state.kind !== 'ready' && state.kind !== 'busy') || state.killedFor !== null) return [state, []]
			const limitMs = state.kind === 'starting' ? spec.startSilenceMs : spec.heartbeat.limitMs
			// It gets its time anew.
			if (stoodStill(spec, event.at - state.askedAt)) return ask(spec, { ...state, lastBeat: event.at, stoodUntil: event.at }, event.at)
			if (event.at - state.lastBeat >= limitMs) return kill(spec, state, 'hang')
			return ask(spec, state, event.at)
		}
		default:
			return assertNever(event.timer)
	}
}

/** What we stood still for doesn't count. */
function readyTimeout(spec: ChildPolicy, state: ChildState, at: number): Next {
	const { readyTimeoutMs } = spec
	const leftMs = state.stoodUntil + readyTimeoutMs - at
	if (leftMs > 0) return [state, [{ type: 'timer', timer: 'ready', ms: Math.min(leftMs, readyTimeoutMs) }]]
	if (!stoodStill(spec, -leftMs)) return kill(spec, state, 'ready-timeout')
	return [{ ...state, stoodUntil: at }, [{ type: 'timer', timer: 'ready', ms: readyTimeoutMs }]]
}

function ask(spec: ChildPolicy, state: ChildState, at: number): Next {
	return [{ ...state, askedAt: at }, [{ type: 'ping' }, { type: 'timer', timer: 'beat', ms: spec.heartbeat.everyMs }]]
}

/** SIGABRT first where a dump would tell what it was stuck in; SIGKILL follows if it doesn't go. The first reason stays. */
function kill(spec: ChildPolicy, state: ChildState, reason: KillReason): Next {
	const tells = reason === 'hang' || reason === 'slow'
	return [
		{ ...state, killedFor: state.killedFor ?? reason },
		[
			{ type: 'kill', signal: tells ? 'SIGABRT' : 'SIGKILL' },
			{ type: 'timer', timer: 'shutdown', ms: tells ? spec.dumpMs : spec.shutdownMs }
		]
	]
}

/** To be ended, and started anew when it is gone. */
function replaced(state: ChildState, at: number): ChildState {
	return { ...state, kind: 'stopping', since: at, thenStart: true }
}

function fork(spec: ChildPolicy, state: ChildState, at: number): Next {
	const life = state.life + 1
	return [
		{
			...state,
			kind: 'starting',
			life,
			alive: true,
			pid: null,
			bornAt: at,
			since: at,
			productive: false,
			lastBeat: at,
			loaded: null,
			worn: null,
			askedAt: at,
			stoodUntil: at,
			killedFor: null,
			thenStart: false,
			retryAt: null
		},
		[
			{ type: 'fork', life },
			{ type: 'timer', timer: 'ready', ms: spec.readyTimeoutMs }
		]
	]
}

function forkLater(spec: ChildPolicy, state: ChildState, at: number, afterMs: number): Next {
	if (afterMs === 0) return fork(spec, state, at)
	return [{ ...state, kind: 'backing-off', retryAt: at + afterMs }, [{ type: 'timer', timer: 'backoff', ms: afterMs }]]
}

function stopLater(state: ChildState, thenStart: boolean): Next {
	return [state.kind === 'stopping' ? { ...state, thenStart } : state, []]
}

const clearTimers: readonly ChildEffect[] = (['ready', 'beat', 'backoff', 'shutdown'] as const).map(name => ({
	type: 'timer',
	timer: name,
	ms: null
}))
