import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Found } from '../../electron/contract/finding.ts'
import type { Client } from '../api/client.ts'
import type { Problem } from '../api/problem.ts'

export interface SearchState {
	/** What is looked for now. */
	readonly query: string
	/** The newest answer, and to which query it is one; null before the first. */
	readonly found: { readonly query: string; readonly answer: Found } | null
	readonly problem: Problem | null
}

export type SearchStore = StoreApi<SearchState> & {
	/** Looks for it as soon as the question before is answered: who types fast asks no more than can be answered. */
	look(query: string): void
}

export function createSearchStore(client: Client): SearchStore {
	const store = createStore<SearchState>(() => ({ query: '', found: null, problem: null }))
	let asking = false
	const ask = async () => {
		asking = true
		for (;;) {
			const { query, found } = store.getState()
			if (query.trim() === '' || query === found?.query) break
			const result = await client.request('transcripts.search', { query })
			store.setState(result.ok ? { found: { query, answer: result.value }, problem: null } : { problem: result.problem })
			if (!result.ok && store.getState().query === query) break
		}
		asking = false
	}
	return Object.assign(store, {
		look(query: string) {
			// What was said meanwhile is in the next answer to the same words.
			store.setState(state => (query === '' ? { query, found: null, problem: null } : { ...state, query }))
			if (!asking) void ask()
		}
	})
}
