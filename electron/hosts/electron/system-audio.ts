import type { DisplayMediaRequestHandlerHandlerRequest, Session, WebFrameMain } from 'electron'
import { isOurs } from './origin.ts'

/**
 * Gives the page that records what the machine plays, and nobody else anything of the screen.
 *
 * `getDisplayMedia` insists on a picture. It gets one of the page itself, which shows nothing and which the page ends at once: a real
 * screen would make macOS ask for the right to record the screen, and a Wayland desktop open its picker. The system's own picker
 * (`useSystemPicker`) is no way out: it answers with a picture alone. The answer is given at once, for it throws when the frame is gone.
 *
 * Source: electron/electron shell/browser/electron_browser_context.cc (DisplayMediaDeviceChosen), lib/browser/api/session.ts; issues #44685, #53665.
 */
export function offerSystemAudio(
	session: Pick<Session, 'setDisplayMediaRequestHandler'>,
	recorder: () => WebFrameMain | null,
	onRefused: (from: string) => void
): void {
	session.setDisplayMediaRequestHandler((request, callback) => {
		const frame = mayHear(request, recorder())
		if (frame === null) {
			onRefused(request.securityOrigin)
			return callback(null)
		}
		callback({ video: frame, audio: 'loopback' })
	})
}

/** The frame to show, which is the asking one; null for whoever is not the page that records, or wants no sound. */
export function mayHear<F extends object>(
	{
		frame,
		audioRequested,
		securityOrigin
	}: Pick<DisplayMediaRequestHandlerHandlerRequest, 'audioRequested' | 'securityOrigin'> & {
		readonly frame: F | null
	},
	recorder: F | null
): F | null {
	return frame !== null && frame === recorder && audioRequested && isOurs(securityOrigin) ? frame : null
}
