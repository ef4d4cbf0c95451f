import type { BrowserWindowConstructorOptions, RenderProcessGoneDetails, Session, WebContents } from 'electron'
import { GONE_PAGE } from './gone-page.ts'
import { onceMore, WINDOW_RELOADS } from './limit.ts'

/** The main window: a sandboxed page that is shown when it has something to show. */
export function windowOptions(preload: string, session: Session): BrowserWindowConstructorOptions {
	return {
		title: 'Holdfast',
		width: 1180,
		height: 780,
		minWidth: 480,
		minHeight: 360,
		show: false,
		webPreferences: {
			preload,
			session,
			// All but the last two are defaults since long; said here because everything rests on them.
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
}

/**
 * Brings a page back that has died, within a limit; then shows a plain page that says so. Returns the same for a page that lives but must
 * be loaded anew.
 */
export function keepAlive(
	contents: Pick<WebContents, 'reload' | 'loadURL' | 'isDestroyed'> & {
		on(event: 'render-process-gone', listener: (event: unknown, details: RenderProcessGoneDetails) => void): unknown
	},
	onGone: (reason: string, exitCode: number | null, next: 'reload' | 'gone-page') => void,
	now: () => number = Date.now
): (reason: string) => void {
	let reloads: readonly number[] = []
	const bringBack = (reason: string, exitCode: number | null) => {
		if (contents.isDestroyed()) return
		const times = onceMore(WINDOW_RELOADS, reloads, now())
		onGone(reason, exitCode, times ? 'reload' : 'gone-page')
		reloads = times ?? []
		// Reloading here is safe: the event comes one task after the death (electron/electron#51900).
		if (times) contents.reload()
		// When not even this can be shown, there is no window left to say so in.
		else contents.loadURL(GONE_PAGE).catch(() => {})
	}
	contents.on('render-process-gone', (_event, { reason, exitCode }) => {
		if (reason !== 'clean-exit') bringBack(reason, exitCode)
	})
	return reason => bringBack(reason, null)
}
