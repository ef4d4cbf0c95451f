import { randomUUID } from 'node:crypto'
import type { AppEvent } from '../contract/events.ts'

export interface NumberedEvent {
	readonly n: number
	readonly event: AppEvent
}

/** How many events are kept for windows that were away: a few minutes of a busy app. */
const KEPT = 5_000

/** The one numbered stream of events. Numbers begin at 1 in each life of main, which `epoch` names. */
export class Feed {
	readonly epoch = randomUUID()
	readonly #kept: NumberedEvent[] = []
	readonly #listeners = new Set<(event: NumberedEvent) => void>()
	#last = 0

	get last(): number {
		return this.#last
	}

	emit(event: AppEvent): void {
		const numbered = { n: ++this.#last, event }
		this.#kept.push(numbered)
		if (this.#kept.length > KEPT) this.#kept.shift()
		for (const listener of this.#listeners) listener(numbered)
	}

	/** Events after number `after` of this epoch, or null when some of them are no longer kept, or never were of this epoch. */
	since(epoch: string | null, after: number | null): readonly NumberedEvent[] | null {
		if (epoch !== this.epoch || after === null || after > this.#last) return null
		const missed = this.#last - after
		if (missed > this.#kept.length) return null
		return missed === 0 ? [] : this.#kept.slice(-missed)
	}

	/** Calls `listener` with each event from now on; the value ends that. */
	listen(listener: (event: NumberedEvent) => void): () => void {
		this.#listeners.add(listener)
		return () => this.#listeners.delete(listener)
	}
}
