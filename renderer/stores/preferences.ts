import * as v from 'valibot'
import { createStore, type StoreApi } from 'zustand/vanilla'

/** What this window remembers for its user, in the page's own storage. */
export const Preferences = v.object({
	language: v.fallback(v.picklist(['system', 'en', 'zh-CN']), 'system'),
	theme: v.fallback(v.picklist(['system', 'light', 'dark']), 'system'),
	/** The microphone's id; null is the system's choice. */
	microphone: v.fallback(v.nullable(v.string()), null)
})
export type Preferences = v.InferOutput<typeof Preferences>

const KEY = 'holdfast.preferences'

/** Every change is kept at once. What can't be read, or kept (private windows), is as if it had not been chosen. */
export function createPreferencesStore(storage: Storage): StoreApi<Preferences> {
	const store = createStore<Preferences>(() => v.parse(Preferences, read(storage)))
	store.subscribe(state => {
		try {
			storage.setItem(KEY, JSON.stringify(state))
		} catch {
			// Storage is full or forbidden: the choice holds for this page.
		}
	})
	return store
}

function read(storage: Storage): unknown {
	try {
		const value: unknown = JSON.parse(storage.getItem(KEY) ?? '{}')
		return { language: undefined, theme: undefined, microphone: null, ...(typeof value === 'object' ? value : {}) }
	} catch {
		return { language: undefined, theme: undefined, microphone: null }
	}
}
