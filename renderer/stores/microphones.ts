import { createStore, type StoreApi } from 'zustand/vanilla'
import { type Device, listMicrophones, watchMicrophones } from '../capture/microphone.ts'

export type { Device }

export interface MicrophonesState {
	readonly devices: readonly Device[]
}

export type MicrophonesStore = StoreApi<MicrophonesState> & {
	/** Keeps the list fresh, as they come and go, until the function it gives is called. */
	watch(): () => void
}

export function createMicrophonesStore(): MicrophonesStore {
	const store = createStore<MicrophonesState>(() => ({ devices: [] }))
	const look = () => void listMicrophones().then(devices => store.setState({ devices }))
	return Object.assign(store, {
		watch() {
			look()
			return watchMicrophones(look)
		}
	})
}
