/** The three things a page can tell main, and the one it hears. */
export const CHANNELS = {
	/** A page has been loaded; whatever was before it in this window is gone. */
	opened: 'holdfast:opened',
	/** Page → main: a `ClientMessage`. Main → page: a `ServerMessage`. */
	message: 'holdfast:message',
	/** Page → main: the bytes of an `AudioFrame`. */
	audio: 'holdfast:audio'
} as const
