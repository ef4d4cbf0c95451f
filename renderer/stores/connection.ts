import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppFacts } from '../api/client.ts'

/** `outdated`: main was updated and speaks another version than this page. */
export type Line = 'connecting' | 'open' | 'lost' | 'outdated'

export interface ConnectionState {
	readonly line: Line
	/** When the line dropped or the page began to look for main, ms since 1970. */
	readonly since: number
	/** What main said it is; null before it spoke for the first time. */
	readonly app: AppFacts | null
}

export function createConnectionStore(now: number): StoreApi<ConnectionState> {
	return createStore<ConnectionState>(() => ({ line: 'connecting', since: now, app: null }))
}
