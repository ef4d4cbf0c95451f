import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Model } from '../../electron/contract/models.ts'
import type { Client } from '../api/client.ts'

export interface ModelsState {
	/** Speech models on this machine, by name; null until main has told. */
	readonly models: readonly Model[] | null
}

export type ModelsStore = StoreApi<ModelsState> & {
	/** Asks again: models may have been put there or taken away. */
	load(): Promise<void>
}

export function createModelsStore(client: Client): ModelsStore {
	const store = createStore<ModelsState>(() => ({ models: null }))
	return Object.assign(store, {
		async load() {
			const result = await client.request('models.list', {})
			if (result.ok) store.setState({ models: result.value })
		}
	})
}
