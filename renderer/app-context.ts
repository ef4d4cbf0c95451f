import { createContext, use } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import type { App } from './stores/app.ts'

/** The window's stores, for everything that is drawn. */
export const AppContext = createContext<App | null>(null)

/** Throws outside `AppContext`: a bug. */
export function useApp(): App {
	const app = use(AppContext)
	if (app === null) throw new Error('useApp outside AppContext')
	return app
}

/** The part of a store that `select` takes out; draws again when that part changes. */
export function useFrom<S, T>(store: StoreApi<S>, select: (state: S) => T): T {
	return useStore(store, select)
}
