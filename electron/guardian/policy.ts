import type { ChildPolicy } from '../supervisor/child-specs.ts'

/**
 * How main is watched: the supervisor's own machine, with other numbers. They multiply: an engine that ends main with it would be tried
 * as often as both allow.
 */
export const MAIN: ChildPolicy = {
	// Before it was ready, nothing is served and nothing can get better by itself: five tries take six seconds.
	intensity: { deaths: 5, withinMs: 120_000 },
	// One that dies two seconds after each start is tried for a minute and a half; one that a person kills now and then, for ever.
	anyIntensity: { deaths: 40, withinMs: 600_000 },
	// At once: a recording waits. Then some air, for a disk or a memory that is short.
	backoffMs: [0, 250, 1_000, 3_000],
	// Usually 0.3–0.8 s. After a death the ledger is checked first, which takes a minute for a gigabyte on a slow disk.
	readyTimeoutMs: 120_000,
	// A disk that wakes up holds main for 7 s, a long write on a card for 3: ten are no pause. Audio waits in the page meanwhile.
	heartbeat: { everyMs: 1_000, limitMs: 10_000 },
	// The ledger is checked in one go before anything is answered.
	startSilenceMs: Number.POSITIVE_INFINITY,
	// Main takes 110–160 MB. At two gigabytes it leaks, and is back in half a second; V8 itself would give up at two to four.
	memory: {
		loaded: Number.POSITIVE_INFINITY,
		loadingKillAt: 2_000_000_000,
		recycleAt: Number.POSITIVE_INFINITY,
		killAt: 2_000_000_000,
		graceMs: 0
	},
	// It has state in it that a new one must read anew: it is not replaced for its age.
	recycleAgeMs: Number.POSITIVE_INFINITY,
	// Main makes no native step.
	slow: { leastMs: Number.POSITIVE_INFINITY, timesAudio: 0 },
	// Main gives itself 4 s to close its journals; start.mjs and systemd wait longer than this.
	shutdownMs: 4_500,
	dumpMs: 4_500
}
