/** So many times within so long: what happens more often is a loop. */
export interface Limit {
	readonly times: number
	readonly withinMs: number
}

/** A window that dies a third time within a minute dies of what it shows: another try would show the same. */
export const WINDOW_RELOADS: Limit = { times: 2, withinMs: 60_000 }

/** Main starts itself again after an exception nobody caught; five minutes, because loading what it stumbles over may take long. */
export const MAIN_RELAUNCHES: Limit = { times: 3, withinMs: 300_000 }

/** The times (ms since 1970) with `now` added and old ones dropped, or null when it would be once too often. */
export function onceMore(limit: Limit, times: readonly number[], now: number): readonly number[] | null {
	const recent = times.filter(time => time > now - limit.withinMs && time <= now)
	return recent.length < limit.times ? [...recent, now] : null
}
