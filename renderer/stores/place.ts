import { createStore, type StoreApi } from 'zustand/vanilla'

/** What the large part of the window shows. */
export type Place =
	| { readonly at: 'home' }
	/** `sample`: the place in it that is looked for; without it, its beginning, or its end while it grows. */
	| { readonly at: 'transcript'; readonly id: string; readonly sample?: number }
	/** `exit` null: the newest. */
	| { readonly at: 'crashes'; readonly exit: string | null }
	| { readonly at: 'drill' }
	| { readonly at: 'models' }
	| { readonly at: 'trash' }
	| { readonly at: 'storage' }
	| { readonly at: 'about' }

export interface PlaceState {
	readonly place: Place
	/** What is open over it: popups that a key opens as well as a button, the microphone's panel, the note of a mark just set. */
	readonly open: 'export' | 'shortcuts' | 'library' | 'microphone' | 'settings' | 'search' | 'find' | 'replace' | 'note' | 'versions' | null
	/** A transcript that may be gone to: it came while the user was busy here. */
	readonly offered: string | null
}

export type PlaceStore = StoreApi<PlaceState> & {
	go(place: Place): void
	/** As `go`, but the way back leads past here: for a choice within one page. */
	swap(place: Place): void
	/** To a transcript that nobody waits for at just this moment: goes there unless the user is `busy`, and offers it then. */
	offer(transcript: string, busy: boolean): void
	show(open: PlaceState['open']): void
}

/** The place is kept in the address, so that reload, back and forward do what one expects. */
export function createPlaceStore(page: Window): PlaceStore {
	const store = createStore<PlaceState>(() => ({ place: placeOf(page.location.hash), open: null, offered: null }))
	page.addEventListener('hashchange', () => store.setState({ place: placeOf(page.location.hash), open: null, offered: null }))
	const go = (place: Place) => {
		store.setState({ place, open: null, offered: null })
		if (page.location.hash !== hashOf(place)) page.history.pushState(null, '', hashOf(place))
	}
	return Object.assign(store, {
		go,
		swap(place: Place) {
			store.setState({ place, open: null, offered: null })
			page.history.replaceState(null, '', hashOf(place))
		},
		offer(id: string, busy: boolean) {
			if (busy) store.setState({ offered: id })
			else go({ at: 'transcript', id })
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
			return place.sample === undefined ? `#/transcripts/${place.id}` : `#/transcripts/${place.id}/${place.sample}`
		case 'crashes':
			return place.exit === null ? '#/crashes' : `#/crashes/${place.exit}`
		case 'drill':
			return '#/drill'
		case 'models':
			return '#/models'
		case 'trash':
			return '#/trash'
		case 'storage':
			return '#/storage'
		case 'about':
			return '#/about'
		default:
			return place satisfies never
	}
}

/** The place an address means; anything else is home. */
export function placeOf(hash: string): Place {
	const [, room, id, sample] = hash.split('/')
	if (room === 'transcripts' && id) return { at: 'transcript', id, ...(/^\d+$/.test(sample ?? '') ? { sample: Number(sample) } : {}) }
	if (room === 'drill') return { at: 'drill' }
	if (room === 'models' || room === 'trash' || room === 'storage' || room === 'about') return { at: room }
	if (room === 'crashes') return { at: 'crashes', exit: id || null }
	return { at: 'home' }
}
