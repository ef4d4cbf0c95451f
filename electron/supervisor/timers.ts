import type { TimerName } from './machine.ts'

/** The timers of one child, at most one of each name. */
export class Timers {
	readonly #timers = new Map<TimerName, NodeJS.Timeout>()

	/** In place of the one of that name. `ms` null: none. */
	set(name: TimerName, ms: number | null, then: () => void): void {
		clearTimeout(this.#timers.get(name))
		this.#timers.delete(name)
		if (ms !== null) this.#timers.set(name, setTimeout(then, ms))
	}
}
