import { SAMPLE_RATE } from '../protocol/units.ts'
import { type OpusHead, opusPacketSamples } from './opus-packet.ts'
import { samplesOfBytes, silence } from './pcm.ts'
import { Tally } from './tally.ts'
import type { Timeline } from './timeline.ts'

/** `OPUS_SET_GAIN` of libopus (opus_defines.h), in 1/256 dB. */
const SET_GAIN = 4034
/** What opusscript's buffer holds: three Opus frames of the largest size. */
const LARGEST_PACKET = 3_828

/** One compressed packet, as a demuxer hands it over. Numbers are samples at 16 kHz. */
export interface OpusPacket {
	readonly data: Uint8Array
	/** Its time stamp; null when it has none. */
	readonly at: number | null
	/** Samples to cut off its end: the last packet of a file is filled up to a whole frame. */
	readonly trim: number
}

/** libopus as WebAssembly, one instance. */
export interface OpusLibrary {
	decode(packet: Buffer): Buffer
	decoderCTL(ctl: number, arg: number): void
	delete(): void
}

/** Loads opusscript. Rejects when it is not installed. */
export async function loadOpus(): Promise<() => OpusLibrary> {
	const { default: OpusScript } = await import('opusscript')
	// Always 16 kHz mono: at 48 kHz its buffer ends at 60 ms, and half of a 120 ms packet was lost without an error.
	return () => new OpusScript(SAMPLE_RATE, 1)
}

/**
 * Opus packets to 16 kHz mono, without a resampler. A packet that can't be decoded becomes silence of its length and is
 * noted as lost. Call `close` in any case: a library with too many living instances overwrites its own memory.
 */
export class OpusVoice {
	readonly #opus: OpusLibrary
	readonly #timeline: Timeline
	#skip: number
	#written = 0
	readonly tally = new Tally()

	constructor(opus: OpusLibrary, head: OpusHead, timeline: Timeline) {
		this.#opus = opus
		this.#timeline = timeline
		this.#skip = head.skip
		if (head.gain !== 0) opus.decoderCTL(SET_GAIN, head.gain)
	}

	*decode(packet: OpusPacket): Generator<Int16Array> {
		yield* this.#emit(silence(this.#timeline.place(packet.at, this.#written)))
		// An empty packet means "nothing was sent"; libopus would make up 180 ms of sound for it.
		if (packet.data.length === 0) return
		const pcm = this.#try(packet.data)
		if (pcm) {
			this.tally.good()
			yield* this.#emit([pcm.subarray(0, Math.max(0, pcm.length - packet.trim))])
			return
		}
		this.tally.bad()
		const length = Math.max(0, opusPacketSamples(packet.data) - packet.trim)
		this.#timeline.lost(this.#written, length)
		yield* this.#emit(silence(length))
	}

	close(): void {
		this.#opus.delete()
	}

	#try(data: Uint8Array): Int16Array | null {
		if (data.length > LARGEST_PACKET) return null
		try {
			return samplesOfBytes(this.#opus.decode(Buffer.from(data.buffer, data.byteOffset, data.length)))
		} catch {
			// Any throw means a bad packet here: the library throws errors and bare numbers, and the next packet decodes well.
			return null
		}
	}

	*#emit(pieces: Iterable<Int16Array>): Generator<Int16Array> {
		for (const piece of pieces) {
			this.#written += piece.length
			const skipped = Math.min(this.#skip, piece.length)
			this.#skip -= skipped
			if (piece.length > skipped) yield piece.subarray(skipped)
		}
	}
}
