import type { Gap, GapCause } from '../protocol/messages.ts'
import { SAMPLE_RATE } from '../protocol/units.ts'

/** A difference between clock and audio that is normal: containers count in milliseconds, encoders in frames. In samples (50 ms). */
const TOLERANCE = SAMPLE_RATE / 20
/** A clock that falls back by more than this was started anew (files glued together): from there on it counts afresh. In samples (1 s). */
const RESTART = SAMPLE_RATE
/** The longest hole believed where the file does not say how long it is. In samples (1 h). */
const LONGEST_HOLE = 3600 * SAMPLE_RATE
/** All holes together may last as long as one and so many times what is heard: a clock gone mad must not fill the disk with silence. */
const MOST_SILENCE = 10
/** Gaps kept one by one. A file with more is damaged all over; the rest is only counted. */
const MOST_GAPS = 1_000

/**
 * Keeps text times true: where a file's time stamps say that audio is missing, silence must stand in for it, or everything
 * after it moves forward (a 3 s hole in an Ogg file was 3 s of drift). All numbers are samples of the journal's rate.
 */
export class Timeline {
	readonly #limit: number
	readonly #offset: number
	#base: number | null
	#gaps: Gap[] = []
	#unlisted = 0
	#jumps = 0
	#lead = 0
	#filled = 0

	/**
	 * `saidSamples`: the length the file claims, or null. `offset`: samples at the beginning that are decoded but thrown away
	 * (an encoder's delay). `startsAt`: the stamp that is the file's beginning; null means the first stamp seen.
	 */
	constructor(saidSamples: number | null, offset = 0, startsAt: number | null = null) {
		this.#limit = saidSamples === null ? Number.POSITIVE_INFINITY : saidSamples + offset + SAMPLE_RATE
		this.#offset = offset
		this.#base = startsAt
	}

	/**
	 * Silence to put before audio stamped `at`, when `written` samples came before it. A missing stamp (null) is passed over.
	 * `damaged`: what came right before could not be decoded, which explains the hole.
	 */
	place(at: number | null, written: number, damaged = false): number {
		if (at === null) return 0
		this.#base ??= at - written
		const missing = Math.round(at - this.#base) - written
		if (missing <= TOLERANCE && missing >= -RESTART) return 0
		const filled = this.#filled + missing
		const most = LONGEST_HOLE + MOST_SILENCE * (written - this.#filled)
		if (missing < 0 || written + missing > this.#limit || missing > LONGEST_HOLE || filled > most) {
			if (missing > 0) this.#jumps++
			this.#base = at - written
			return 0
		}
		this.#filled = filled
		// Sound that begins later than the pictures is no damage.
		if (written === 0) this.#lead = missing
		else this.#add(written, missing, damaged ? 'damaged' : 'no-audio')
		return missing
	}

	/** Notes that the `samples` after `written` could not be decoded and silence stands in for them. */
	lost(written: number, samples: number): void {
		this.#add(written, samples, 'damaged')
	}

	/** Places without audio, in order. Those that touch are one. */
	get gaps(): readonly Gap[] {
		return this.#gaps
	}

	/** Silence before the first sound, where the pictures begin earlier. */
	get lead(): number {
		return this.#lead
	}

	/** Gaps beyond the first 1,000. */
	get unlisted(): number {
		return this.#unlisted
	}

	/** Jumps of the clock too far to be believed; nothing was put in for them. */
	get jumps(): number {
		return this.#jumps
	}

	#add(written: number, samples: number, cause: GapCause): void {
		const from = Math.max(0, written - this.#offset)
		const to = written - this.#offset + samples
		if (to <= from) return
		const last = this.#gaps.at(-1)
		if (last && last.to === from) this.#gaps[this.#gaps.length - 1] = { ...last, to }
		else if (this.#gaps.length < MOST_GAPS) this.#gaps.push({ from, to, cause })
		else this.#unlisted++
	}
}
