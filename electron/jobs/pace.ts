import { secondsOf } from '../../native-bridge/protocol/units.ts'

const WINDOW_MS = 60_000
/** What comes in less than so much time says little. */
const LEAST_MS = 2_000

/** How fast one job gets on by the clock, whatever else the engine does meanwhile: what is left divided by it is the time left. */
export class Pace {
	#seen: { at: number; cursor: number }[] = []

	/** Somebody is at it now, or nobody any more: what was before says nothing. */
	begin(cursor: number, at: number): void {
		this.#seen = [{ at, cursor }]
	}

	end(): void {
		this.#seen = []
	}

	add(cursor: number, at: number): void {
		if (this.#seen.length === 0) return
		// One from before the window is kept, as its edge.
		const old = this.#seen.filter(each => each.at <= at - WINDOW_MS).length
		this.#seen = [...this.#seen.slice(Math.max(0, old - 1)), { at, cursor }]
	}

	/** × real time; null while it is not known. */
	get speed(): number | null {
		const [first, last] = [this.#seen[0], this.#seen.at(-1)]
		if (!first || !last || last.at - first.at < LEAST_MS) return null
		return Math.round((secondsOf(last.cursor - first.cursor) / (last.at - first.at)) * 10_000) / 10
	}
}
