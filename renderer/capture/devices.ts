export interface Device {
	readonly id: string
	/** Empty until the user has allowed the microphone once. */
	readonly label: string
}

export interface Devices {
	readonly microphones: readonly Device[]
	/** Names what the system chooses when nobody does; another value means another device. Null where it isn't told. */
	readonly systemChoice: string | null
}

/** Microphones there are. Empty where the browser has none to offer. */
export async function listDevices(): Promise<Devices> {
	const all = (await navigator.mediaDevices?.enumerateDevices()) ?? []
	const inputs = all.filter(device => device.kind === 'audioinput' && device.deviceId !== '')
	return { microphones: inputs.map(device => ({ id: device.deviceId, label: device.label })), systemChoice: systemChoiceOf(inputs) }
}

/** Chromium lists the system's choice as a device of its own, whose group is that of the real one; elsewhere it is the first. */
export function systemChoiceOf(inputs: readonly Pick<MediaDeviceInfo, 'deviceId' | 'groupId' | 'label'>[]): string | null {
	const choice = inputs.find(input => input.deviceId === 'default') ?? inputs[0]
	if (!choice || (choice.groupId === '' && choice.label === '')) return null
	return `${choice.groupId} ${choice.label}`
}

/** Calls `changed` whenever a device is plugged in or out, until the function it gives is called. */
export function watchDevices(changed: () => void): () => void {
	navigator.mediaDevices?.addEventListener('devicechange', changed)
	return () => navigator.mediaDevices?.removeEventListener('devicechange', changed)
}

/** `unknown`: the browser doesn't say before it is asked for the microphone. */
export type Permission = PermissionState | 'unknown'

/** Tells whether the page may use the microphone, now and whenever that changes, until the function it gives is called. */
export function watchPermission(told: (permission: Permission) => void): () => void {
	const over = new AbortController()
	const ask = navigator.permissions?.query({ name: 'microphone' as PermissionName })
	ask?.then(
		status => {
			if (over.signal.aborted) return
			told(status.state)
			status.addEventListener('change', () => told(status.state), { signal: over.signal })
		},
		() => told('unknown')
	)
	return () => over.abort()
}
