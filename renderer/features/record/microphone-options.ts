import type { Device } from '../../stores/microphones.ts'

/** A line of the list of microphones. */
export type MicrophoneOption =
	/** `label`: the device that it is now, where the browser tells. */
	| { readonly is: 'default'; readonly label: string | null }
	| { readonly is: 'named'; readonly id: string; readonly label: string }
	| { readonly is: 'unnamed'; readonly id: string; readonly n: number }
	/** Chosen before, and not there now. */
	| { readonly is: 'unplugged'; readonly id: string }

/** The browser's own entries for what the system has chosen; their ids are these words. */
const ALIASES = ['default', 'communications']

/** What can be chosen, the system's default first. `chosen`: an id that was chosen before, or null. */
export function microphoneOptions(devices: readonly Device[], chosen: string | null): MicrophoneOption[] {
	const known = devices.filter(device => !ALIASES.includes(device.id))
	const named = devices.find(device => device.id === 'default')?.label ?? ''
	// Chrome writes “Default - USB microphone”, in its own language.
	const label = known.find(device => device.label !== '' && named.endsWith(device.label))?.label ?? null
	return [
		{ is: 'default', label },
		...known.map(
			(device, i): MicrophoneOption =>
				device.label === '' ? { is: 'unnamed', id: device.id, n: i + 1 } : { is: 'named', id: device.id, label: device.label }
		),
		...(chosen === null || known.some(device => device.id === chosen) ? [] : [{ is: 'unplugged' as const, id: chosen }])
	]
}
