import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Drill } from '../../electron/contract/drill.ts'
import type { AppEvent, Snapshot } from '../../electron/contract/events.ts'
import type { Client } from '../api/client.ts'
import type { Problem } from '../api/problem.ts'

export interface DrillState {
	/** The last fire drill of this life of main; null before the first. */
	readonly drill: Drill | null
	/** Main was asked to begin, or to stop, and has not answered. */
	readonly asked: boolean
}

export type DrillStore = StoreApi<DrillState> & {
	start(): Promise<Problem | null>
	stop(): Promise<Problem | null>
}

export function createDrillStore(client: Client): DrillStore {
	const store = createStore<DrillState>(() => ({ drill: null, asked: false }))
	const ask = async (name: 'drill.start' | 'drill.stop') => {
		store.setState({ asked: true })
		const result = await client.request(name, {})
		store.setState({ asked: false })
		return result.ok ? null : result.problem
	}
	return Object.assign(store, { start: () => ask('drill.start'), stop: () => ask('drill.stop') })
}

export function drillFromSnapshot(state: DrillState, snapshot: Snapshot): DrillState {
	return { ...state, drill: snapshot.drill }
}

export function drillAfter(state: DrillState, event: AppEvent): DrillState {
	return event.type === 'drill' ? { ...state, drill: event.drill } : state
}

export interface DrillTally {
	readonly running: boolean
	/** Ways that are over (passed, failed), of those that can be tried here. */
	readonly done: number
	readonly of: number
	readonly failed: number
	readonly skipped: number
	readonly wordsLost: number
	readonly wordsDoubled: number
	/** The longest recovery, ms; null before the first. */
	readonly worstMs: number | null
}

/** The drill in a few figures. */
export function tallyDrill(drill: Drill): DrillTally {
	const count = (...states: readonly string[]) => drill.results.filter(result => states.includes(result.state)).length
	const sum = (of: (result: Drill['results'][number]) => number | null) => drill.results.reduce((all, result) => all + (of(result) ?? 0), 0)
	const times = drill.results.flatMap(result => (result.recoveredMs === null ? [] : [result.recoveredMs]))
	const skipped = count('skipped')
	return {
		running: drill.state === 'preparing' || drill.state === 'running',
		done: count('passed', 'failed'),
		of: drill.results.length - skipped,
		failed: count('failed'),
		skipped,
		wordsLost: sum(result => result.wordsLost),
		wordsDoubled: sum(result => result.wordsDoubled),
		worstMs: times.length === 0 ? null : Math.max(...times)
	}
}
