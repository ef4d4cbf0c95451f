/** How often a page is asked for a sign of life, ms. */
export const BEAT_MS = 2_000

/** How long a page may be silent, ms. */
export interface Patience {
	readonly silentMs: number
	/** When Chromium says as well that it does not react. */
	readonly unresponsiveMs: number
	/** From the order to load until its first sign of life. */
	readonly loadMs: number
}

/** Somebody waits before it: ten seconds are long, and shorter ones happen on a busy machine. */
export const WINDOW_PATIENCE: Patience = { silentMs: 10_000, unresponsiveMs: 5_000, loadMs: 30_000 }

/** Its audio thread goes on while its own is stuck: ending it loses what has piled up, so it is given more time. */
export const RECORDER_PATIENCE: Patience = { silentMs: 20_000, unresponsiveMs: 20_000, loadMs: 30_000 }

export interface Heartbeat {
	/** Since when nothing was heard, ms since 1970; null while nobody listens (no page of ours is loaded, or it is dead). */
	readonly silentSince: number | null
	readonly loading: boolean
	/** Chromium says that it does not react. */
	readonly unresponsive: boolean
	/** When it was last looked at. */
	readonly lookedAt: number
}

export type HeartbeatEvent = {
	readonly type: 'loading' | 'opened' | 'beat' | 'unresponsive' | 'responsive' | 'gone' | 'look'
	/** ms since 1970. */
	readonly at: number
}

export const noHeartbeat: Heartbeat = { silentSince: null, loading: false, unresponsive: false, lookedAt: 0 }

/** One step of listening whether a page lives: the next state, and whether it hangs. */
export function listenTo(state: Heartbeat, event: HeartbeatEvent, patience: Patience): [Heartbeat, hangs: boolean] {
	const { at } = event
	switch (event.type) {
		case 'loading':
			return [{ silentSince: at, loading: true, unresponsive: false, lookedAt: at }, false]
		case 'opened':
			return [{ silentSince: at, loading: false, unresponsive: false, lookedAt: at }, false]
		case 'beat':
			return [state.silentSince === null || state.loading ? state : { ...state, silentSince: at, unresponsive: false }, false]
		case 'unresponsive':
			return [{ ...state, unresponsive: true }, false]
		case 'responsive':
			return [{ ...state, unresponsive: false }, false]
		case 'gone':
			return [noHeartbeat, false]
		case 'look': {
			if (state.silentSince === null) return [state, false]
			// Main itself stood still (the machine slept, or was that busy): its own silence is not the page's.
			if (at - state.lookedAt > 2 * BEAT_MS) return [{ ...state, silentSince: at, lookedAt: at }, false]
			const limitMs = state.loading ? patience.loadMs : state.unresponsive ? patience.unresponsiveMs : patience.silentMs
			return [{ ...state, lookedAt: at }, at - state.silentSince >= limitMs]
		}
		default:
			return event.type satisfies never
	}
}
