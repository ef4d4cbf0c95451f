import type { SystemPreferences } from 'electron'
import { fail } from '../../../native-bridge/protocol/problem.ts'

/** Where the user allows it, on each system. `shell.openExternal` opens nothing else. */
export const SETTINGS_PAGES = {
	darwin: {
		microphone: 'x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone',
		'system-audio': 'x-apple.systempreferences:com.apple.preference.security?Privacy_ScreenCapture'
	},
	win32: { microphone: 'ms-settings:privacy-microphone', 'system-audio': 'ms-settings:sound' }
} as const

export type SettingsPage = keyof (typeof SETTINGS_PAGES)['darwin']

/** Null where there is no such page. */
export function settingsAddress(platform: NodeJS.Platform, page: SettingsPage): string | null {
	return platform === 'darwin' || platform === 'win32' ? SETTINGS_PAGES[platform][page] : null
}

/** `denied`: the user can allow it in the system's settings, and on macOS has to open Holdfast anew then. `restricted`: only whoever manages the machine can. */
export type MicrophoneAccess = 'given' | 'denied' | 'restricted'

/**
 * Whether the system lets Holdfast hear a microphone; on macOS it asks the user, once. To be called before a page is given one.
 *
 * Source: electron.d.ts, SystemPreferences; electron/electron shell/browser/web_contents_permission_helper.cc.
 */
export async function askForMicrophone(
	system: Pick<SystemPreferences, 'getMediaAccessStatus' | 'askForMediaAccess'>,
	platform: NodeJS.Platform
): Promise<MicrophoneAccess> {
	// Elsewhere it can't be asked.
	if (platform !== 'darwin' && platform !== 'win32') return 'given'
	const status = system.getMediaAccessStatus('microphone')
	if (status === 'denied' || status === 'restricted') return status
	if (status !== 'not-determined' || platform === 'win32') return 'given'
	return (await system.askForMediaAccess('microphone')) ? 'given' : 'denied'
}

/** By a device management or a child's account: no page of the settings helps, and the page that records can't know. */
export const MICROPHONE_RESTRICTED = fail(
	'microphone-restricted',
	'This computer is managed, and its rules do not let Holdfast use the microphone. Whoever manages it can allow it.'
).problem
