import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppEvent, Snapshot } from '../../electron/contract/events.ts'
import type { Settings } from '../../electron/contract/settings.ts'
import type { Client } from '../api/client.ts'
import type { Problem } from '../api/problem.ts'

export interface SettingsState {
	/** What main acts on; null until it has told. */
	readonly settings: Settings | null
}

export type SettingsStore = StoreApi<SettingsState> & {
	/** Shown at once; taken back when main refuses. Gives the problem then, and also when it could not be kept on disk. */
	change(some: Partial<Settings>): Promise<Problem | null>
}

export function createSettingsStore(client: Client): SettingsStore {
	const store = createStore<SettingsState>(() => ({ settings: null }))
	return Object.assign(store, {
		async change(some: Partial<Settings>) {
			store.setState(({ settings }) => ({ settings: settings && { ...settings, ...some } }))
			const result = await client.request('settings.set', some)
			if (result.ok) {
				store.setState({ settings: result.value })
				return null
			}
			// Refused, or in force but not on disk: main says how things are.
			const now = await client.request('settings.get', {})
			if (now.ok) store.setState({ settings: now.value })
			return result.problem
		}
	})
}

export function settingsFromSnapshot(_: SettingsState, snapshot: Snapshot): SettingsState {
	return { settings: snapshot.settings }
}

export function settingsAfter(state: SettingsState, event: AppEvent): SettingsState {
	return event.type === 'settings' ? { settings: event.settings } : state
}
