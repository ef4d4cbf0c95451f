/** A player asks for a piece now and then. So long after the last one nobody listens any more, and the file it reads may become another, ms. */
const LISTENED_MS = 15 * 60_000

/** Which recordings somebody listens to. */
export class Listened {
	readonly #at = new Map<string, number>()

	heard(id: string, now: number): void {
		this.#at.set(id, now)
	}

	is(id: string, now: number): boolean {
		const at = this.#at.get(id)
		if (at === undefined) return false
		if (now - at < LISTENED_MS) return true
		this.#at.delete(id)
		return false
	}
}
