import type { SampleRange } from '../protocol/units.ts'
import { agree } from './agreement.ts'
import type { Partial } from './engine.ts'

/** Between two partials at least this long, and twice what the last one took: a slow machine shows fewer of them. */
const EVERY_MS = 500
/** A machine that needs longer than this for one should not be asked again in the same segment. */
const TOO_SLOW_MS = 1_000

/** When to decode a segment that is still open, and what of the result to show as firm. The clock decides here, so nothing final may depend on it. */
export class Unsettled {
	#lastText = ''
	#nextAtMs = Number.NEGATIVE_INFINITY

	/** Whether it is time, by a clock that counts ms. */
	due(nowMs: number): boolean {
		return nowMs >= this.#nextAtMs
	}

	/** Takes the newest hypothesis for a range. */
	heard(text: string, range: SampleRange, startedMs: number, nowMs: number): Partial {
		const tookMs = nowMs - startedMs
		this.#nextAtMs = tookMs > TOO_SLOW_MS ? Number.POSITIVE_INFINITY : startedMs + Math.max(EVERY_MS, 2 * tookMs)
		const { firm, faint } = agree(this.#lastText, text)
		this.#lastText = text
		return { ...range, firm, faint }
	}

	/** The turn was refused, or the result was not fit to be shown. */
	skipped(nowMs: number): void {
		this.#nextAtMs = nowMs + EVERY_MS
	}
}
