import { createStore, type StoreApi } from 'zustand/vanilla'
import { type Device, listDevices, type Permission, watchDevices, watchPermission } from '../capture/devices.ts'

export type { Device }

export interface MicrophonesState {
	readonly devices: readonly Device[]
	/** Whether this page may use them; `unknown` where the browser doesn't say before it is asked. */
	readonly permission: Permission
}

export type MicrophonesStore = StoreApi<MicrophonesState> & {
	/** Keeps both fresh, as devices come and go and the user allows or forbids, until the function it gives is called. */
	watch(): () => void
}

export function createMicrophonesStore(): MicrophonesStore {
	const store = createStore<MicrophonesState>(() => ({ devices: [], permission: 'unknown' }))
	const look = () => void listDevices().then(({ microphones }) => store.setState({ devices: microphones }))
	return Object.assign(store, {
		watch() {
			look()
			const unwatch = [
				watchDevices(look),
				watchPermission(permission => {
					store.setState({ permission })
					// Names are told only to who may listen.
					look()
				})
			]
			return () => {
				for (const each of unwatch) each()
			}
		}
	})
}
