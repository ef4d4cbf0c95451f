import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppEvent, Disk, Snapshot } from '../../electron/contract/events.ts'

export interface DiskState {
	/** Room where the audio goes; null until main has told, and where it can't be told. */
	readonly disk: Disk | null
}

export type DiskStore = StoreApi<DiskState>

export function createDiskStore(): DiskStore {
	return createStore<DiskState>(() => ({ disk: null }))
}

export function diskFromSnapshot(_: DiskState, snapshot: Snapshot): DiskState {
	return { disk: snapshot.disk }
}

export function diskAfter(state: DiskState, event: AppEvent): DiskState {
	return event.type === 'disk' ? { disk: event.disk } : state
}
