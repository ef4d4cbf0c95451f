import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppEvent, Snapshot } from '../../electron/contract/events.ts'
import { type HealthSample, isOnDemand, type ProcessHealth } from '../../electron/contract/processes.ts'
import type { Client } from '../api/client.ts'
import type { Problem, Result } from '../api/problem.ts'

export interface HealthState {
	/** Null until main has told. */
	readonly processes: readonly ProcessHealth[] | null
	/** The last minutes of each process, about once a second, oldest first. */
	readonly curves: Readonly<Record<string, readonly HealthSample[]>>
}

export type HealthStore = StoreApi<HealthState> & {
	/** Asks main for what was before this page looked. */
	seed(name: string): Promise<void>
	/** The last lines that the process wrote into its log, oldest first. */
	log(name: string): Promise<Result<string[]>>
	/** Ends the process, if it lives, and starts it anew. Gives the problem when it can't. */
	restart(name: string): Promise<Problem | null>
}

/** The engine that is loaded and waits; it takes over at a death. */
export const STANDBY = 'engine-standby'
/** Work goes on without it, whatever becomes of it. */
export function isExtra({ name }: Pick<ProcessHealth, 'name'>): boolean {
	return name === STANDBY || isOnDemand(name)
}
/** What main keeps, and so much fits into a curve. */
const CURVE_MS = 5 * 60_000
/** News that come faster than this are one sample. */
const SAMPLE_MS = 700
const ORDER: readonly ProcessHealth['role'][] = ['main', 'engine', 'decoder', 'window', 'gpu', 'guardian']

export function createHealthStore(client: Client): HealthStore {
	const store = createStore<HealthState>(() => ({ processes: null, curves: {} }))
	return Object.assign(store, {
		async seed(name: string) {
			const result = await client.request('process.curve', { name })
			if (result.ok) store.setState(state => ({ curves: { ...state.curves, [name]: seeded(state.curves[name] ?? [], result.value) } }))
		},
		log: (name: string) => client.request('process.log', { name }),
		async restart(name: string) {
			const result = await client.request('process.restart', { name })
			return result.ok ? null : result.problem
		}
	})
}

export function healthFromSnapshot(_: HealthState, snapshot: Snapshot): HealthState {
	return { processes: sorted(snapshot.processes), curves: {} }
}

/** `now`: when it came, ms since 1970. */
export function healthAfter(state: HealthState, event: AppEvent, now: number): HealthState {
	if (event.type !== 'process') return state
	const { process } = event
	const others = (state.processes ?? []).filter(each => each.name !== process.name)
	if (isOnDemand(process.name) && process.state === 'stopped') {
		const { [process.name]: _, ...curves } = state.curves
		return { processes: others, curves }
	}
	const { rss, cpu, beatMs } = process
	const curve = withSample(state.curves[process.name] ?? [], { at: now, rss, cpu, beatMs })
	return { processes: sorted([...others, process]), curves: { ...state.curves, [process.name]: curve } }
}

function withSample(curve: readonly HealthSample[], sample: HealthSample): readonly HealthSample[] {
	const last = curve.at(-1)
	// A change of state is told in between the beats and measures nothing new.
	if (last !== undefined && sample.at - last.at < SAMPLE_MS)
		return sample.rss === null ? curve : [...curve.slice(0, -1), { ...sample, at: last.at }]
	return [...curve.filter(each => each.at > sample.at - CURVE_MS), sample]
}

/** What main remembers, then what has come since it answered. */
function seeded(here: readonly HealthSample[], told: readonly HealthSample[]): readonly HealthSample[] {
	const until = told.at(-1)?.at ?? Number.NEGATIVE_INFINITY
	return [...told, ...here.filter(sample => sample.at > until)]
}

/** Main first, then what works for it; the standby after its engine. */
function sorted(processes: readonly ProcessHealth[]): ProcessHealth[] {
	return [...processes].sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || a.name.localeCompare(b.name))
}

/** The one thing the pill says: the worst state of what is needed, else how the engine is. */
export type HealthSummary =
	| { readonly is: 'unknown' }
	| { readonly is: 'gave-up' | 'backing-off' | 'starting'; readonly process: ProcessHealth }
	/** `standby`: whether another engine is loaded and waits; `held`: it should, but died too often; `none`: none is wanted, or it is on its way. */
	| {
			readonly is: 'ready'
			readonly engine: ProcessHealth
			readonly standby: 'ready' | 'held' | 'none'
			/** The guardian is gone: nobody would start main again. */
			readonly unguarded: boolean
	  }
	| { readonly is: 'stopped' }

export function summarizeHealth(processes: readonly ProcessHealth[] | null): HealthSummary {
	if (processes === null) return { is: 'unknown' }
	const needed = processes.filter(each => !isExtra(each))
	for (const is of ['gave-up', 'backing-off'] as const) {
		const process = needed.find(each => each.state === is)
		if (process !== undefined) return { is, process }
	}
	const engine = needed.find(each => each.role === 'engine')
	if (engine === undefined || engine.state === 'stopped' || engine.state === 'stopping') return { is: 'stopped' }
	if (engine.state === 'starting') return { is: 'starting', process: engine }
	const standby = processes.find(each => each.name === STANDBY)?.state
	const unguarded = processes.some(each => each.role === 'guardian' && each.state === 'stopped')
	return {
		is: 'ready',
		engine,
		unguarded,
		standby: standby === 'ready' || standby === 'busy' ? 'ready' : standby === 'gave-up' ? 'held' : 'none'
	}
}
