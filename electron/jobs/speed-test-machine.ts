import { fail, type Problem } from '../../native-bridge/protocol/problem.ts'
import { assertNever, SAMPLE_RATE, secondsOf } from '../../native-bridge/protocol/units.ts'
import type { SpeedTest } from '../contract/speeds.ts'

/** So much speech is measured, samples, unless it has taken so long already, ms. A sample that is shorter is heard again until then. */
const ENOUGH = { samples: 20 * SAMPLE_RATE, ms: 20_000 } as const

/** An engine alone has all of a processor for as long as it computes; one that had less was kept waiting by other programs. */
const LEAST_SHARE = 0.85

/** The model whose turn it is. */
interface Turn {
	readonly model: string
	/** `ending`: its engine is on the way out. */
	readonly phase: 'loading' | 'warming-up' | 'measuring' | 'ending'
	readonly loadMs: number
	/** Of this phase: samples that were heard, and how long that took. */
	readonly samples: number
	readonly spentMs: number
	readonly hadWords: boolean
	/** Processor time that its engine had had when it was warm, ms; null: not told. */
	readonly cpuBefore: number | null
}

export interface SpeedTestState {
	/** Models that come after it, in order. */
	readonly line: readonly string[]
	/** Those before it. */
	readonly done: number
	readonly turn: Turn | null
}

export const AT_REST: SpeedTestState = { line: [], done: 0, turn: null }

export type SpeedTestEvent =
	| { readonly type: 'asked'; readonly models: readonly string[] }
	/** Nobody wants it any more, or something else goes first. */
	| { readonly type: 'stopped' }
	/** What becomes of the engine that is measured. */
	| { readonly type: 'ready'; readonly loadMs: number }
	| { readonly type: 'step'; readonly samples: number; readonly spentMs: number; readonly hasWords: boolean }
	/** It has heard all of the sample. */
	| { readonly type: 'passed'; readonly peak: number | null; readonly cpu: number | null }
	| { readonly type: 'failed'; readonly problem: Problem }
	| { readonly type: 'gone' }

export interface Measured {
	readonly model: string
	readonly speed: number
	readonly loadMs: number
	readonly memory: number | null
	readonly seconds: number
	readonly busy: boolean
}

export type SpeedTestEffect =
	/** Starts an engine with this model. */
	| { readonly do: 'start'; readonly model: string }
	/** Gives it the sample, from its beginning. */
	| { readonly do: 'pass' }
	/** Ends it; `gone` is to be told when it is. */
	| { readonly do: 'end' }
	| { readonly do: 'keep'; readonly measured: Measured }
	| { readonly do: 'refuse'; readonly model: string; readonly problem: Problem }

type Next = readonly [SpeedTestState, readonly SpeedTestEffect[]]

/**
 * One model after the other, each in an engine of its own: loaded, given the sample once to warm up (a first decode takes half as long again), then
 * again and again until enough was heard. The figure is of the engine's own clock.
 */
export function transition(state: SpeedTestState, event: SpeedTestEvent): Next {
	const { turn } = state
	switch (event.type) {
		case 'asked': {
			const waiting = [...state.line, ...(turn && turn.phase !== 'ending' ? [turn.model] : [])]
			const line = [...state.line, ...event.models.filter(model => !waiting.includes(model))]
			return turn ? [{ ...state, line }, []] : begin({ line, done: 0, turn: null })
		}
		case 'stopped':
			if (!turn) return [state, []]
			return [end({ ...state, line: [] }, turn), turn.phase === 'ending' ? [] : [{ do: 'end' }]]
		case 'ready':
			if (!turn || turn.phase === 'ending') return [state, []]
			// Also of one that was started anew meanwhile: what the one before it heard is nothing.
			return [{ ...state, turn: { ...turn, ...UNHEARD, phase: 'warming-up', loadMs: event.loadMs } }, [{ do: 'pass' }]]
		case 'step': {
			if (!turn || turn.phase === 'ending') return [state, []]
			const { samples, spentMs, hasWords } = event
			const heard = { samples: turn.samples + samples, spentMs: turn.spentMs + spentMs, hadWords: turn.hadWords || hasWords }
			return [{ ...state, turn: { ...turn, ...heard } }, []]
		}
		case 'passed':
			return turn ? passed(state, turn, event) : [state, []]
		case 'failed':
			if (!turn || turn.phase === 'ending') return [state, []]
			return [end(state, turn), [{ do: 'refuse', model: turn.model, problem: event.problem }, { do: 'end' }]]
		case 'gone':
			return turn ? begin({ ...state, done: state.done + 1, turn: null }) : [state, []]
		default:
			return assertNever(event)
	}
}

function begin({ line: [model, ...line], done }: SpeedTestState): Next {
	if (model === undefined) return [AT_REST, []]
	const turn: Turn = { ...UNHEARD, model, phase: 'loading', loadMs: 0, cpuBefore: null }
	return [{ line, done, turn }, [{ do: 'start', model }]]
}

function end(state: SpeedTestState, turn: Turn): SpeedTestState {
	return { ...state, turn: { ...turn, phase: 'ending' } }
}

function passed(state: SpeedTestState, turn: Turn, { peak, cpu }: Extract<SpeedTestEvent, { type: 'passed' }>): Next {
	const { model, phase, loadMs, samples, spentMs, hadWords, cpuBefore } = turn
	// One that hears nothing is fast, and that says nothing.
	if (phase === 'warming-up' && !hadWords) return transition(state, { type: 'failed', problem: NO_WORDS })
	if (phase === 'warming-up') return [{ ...state, turn: { ...turn, ...UNHEARD, phase: 'measuring', cpuBefore: cpu } }, [{ do: 'pass' }]]
	if (phase !== 'measuring') return [state, []]
	if (samples < ENOUGH.samples && spentMs < ENOUGH.ms) return [state, [{ do: 'pass' }]]
	const speed = Math.round((secondsOf(samples) * 10_000) / Math.max(1, spentMs)) / 10
	const busy = cpu !== null && cpuBefore !== null && cpu - cpuBefore < LEAST_SHARE * spentMs
	const measured = { model, speed, loadMs, memory: peak, seconds: Math.round(secondsOf(samples)), busy }
	return [end(state, turn), [{ do: 'keep', measured }, { do: 'end' }]]
}

const UNHEARD = { samples: 0, spentMs: 0, hadWords: false } as const

const NO_WORDS = fail(
	'speed-no-words',
	'It heard no words in the sample, which is English: that takes less time than speech does, so its speed stays unknown.'
).problem

/** As windows see it. `sample`: how long the sample is, in samples. */
export function shown({ line, done, turn }: SpeedTestState, sample: number): SpeedTest['now'] {
	if (!turn || turn.phase === 'ending') return null
	const { model, phase, samples } = turn
	// To warm up it hears the sample once, then whole ones until it is enough.
	const all = sample * (1 + Math.ceil(ENOUGH.samples / sample))
	const part = phase === 'loading' ? 0 : Math.min(1, (samples + (phase === 'measuring' ? sample : 0)) / all)
	return { model, phase, part, place: done + 1, of: done + 1 + line.length }
}
