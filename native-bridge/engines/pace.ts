import { secondsOf } from '../protocol/units.ts'

/** What does not depend on how long the audio is costs as much as this many seconds of it: 2 s take 67 ms, 10 s 213, 20 s 484. */
const FIXED_SECONDS = 0.8
/** Until something was measured, ms for a second of audio: two idle cores of 2024. */
const USUAL_MS = 25

/** After so long without a new measurement a slow machine is believed to be twice as fast: or it would not be asked again. */
const FORGETS_MS = 4_000

/** What a decode costs on this machine at this moment, by a clock that counts ms: so nothing final may depend on it. */
export class Pace {
	#msPerSecond = USUAL_MS
	#atMs = Number.NEGATIVE_INFINITY

	took(samples: number, ms: number, nowMs: number): void {
		this.#msPerSecond = ms / (secondsOf(samples) + FIXED_SECONDS)
		this.#atMs = nowMs
	}

	/** ms that so much audio will probably take. */
	expectMs(samples: number, nowMs: number): number {
		const faded = this.#msPerSecond * 0.5 ** Math.floor((nowMs - this.#atMs) / FORGETS_MS)
		return Math.max(Math.min(USUAL_MS, this.#msPerSecond), faded) * (secondsOf(samples) + FIXED_SECONDS)
	}
}
