import type { SystemPreferences } from 'electron'
import { fail, ok, type Result } from '../../../native-bridge/protocol/problem.ts'

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

/**
 * Whether the system lets Holdfast hear a microphone; on macOS it asks the user, once. To be called before a page is given one: what the page
 * itself would learn is only that it was refused. Fails with `microphone-denied-by-system`; `settings` in its facts names the page of the
 * system's settings that leads out: `open-settings` of `contract/desktop.ts` opens it.
 *
 * Source: electron.d.ts, SystemPreferences; electron/electron shell/browser/web_contents_permission_helper.cc.
 */
export async function askForMicrophone(
	system: Pick<SystemPreferences, 'getMediaAccessStatus' | 'askForMediaAccess'>,
	platform: NodeJS.Platform
): Promise<Result<null>> {
	// Elsewhere it can't be asked.
	if (platform !== 'darwin' && platform !== 'win32') return ok(null)
	const status = system.getMediaAccessStatus('microphone')
	if (status === 'granted' || status === 'unknown') return ok(null)
	if (platform === 'win32') return status === 'not-determined' ? ok(null) : denied('windows')
	if (status === 'not-determined' && (await system.askForMediaAccess('microphone'))) return ok(null)
	return status === 'restricted' ? RESTRICTED : denied('macos')
}

function denied(system: 'macos' | 'windows') {
	const text =
		system === 'macos'
			? 'macOS does not let Holdfast use the microphone. Allow it in System Settings, under Privacy & Security, Microphone; then quit Holdfast and open it again.'
			: 'Windows does not let programs use the microphone. Allow it in Settings, under Privacy & security, Microphone: “Microphone access” and “Let desktop apps access your microphone”.'
	return fail('microphone-denied-by-system', text, { system, settings: 'microphone' })
}

/** By a device management or a child's account: no page of the settings helps. */
const RESTRICTED = fail(
	'microphone-restricted',
	'This Mac is managed, and its rules do not let Holdfast use the microphone. Whoever manages it can allow it.',
	{ system: 'macos' }
)
