/** Longer than the gaps of a bad line, shorter than one's patience. */
const WINDOW_MS = 8_000

/** How fast something grows, over the last seconds. Time is passed in, ms. */
export class Speed {
	readonly #marks: { at: number; bytes: number }[] = []

	/** It is so large now. */
	mark(at: number, bytes: number): void {
		const last = this.#marks.at(-1)
		// It began again.
		if (last && bytes < last.bytes) this.#marks.length = 0
		this.#marks.push({ at, bytes })
		while (this.#marks.length > 2 && at - (this.#marks[0]?.at ?? at) > WINDOW_MS) this.#marks.shift()
	}

	/** Null while it can't be told yet. */
	bytesPerSecond(): number | null {
		const [first, last] = [this.#marks[0], this.#marks.at(-1)]
		if (!first || !last || last.at - first.at < 500) return null
		return ((last.bytes - first.bytes) * 1000) / (last.at - first.at)
	}

	/** Until it is `total` long, whole seconds; null where that can't be told. */
	secondsLeft(total: number | null): number | null {
		const [speed, here] = [this.bytesPerSecond(), this.#marks.at(-1)?.bytes]
		if (total === null || here === undefined || speed === null || speed < 1) return null
		return Math.ceil(Math.max(0, total - here) / speed)
	}
}
