import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Organising, Trashed } from '../../electron/contract/organising.ts'
import type { Storage } from '../../electron/contract/storage.ts'
import type { Client } from '../api/client.ts'
import type { Problem, Result } from '../api/problem.ts'

export interface LibraryState {
	/** Those that something will be done with, and the one that a range begins at. */
	readonly selected: ReadonlySet<string>
	readonly anchor: string | null
	/** The one whose title is being written in the list. */
	readonly renaming: string | null
	/** Those whose tags are being chosen. */
	readonly tagging: readonly string[] | null
	/** Last thrown away first; null until somebody looked. */
	readonly trash: readonly Trashed[] | null
	/** What everything takes of the disk; null until somebody looked. */
	readonly storage: Storage | null
	/** What was thrown away last here, for the way back. */
	readonly thrown: readonly string[] | null
}

export type LibraryStore = StoreApi<LibraryState> & {
	organise(ids: readonly string[], how: Organising): Promise<Problem | null>
	/** To the trash, all or none. */
	remove(ids: readonly string[]): Promise<Problem | null>
	restore(ids: readonly string[]): Promise<Problem | null>
	/** Out of the trash, for ever. */
	erase(ids: readonly string[]): Promise<Problem | null>
	/** Looks into the trash; from then on it is kept as it is. */
	look(): Promise<Problem | null>
	/** Looks what everything takes of the disk. */
	weigh(): Promise<Problem | null>
	/** Only their audio, for ever; `kept`: those that something is done with. */
	discardAudio(ids: readonly string[]): Promise<Result<{ kept: readonly string[] }>>
	/** The trash has changed. */
	trashChanged(): void
}

export function createLibraryStore(client: Client): LibraryStore {
	const store = createStore<LibraryState>(() => ({
		selected: new Set(),
		anchor: null,
		renaming: null,
		tagging: null,
		trash: null,
		storage: null,
		thrown: null
	}))
	let asked = 0
	const look = async () => {
		const mine = ++asked
		const listed = await client.request('trash.list', {})
		if (!listed.ok) return listed.problem
		// What was asked later knows more.
		if (mine === asked) store.setState({ trash: listed.value })
		return null
	}
	const weigh = async () => {
		const weighed = await client.request('storage.get', {})
		if (!weighed.ok) return weighed.problem
		store.setState({ storage: weighed.value })
		return null
	}
	const change = async (name: 'transcripts.restore' | 'trash.erase' | 'transcripts.delete', ids: readonly string[]) => {
		const done = await client.request(name, { transcripts: [...ids] })
		return done.ok ? null : done.problem
	}
	return Object.assign(store, {
		async organise(ids: readonly string[], how: Organising) {
			const done = await client.request('transcripts.organise', { transcripts: [...ids], ...how })
			return done.ok ? null : done.problem
		},
		async remove(ids: readonly string[]) {
			const problem = await change('transcripts.delete', ids)
			if (problem === null) store.setState({ selected: new Set(), anchor: null, thrown: ids })
			return problem
		},
		async restore(ids: readonly string[]) {
			store.setState({ thrown: null })
			return await change('transcripts.restore', ids)
		},
		erase: (ids: readonly string[]) => change('trash.erase', ids),
		look,
		weigh,
		async discardAudio(ids: readonly string[]) {
			const done = await client.request('audio.discard', { transcripts: [...ids] })
			await weigh()
			return done
		},
		trashChanged() {
			if (store.getState().trash !== null) void look()
		}
	})
}
