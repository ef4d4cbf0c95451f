import { type SampleRange, samplesOf } from '../protocol/units.ts'
import { agree, spliced } from './agreement.ts'
import type { Partial } from './engine.ts'
import type { Pace } from './pace.ts'
import { joinWords, wordsIn } from './words.ts'

/** Between two looks at least this long, and twice what the last one took: a slow machine shows fewer of them. */
const EVERY_MS = 560
/** While a segment has not much more than its first words: short audio costs little, and first guesses are often wrong. */
const EARLY_MS = 250
const EARLY = samplesOf(1.2)
/** Until there is a first word: the model says nothing to the first third of a second, and that costs it 12 ms. */
const UNTIL_WORDS_MS = 90
/** A look that would take longer than this is not taken: what is to be settled would wait for it. */
const TOO_SLOW_MS = 1_000
/** A segment longer than this is looked at only at its end, of this length: the older words have been said often enough. */
const LONG = samplesOf(6)
export const TAIL = samplesOf(4)

/** What to listen to now. */
export type Look =
	| { readonly kind: 'none' }
	| { readonly kind: 'whole' }
	/** Only about the last so many samples. */
	| { readonly kind: 'tail'; readonly samples: number }

/**
 * When to decode a segment that is still open, how much of it, and what of the result to show as firm. The clock decides here, so nothing
 * final may depend on it.
 */
export class Unsettled {
	readonly #pace: Pace
	#firm: readonly string[] = []
	#newest: readonly string[] = []
	#nextAtMs = Number.NEGATIVE_INFINITY
	/** A tail did not fit to what was heard before. */
	#lost = false

	constructor(pace: Pace) {
		this.#pace = pace
	}

	/** What is worth listening to of an open segment of so many samples, by a clock that counts ms. */
	look(samples: number, nowMs: number): Look {
		if (nowMs < this.#nextAtMs) return { kind: 'none' }
		const whole = this.affordable(samples, nowMs)
		const long = samples > LONG && this.#newest.length > 0
		if (long && (!this.#lost || !whole)) return this.affordable(TAIL, nowMs) ? { kind: 'tail', samples: TAIL } : { kind: 'none' }
		return { kind: whole ? 'whole' : 'none' }
	}

	/** Whether so much may be listened to at once without keeping others waiting. */
	affordable(samples: number, nowMs: number): boolean {
		return this.#pace.expectMs(samples, nowMs) <= TOO_SLOW_MS
	}

	/** Takes what the whole of a range says, or its tail. Null: it is not to be shown. */
	heard(look: Look, text: string, range: SampleRange, startedMs: number, nowMs: number): Partial | null {
		const words = wordsIn(text)
		if (words.length === 0) return this.skipped(nowMs)
		const fitting = look.kind === 'tail' ? spliced(this.#newest, words) : words
		if (fitting === null && !this.#lost) {
			this.#lost = true
			return this.skipped(nowMs)
		}
		this.#lost = false
		// A tail again, since the whole would take too long: between them there are words that nobody has heard yet.
		const newest = fitting ?? [...this.#newest, '…', ...words]
		const everyMs = range.to - range.from < EARLY ? EARLY_MS : EVERY_MS
		this.#nextAtMs = startedMs + Math.max(everyMs, 2 * (nowMs - startedMs))
		const { firm, faint } = agree(this.#firm, this.#newest, newest)
		this.#firm = firm
		this.#newest = newest
		return { ...range, firm: joinWords(firm), faint: joinWords(faint) }
	}

	/** The turn was refused, or the result was not fit to be shown. */
	skipped(nowMs: number): null {
		this.#nextAtMs = nowMs + (this.#newest.length === 0 ? UNTIL_WORDS_MS : EARLY_MS)
		return null
	}
}
