import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppEvent } from '../../electron/contract/events.ts'
import type { Install, Model, OfferedModel } from '../../electron/contract/models.ts'
import type { Client } from '../api/client.ts'
import type { Problem } from '../api/problem.ts'

export interface ModelsState {
	/** Speech models on this machine, by name; null until main has told. Those that write text. */
	readonly models: readonly Model[] | null
	/** Those that tell speakers apart. */
	readonly voices: readonly Model[]
	/** Those that can be had; null until somebody looked. */
	readonly offered: readonly OfferedModel[] | null
	/** Those on their way, in their order. */
	readonly installs: readonly Install[]
	/** What is being asked of main for a model, so that it is not asked twice. */
	readonly busy: ReadonlySet<string>
	/** All files of a model are being read, or were: those that are damaged. */
	readonly verified: Readonly<Record<string, 'reading' | readonly string[]>>
}

export type ModelsStore = StoreApi<ModelsState> & {
	/** Asks again: models may have been put there or taken away. */
	load(): Promise<void>
	/** What can be had is asked for when the page of models is opened. */
	look(): Promise<void>
	install(model: string, how?: { acceptLicence?: boolean; acceptChanged?: boolean }): Promise<Problem | null>
	pause(model: string): Promise<Problem | null>
	resume(model: string): Promise<Problem | null>
	cancel(model: string): Promise<Problem | null>
	remove(model: string): Promise<Problem | null>
	verify(model: string): Promise<Problem | null>
	importPath(path: string): Promise<Problem | null>
}

export function createModelsStore(client: Client): ModelsStore {
	const store = createStore<ModelsState>(() => ({ models: null, voices: [], offered: null, installs: [], busy: new Set(), verified: {} }))
	const once = async (model: string, ask: () => Promise<Problem | null>): Promise<Problem | null> => {
		if (store.getState().busy.has(model)) return null
		const change = (busy: boolean) =>
			store.setState(state => ({ busy: new Set(busy ? [...state.busy, model] : [...state.busy].filter(each => each !== model)) }))
		change(true)
		try {
			return await ask()
		} finally {
			change(false)
		}
	}
	const simple = (name: 'models.pause' | 'models.resume' | 'models.cancel' | 'models.delete') => (model: string) =>
		once(model, async () => {
			const done = await client.request(name, { model })
			return done.ok ? null : done.problem
		})
	return Object.assign(store, {
		async load() {
			const [models, installs] = await Promise.all([client.request('models.list', {}), client.request('models.installs', {})])
			if (models.ok) store.setState(state => modelsHere(state, models.value))
			if (installs.ok) store.setState({ installs: installs.value })
		},
		async look() {
			const offered = await client.request('models.offered', {})
			if (offered.ok) store.setState({ offered: offered.value })
		},
		install: (model: string, how: { acceptLicence?: boolean; acceptChanged?: boolean } = {}) =>
			once(model, async () => {
				const done = await client.request('models.install', { model, ...how })
				return done.ok ? null : done.problem
			}),
		pause: simple('models.pause'),
		resume: simple('models.resume'),
		cancel: simple('models.cancel'),
		remove: simple('models.delete'),
		verify: (model: string) =>
			once(model, async () => {
				store.setState(state => ({ verified: { ...state.verified, [model]: 'reading' } }))
				const done = await client.request('models.verify', { model })
				store.setState(({ verified: { [model]: _, ...others } }) => ({
					verified: done.ok ? { ...others, [model]: done.value.damaged } : others
				}))
				return done.ok ? null : done.problem
			}),
		async importPath(path: string) {
			const done = await client.request('models.import', { path, upload: null })
			return done.ok ? null : done.problem
		}
	})
}

export function modelsAfter(state: ModelsState, event: AppEvent): ModelsState {
	if (event.type === 'install') {
		const { install } = event
		const known = state.installs.some(each => each.id === install.id)
		return {
			...state,
			installs: known ? state.installs.map(each => (each.id === install.id ? install : each)) : [...state.installs, install]
		}
	}
	if (event.type !== 'install-removed') return state
	// What is here anew was not read.
	const { [event.installed ?? '']: _, ...verified } = state.verified
	return { ...state, verified, installs: state.installs.filter(each => each.id !== event.id) }
}

/** With the models that are here; of one that is gone nothing is known. */
export function modelsHere(state: ModelsState, models: readonly Model[]): ModelsState {
	const ids = new Set(models.map(model => model.id))
	return {
		...state,
		models: models.filter(model => model.purpose === 'text'),
		voices: models.filter(model => model.purpose === 'speakers'),
		verified: Object.fromEntries(Object.entries(state.verified).filter(([id]) => ids.has(id)))
	}
}
