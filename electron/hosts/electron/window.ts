import type { BrowserWindowConstructorOptions, Session, WebPreferences } from 'electron'

/** The window: a sandboxed page that is shown when it has something to show. */
export function windowOptions(preload: string, session: Session): BrowserWindowConstructorOptions {
	return {
		title: 'Holdfast',
		width: 1180,
		height: 780,
		minWidth: 480,
		minHeight: 360,
		show: false,
		webPreferences: preferences(preload, session)
	}
}

/** The page that records: never shown, and a process of its own, so that a recording outlives the window. */
export function recorderOptions(preload: string, session: Session): BrowserWindowConstructorOptions {
	return {
		title: 'Holdfast recorder',
		show: false,
		width: 100,
		height: 100,
		skipTaskbar: true,
		focusable: false,
		webPreferences: { ...preferences(preload, session), autoplayPolicy: 'no-user-gesture-required' }
	}
}

function preferences(preload: string, session: Session): WebPreferences {
	return {
		preload,
		session,
		// These four are defaults since long; said here because everything rests on them.
		sandbox: true,
		contextIsolation: true,
		nodeIntegration: false,
		webSecurity: true,
		// Recording goes on while another window covers ours.
		backgroundThrottling: false,
		// Chromium would fetch dictionaries from the network.
		spellcheck: false
	}
}
