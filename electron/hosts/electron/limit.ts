/** So many times within so long: what happens more often is a loop. */
export interface Limit {
	readonly times: number
	readonly withinMs: number
}

/** A window that dies a third time within a minute dies of what it shows: another try would show the same. */
export const WINDOW_RELOADS: Limit = { times: 2, withinMs: 60_000 }

/** The page that records shows nothing, and a recording hangs on it: it is tried longer. */
export const RECORDER_RELOADS: Limit = { times: 5, withinMs: 60_000 }

/** Main starts itself again after an exception nobody caught; five minutes, because loading what it stumbles over may take long. */
export const MAIN_RELAUNCHES: Limit = { times: 3, withinMs: 300_000 }

/** Chromium ends the whole app at about the sixth death of its graphics process: at the third within ten minutes the next start does without. */
export const GRAPHICS_DEATHS: Limit = { times: 2, withinMs: 600_000 }

/** The times (ms since 1970) with `now` added and old ones dropped, or null when it would be once too often. */
export function onceMore(limit: Limit, times: readonly number[], now: number): readonly number[] | null {
	const recent = times.filter(time => time > now - limit.withinMs && time <= now)
	return recent.length < limit.times ? [...recent, now] : null
}
