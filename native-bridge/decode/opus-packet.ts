import { SAMPLE_RATE } from '../protocol/units.ts'

/** What an OpusHead says (RFC 7845 §5.1). */
export interface OpusHead {
	/** Samples at 16 kHz to throw away at the beginning. */
	readonly skip: number
	/** Gain to apply, in 1/256 dB. */
	readonly gain: number
	/** 0: mono or stereo in one stream. Anything else: several streams in a packet. */
	readonly family: number
}

/** The OpusHead in a track's extra data. CAF and some others carry none: nothing to skip, no gain, mono or stereo. */
export function parseOpusHead(bytes: Uint8Array | null): OpusHead {
	if (!bytes || bytes.length < 19 || new TextDecoder('latin1').decode(bytes.subarray(0, 8)) !== 'OpusHead') {
		return { skip: 0, gain: 0, family: 0 }
	}
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
	return { skip: samplesAt48k(view.getUint16(10, true)), gain: view.getInt16(16, true), family: view.getUint8(18) }
}

/** Opus counts everything in samples of 48 kHz. */
export function samplesAt48k(samples: number): number {
	return Math.round((samples * SAMPLE_RATE) / 48_000)
}

/** Length of an Opus packet in samples at 16 kHz, from its first bytes (RFC 6716 §3.1, §3.2). 0 when it can't be one. */
export function opusPacketSamples(packet: Uint8Array): number {
	const toc = packet[0]
	if (toc === undefined) return 0
	const config = toc >> 3
	// In units of 2.5 ms: SILK 10/20/40/60 ms, hybrid 10/20 ms, CELT 2.5/5/10/20 ms.
	const frame = config < 12 ? ([4, 8, 16, 24][config & 3] ?? 0) : config < 16 ? 4 << (config & 1) : 1 << (config & 3)
	const code = toc & 3
	const count = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 63
	const units = frame * count
	// A packet may last 120 ms at most.
	return units > 48 ? 0 : units * (SAMPLE_RATE / 400)
}
