import type { Problem } from '../../native-bridge/protocol/problem.ts'
import type { Feed } from './feed.ts'

/** More than a window shows at once would only hide each other. */
const KEPT = 3

/** Notices that were said while no window was there to show them: at start, or by night. A window takes them when it comes. */
export class Unread {
	readonly #readers = new Set<number>()
	#notices: readonly Problem[] = []

	constructor(feed: Feed) {
		feed.listen(({ event }) => {
			if (event.type !== 'notice' || this.#readers.size > 0) return
			const others = this.#notices.filter(({ text }) => text !== event.problem.text)
			this.#notices = [...others, event.problem].slice(-KEPT)
		})
	}

	/** Each is given once. From here on client `reader` shows notices itself, until it is `gone`. */
	take(reader: number): readonly Problem[] {
		this.#readers.add(reader)
		const notices = this.#notices
		this.#notices = []
		return notices
	}

	gone(reader: number): void {
		this.#readers.delete(reader)
	}
}
