import { Likeness } from '../journal/likeness.ts'

/**
 * Whether a source gives what the journal holds of it already. The same decoder gives the same samples; another one, which goes on where the
 * first has died over it, or one of another version, gives them a little different, and at the same place.
 */
export class EarlierAudio {
	#likeness: Likeness | null = null

	/** The next samples of the journal, and those that the source gives now. */
	add(kept: Int16Array, given: Int16Array): void {
		if (this.#likeness === null && same(kept, given)) return
		this.#likeness ??= new Likeness()
		this.#likeness.add(kept, given)
	}

	/** After all that the journal holds. */
	get isSame(): boolean {
		return this.#likeness === null || this.#likeness.verdict() === null
	}
}

function same(a: Int16Array, b: Int16Array): boolean {
	return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength))
}
