import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppEvent, Snapshot } from '../../electron/contract/events.ts'
import type { ExitRecord } from '../../electron/contract/exits.ts'
import type { Life } from '../../electron/contract/processes.ts'
import type { Client } from '../api/client.ts'
import type { Result } from '../api/problem.ts'

export interface CrashesState {
	/** Newest first; null until main has told. */
	readonly exits: readonly ExitRecord[] | null
	/** Lives of the last day, for the lanes; null until asked for. */
	readonly lives: readonly Life[] | null
}

export type CrashesStore = StoreApi<CrashesState> & {
	/** Asks for the lives of the last day anew. */
	loadLives(now: number): Promise<void>
	/** Loads an exit that is older than what the snapshot held. */
	load(exit: string): Promise<void>
	report(exit: string): Promise<Result<{ markdown: string }>>
}

export const DAY_MS = 24 * 3600 * 1000

export function createCrashesStore(client: Client): CrashesStore {
	const store = createStore<CrashesState>(() => ({ exits: null, lives: null }))
	return Object.assign(store, {
		async loadLives(now: number) {
			const result = await client.request('lives.list', { since: now - DAY_MS })
			if (result.ok) store.setState({ lives: result.value })
		},
		async load(exit: string) {
			const result = await client.request('exit.get', { exit })
			if (result.ok) store.setState(state => ({ exits: withExit(state.exits ?? [], result.value) }))
		},
		report: (exit: string) => client.request('exit.report', { exit })
	})
}

export function crashesFromSnapshot(state: CrashesState, snapshot: Snapshot): CrashesState {
	return { ...state, exits: snapshot.exits }
}

export function crashesAfter(state: CrashesState, event: AppEvent): CrashesState {
	return event.type === 'exit' ? { ...state, exits: withExit(state.exits ?? [], event.exit) } : state
}

/** A record comes again when it is completed: it takes its own place. */
function withExit(exits: readonly ExitRecord[], exit: ExitRecord): ExitRecord[] {
	return [...exits.filter(each => each.id !== exit.id), exit].sort((a, b) => b.at - a.at)
}

export interface CrashFacts {
	/** Deaths in the last 24 hours, and what they cost. */
	readonly deaths: number
	readonly wordsLost: number
	/** ms from a death to ready again, the worst of them; null when none came back. */
	readonly longestMs: number | null
}

export function crashFacts(exits: readonly ExitRecord[], now: number): CrashFacts {
	const recent = exits.filter(exit => exit.at > now - DAY_MS)
	const times = recent.flatMap(exit => (exit.restarted === null ? [] : [exit.restarted.readyAfterMs]))
	return {
		deaths: recent.length,
		wordsLost: recent.reduce((sum, exit) => sum + exit.wordsLost, 0),
		longestMs: times.length === 0 ? null : Math.max(...times)
	}
}
