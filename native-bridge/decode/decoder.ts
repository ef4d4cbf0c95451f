import type { Gap, SourceFacts } from '../protocol/messages.ts'
import type { Problem, Result } from '../protocol/problem.ts'

/** What a decoder finds in a file; what the file system knows of it is added by `openSource`. */
export type DecodingFacts = Omit<SourceFacts, 'bytes' | 'changedAt'>

/** The whole of what is usually read. */
export const MIXED: Choice = { track: null, channel: null }

/** What of a file is wanted: see the order `decode` of the protocol. */
export interface Choice {
	/** Place among its audio tracks; null: the one the file marks, or the best. */
	readonly track: number | null
	/** Place among the track's channels; null: all, mixed. */
	readonly channel: number | null
}

/** Decoded audio in order, 16 kHz mono s16, in pieces of any size; damage that was passed over is reported beside it. */
export interface Decoding {
	readonly facts: DecodingFacts
	/**
	 * The audio. Ends at the end of what can be read; throws only on a bug. Must give the event loop a turn at least
	 * every 100 ms, so that heartbeats go on. Silence stands in for audio that is missing inside (reported by `problems`).
	 */
	samples(): AsyncIterable<Int16Array>
	/** After `samples()` has ended: what was wrong with the file, in sentences, and where audio is missing (samples). Empty for a good file. */
	report(): { readonly problems: readonly Problem[]; readonly gaps: readonly Gap[] }
	/** After `samples()` has ended: whether a lock (DRM) is what kept sound from being read. Left out by decoders that can't tell. */
	isLocked?(): boolean
	/** Gives everything back. Only when `samples()` is not being read any more; safe to call twice. */
	close(): Promise<void>
}

export interface Decoder {
	/** The registry's key. */
	readonly id: string
	/** Whether its library is present on this machine. A sentence's worth of reason when not. */
	available(): Promise<Result<null>>
	/** Opens a file by its content, never by its name. `null`: not a format of this decoder, ask the next one. */
	open(path: string, choice: Choice): Promise<Result<Decoding> | null>
}
