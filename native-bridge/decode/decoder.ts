import type { Gap, SourceFacts } from '../protocol/messages.ts'
import type { Problem, Result } from '../protocol/problem.ts'

/** Decoded audio in order, 16 kHz mono s16, in pieces of any size; damage that was passed over is reported beside it. */
export interface Decoding {
	readonly facts: SourceFacts
	/**
	 * The audio. Ends at the end of what can be read; throws only on a bug. Must give the event loop a turn at least
	 * every 100 ms, so that heartbeats go on. Silence stands in for audio that is missing inside (reported by `problems`).
	 */
	samples(): AsyncIterable<Int16Array>
	/** After `samples()` has ended: what was wrong with the file, in sentences, and where audio is missing (samples). Empty for a good file. */
	report(): { readonly problems: readonly Problem[]; readonly gaps: readonly Gap[] }
	/** Gives everything back. Only when `samples()` is not being read any more; safe to call twice. */
	close(): Promise<void>
}

export interface Decoder {
	/** The registry's key. */
	readonly id: string
	/** Whether its library is present on this machine. A sentence's worth of reason when not. */
	available(): Promise<Result<null>>
	/** Opens a file by its content, never by its name. `null`: not a format of this decoder, ask the next one. */
	open(path: string): Promise<Result<Decoding> | null>
}
