import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppEvent, Snapshot } from '../../electron/contract/events.ts'
import type { Folder } from '../../electron/contract/moving.ts'
import type { Client } from '../api/client.ts'
import type { Problem } from '../api/problem.ts'
import { asking } from './asking.ts'

export interface FolderState {
	/** Where everything is kept, and its way to another folder; null until main has told. */
	readonly folder: Folder | null
	/** Main was asked to begin, or to take it back, and has not answered. */
	readonly asked: boolean
}

export type FolderStore = StoreApi<FolderState> & {
	move(to: string): Promise<Problem | null>
	cancel(): Promise<Problem | null>
}

export function createFolderStore(client: Client): FolderStore {
	const store = createStore<FolderState>(() => ({ folder: null, asked: false }))
	const once = asking(store)
	return Object.assign(store, {
		move: (to: string) => once(client.request('folder.move', { to })),
		cancel: () => once(client.request('folder.cancel', {}))
	})
}

export function folderFromSnapshot(state: FolderState, snapshot: Snapshot): FolderState {
	return { ...state, folder: snapshot.folder }
}

export function folderAfter(state: FolderState, event: AppEvent): FolderState {
	return event.type === 'move' && state.folder ? { ...state, folder: { ...state.folder, move: event.move } } : state
}
