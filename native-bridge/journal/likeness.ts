import { SAMPLE_RATE } from '../protocol/units.ts'

/** Loudness is compared in pieces of so many samples (10 s): speech of a whole window that came out as silence is found. */
const WINDOW = 10 * SAMPLE_RATE
/** Root mean square below which a piece counts as silence (−60 dB): there nothing need be alike but that it is quiet. */
const SILENCE = 32
/** A piece may be so many times louder or softer (6 dB). Speech comes out within 0.3 dB, white noise 3.5 dB softer. */
const MOST_RATIO = 2
/**
 * Least correlation of the whole. Speech has 0.98, clipped speech 0.91, white noise 0.78; anything else than the same audio at the same
 * place is near 0.
 */
const LEAST_CORRELATION = 0.5

/** Whether a compressed copy sounds like its original: pairs of pieces of the same length go in, in order. */
export class Likeness {
	#window = { samples: 0, xx: 0, yy: 0 }
	#all = { samples: 0, xx: 0, yy: 0, xy: 0 }
	#unlike: string | null = null

	add(original: Int16Array, copy: Int16Array): void {
		for (let i = 0; i < original.length; i++) {
			const [x, y] = [original[i] ?? 0, copy[i] ?? 0]
			this.#window.xx += x * x
			this.#window.yy += y * y
			this.#all.xy += x * y
			if (++this.#window.samples === WINDOW) this.#compare()
		}
	}

	/** After the last piece: what is not alike, for the log; null when all of it is. */
	verdict(): string | null {
		this.#compare()
		if (this.#unlike !== null) return this.#unlike
		const { samples, xx, yy, xy } = this.#all
		if (rms(xx, samples) <= SILENCE) return null
		const correlation = xy / Math.sqrt(xx * yy)
		return correlation >= LEAST_CORRELATION ? null : `correlation ${correlation.toFixed(2)}`
	}

	#compare(): void {
		const { samples, xx, yy } = this.#window
		if (samples === 0) return
		const [was, is] = [Math.max(SILENCE, rms(xx, samples)), Math.max(SILENCE, rms(yy, samples))]
		if (is > was * MOST_RATIO || was > is * MOST_RATIO)
			this.#unlike ??= `loudness ${Math.round(was)} became ${Math.round(is)} before sample ${this.#all.samples + samples}`
		this.#all.samples += samples
		this.#all.xx += xx
		this.#all.yy += yy
		this.#window = { samples: 0, xx: 0, yy: 0 }
	}
}

function rms(squares: number, samples: number): number {
	return Math.sqrt(squares / Math.max(1, samples))
}
