import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppEvent, Snapshot } from '../../electron/contract/events.ts'
import type { SpeedTest } from '../../electron/contract/speeds.ts'
import type { Client } from '../api/client.ts'
import type { Problem } from '../api/problem.ts'
import { asking } from './asking.ts'

export interface SpeedsState {
	/** How fast models are here, and how far measuring is; null until main has told. */
	readonly speeds: SpeedTest | null
	/** Main was asked to begin, or to stop, and has not answered. */
	readonly asked: boolean
}

export type SpeedsStore = StoreApi<SpeedsState> & {
	/** Null: all that are here. */
	measure(models: readonly string[] | null): Promise<Problem | null>
	stop(): Promise<Problem | null>
}

export function createSpeedsStore(client: Client): SpeedsStore {
	const store = createStore<SpeedsState>(() => ({ speeds: null, asked: false }))
	const once = asking(store)
	return Object.assign(store, {
		measure: (models: readonly string[] | null) => once(client.request('speeds.measure', { models: models && [...models] })),
		stop: () => once(client.request('speeds.stop', {}))
	})
}

export function speedsFromSnapshot(state: SpeedsState, snapshot: Snapshot): SpeedsState {
	return { ...state, speeds: snapshot.speeds }
}

export function speedsAfter(state: SpeedsState, event: AppEvent): SpeedsState {
	return event.type === 'speeds' ? { ...state, speeds: event.speeds } : state
}
