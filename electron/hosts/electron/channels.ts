/** Everything that a page and main say to each other. */
export const CHANNELS = {
	/** A page has been loaded; whatever was before it in this window is gone. */
	opened: 'holdfast:opened',
	/** Page → main: a `ClientMessage`. Main → page: a `ServerMessage`. */
	message: 'holdfast:message',
	/** Page → main: the bytes of an `AudioFrame`. */
	audio: 'holdfast:audio',
	/** Between the window and the page that records, by way of main: see `contract/recorder.ts`. */
	recorder: 'holdfast:recorder',
	/** Between the window and main, about the desktop around them: see `contract/desktop.ts`. */
	desktop: 'holdfast:desktop',
	/** Main → page, and back as it came: the page's own thread is alive. */
	beat: 'holdfast:beat'
} as const
