import { uptime } from 'node:os'

/** Two clocks, ms: one that goes on while the machine sleeps, and one that stands still then. Neither is the one that people set. */
export interface Clocks {
	readonly boot: number
	readonly awake: number
}

/** Less is rounding: the system tells the first in hundredths of a second, and reading takes time. */
const LEAST_MS = 2_000
/** One sleep is told by whoever notices it, us and the system: within so much of waking it is the same, ms. */
const SAME_WAKING_MS = 10_000

/** How long the machine slept between two readings, ms; 0: it did not. Only what both clocks say counts: a process that stood still, or a clock that was set, is no sleep. */
export function sleptBetween(before: Clocks, now: Clocks): number {
	const missing = now.boot - before.boot - (now.awake - before.awake)
	return missing >= LEAST_MS ? Math.round(missing) : 0
}

/**
 * Notices that the machine slept. On Linux by itself: `os.uptime` counts sleep there and `performance.now` does not. Elsewhere Node's two
 * clocks both do or both don't (libuv), and only the system can say it: see `told`.
 */
export class SleepWatch {
	readonly #slept: (ms: number) => void
	readonly #read: () => Clocks
	#last: Clocks
	#toldAt = Number.NEGATIVE_INFINITY

	/** `slept` is told once for each sleep, after it, with its length in ms. */
	constructor(slept: (ms: number) => void, read: () => Clocks = readClocks) {
		this.#slept = slept
		this.#read = read
		this.#last = read()
	}

	/** Once a second. */
	look(): void {
		const now = this.#read()
		const ms = sleptBetween(this.#last, now)
		this.#last = now
		if (ms > 0) this.told(ms)
	}

	/** Somebody who knows it says that the machine has slept for `ms`. */
	told(ms: number): void {
		const { awake } = this.#read()
		if (awake - this.#toldAt < SAME_WAKING_MS) return
		this.#toldAt = awake
		this.#slept(ms)
	}
}

function readClocks(): Clocks {
	return { boot: uptime() * 1_000, awake: performance.now() }
}
