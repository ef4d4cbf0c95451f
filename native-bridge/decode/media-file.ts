import type { Packet, Stream } from 'node-av/lib'
import type { DecodingFacts } from './decoder.ts'

/** An open media file: what it says of itself, and the packets of one of its audio tracks, for FFmpeg's decoders. */
export interface MediaFile {
	readonly stream: Stream
	readonly facts: Omit<DecodingFacts, 'decoder'>
	/** Seconds of sound that the file itself states, not those somebody estimates; null when it does not. */
	readonly said: number | null
	/** The stamp that is the file's beginning, in samples: where its first picture is, or null when there are only sounds. */
	readonly startsAt: number | null
	/** Of MP4's family, whatever it is called. */
	readonly isMp4: boolean
	/** Why reading stopped before the file's end; null when it did not. */
	readonly readError: string | null
	/** Whether reading stopped because the sound is encrypted (DRM) from there on. */
	readonly isLocked: boolean
	/** The track's packets in order. Each is valid until the next is asked for. */
	packets(): AsyncGenerator<Packet>
	/** A time stamp of the track in samples at 16 kHz; null when there is none. */
	samplesAt(stamp: bigint): number | null
	close(): Promise<void>
}
