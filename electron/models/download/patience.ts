export interface Patience {
	/** Nothing comes for so long: the line is given up and tried again. */
	readonly stallMs: number
	/** Until a server is reached, and until it begins to answer. */
	readonly answerMs: number
	/** Before the first new try; each further one in a row without a byte waits twice as long, up to `longestMs`. */
	readonly firstMs: number
	readonly longestMs: number
	/** So many tries in a row without a byte, and a source is given up. */
	readonly tries: number
}

export const PATIENCE: Patience = { stallMs: 30_000, answerMs: 30_000, firstMs: 1_000, longestMs: 30_000, tries: 6 }
