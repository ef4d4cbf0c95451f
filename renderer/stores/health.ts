import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppEvent, Snapshot } from '../../electron/contract/events.ts'
import type { ProcessHealth } from '../../electron/contract/processes.ts'
import type { Client } from '../api/client.ts'
import type { Problem } from '../api/problem.ts'

export interface HealthState {
	/** Null until main has told. */
	readonly processes: readonly ProcessHealth[] | null
	/** Round trips of the last heartbeats by process, oldest first, ms: for the spark line. */
	readonly beats: Readonly<Record<string, readonly number[]>>
}

export type HealthStore = StoreApi<HealthState> & {
	/** Ends the process, if it lives, and starts it anew. Gives the problem when it can't. */
	restart(name: string): Promise<Problem | null>
}

const BEATS_KEPT = 40
const ORDER = ['main', 'engine', 'decoder', 'window']

export function createHealthStore(client: Client): HealthStore {
	const store = createStore<HealthState>(() => ({ processes: null, beats: {} }))
	return Object.assign(store, {
		async restart(name: string) {
			const result = await client.request('process.restart', { name })
			return result.ok ? null : result.problem
		}
	})
}

export function healthFromSnapshot(state: HealthState, snapshot: Snapshot): HealthState {
	return { ...state, processes: sorted(snapshot.processes) }
}

export function healthAfter(state: HealthState, event: AppEvent): HealthState {
	if (event.type !== 'process') return state
	const { process } = event
	const others = (state.processes ?? []).filter(each => each.name !== process.name)
	const beats =
		process.beatMs === null
			? state.beats
			: { ...state.beats, [process.name]: [...(state.beats[process.name] ?? []), process.beatMs].slice(-BEATS_KEPT) }
	return { processes: sorted([...others, process]), beats }
}

/** Main first, then what works for it. */
function sorted(processes: readonly ProcessHealth[]): ProcessHealth[] {
	return [...processes].sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || a.name.localeCompare(b.name))
}

/** The one thing the pill says: the worst state of what is needed, else how the engine is. */
export type HealthSummary =
	| { readonly is: 'unknown' }
	| { readonly is: 'gave-up' | 'backing-off' | 'starting'; readonly process: ProcessHealth }
	| { readonly is: 'ready'; readonly engine: ProcessHealth }
	| { readonly is: 'stopped' }

export function summarizeHealth(processes: readonly ProcessHealth[] | null): HealthSummary {
	if (processes === null) return { is: 'unknown' }
	for (const is of ['gave-up', 'backing-off'] as const) {
		const process = processes.find(each => each.state === is)
		if (process !== undefined) return { is, process }
	}
	const engine = processes.find(each => each.role === 'engine')
	if (engine === undefined || engine.state === 'stopped' || engine.state === 'stopping') return { is: 'stopped' }
	if (engine.state === 'starting') return { is: 'starting', process: engine }
	return { is: 'ready', engine }
}
