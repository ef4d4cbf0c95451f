/** Counts packets and those that could not be decoded. Bad ones at the very end are kept apart: they mean "cut off", not "damaged". */
export class Tally {
	#all = 0
	#bad = 0
	#run = 0

	good(): void {
		this.#all++
		this.#bad += this.#run
		this.#run = 0
	}

	bad(): void {
		this.#all++
		this.#run++
	}

	/** Whether the packet before this one was bad. */
	get broken(): boolean {
		return this.#run > 0
	}

	/** `bad` ones have a good one after them, `tail` ones have not. */
	get counts(): { readonly all: number; readonly bad: number; readonly tail: number } {
		return { all: this.#all, bad: this.#bad, tail: this.#run }
	}
}
