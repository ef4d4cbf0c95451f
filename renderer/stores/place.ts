import { createStore, type StoreApi } from 'zustand/vanilla'

/** What the large part of the window shows. */
export type Place =
	| { readonly at: 'home' }
	| { readonly at: 'transcript'; readonly id: string }
	/** `exit` null: the newest. */
	| { readonly at: 'crashes'; readonly exit: string | null }

export interface PlaceState {
	readonly place: Place
	/** Popups that a key opens as well as a button. */
	readonly open: 'export' | 'shortcuts' | 'library' | null
}

export type PlaceStore = StoreApi<PlaceState> & {
	go(place: Place): void
	show(open: PlaceState['open']): void
}

/** The place is kept in the address, so that reload, back and forward do what one expects. */
export function createPlaceStore(page: Window): PlaceStore {
	const store = createStore<PlaceState>(() => ({ place: placeOf(page.location.hash), open: null }))
	page.addEventListener('hashchange', () => store.setState({ place: placeOf(page.location.hash), open: null }))
	return Object.assign(store, {
		go(place: Place) {
			store.setState({ place, open: null })
			if (page.location.hash !== hashOf(place)) page.history.pushState(null, '', hashOf(place))
		},
		show(open: PlaceState['open']) {
			store.setState({ open })
		}
	})
}

export function hashOf(place: Place): string {
	switch (place.at) {
		case 'home':
			return '#/'
		case 'transcript':
			return `#/transcripts/${place.id}`
		case 'crashes':
			return place.exit === null ? '#/crashes' : `#/crashes/${place.exit}`
		default:
			return place satisfies never
	}
}

/** The place an address means; anything else is home. */
export function placeOf(hash: string): Place {
	const [, room, id] = hash.split('/')
	if (room === 'transcripts' && id) return { at: 'transcript', id }
	if (room === 'crashes') return { at: 'crashes', exit: id || null }
	return { at: 'home' }
}
