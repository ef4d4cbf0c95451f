import { SAMPLE_RATE } from '../protocol/units.ts'

/** A frame's bytes with its first, by the mode in that (RFC 4867 §5.3; 3GPP TS 26.101 and 26.201). 0: no such mode. */
const FRAME_BYTES: Readonly<Record<string, readonly number[]>> = {
	amr_nb: [13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1],
	amr_wb: [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1]
}
/** From this mode on a frame describes the noise of a pause, or nothing: while nobody speaks, phones send no more than that. */
const FIRST_QUIET: Readonly<Record<string, number>> = { amr_nb: 8, amr_wb: 9 }
/** Every frame lasts 20 ms. */
const FRAME_SAMPLES = SAMPLE_RATE / 50

/**
 * How long the pause is that an AMR packet stands for, in samples; 0 when there is speech in it or it is no AMR. FFmpeg's decoders
 * know speech alone and would call such a packet broken.
 */
export function amrPause(codec: string | null, packet: Uint8Array): number {
	const bytes = FRAME_BYTES[codec ?? '']
	const quiet = FIRST_QUIET[codec ?? ''] ?? 0
	if (!bytes) return 0
	let frames = 0
	for (let at = 0; at < packet.length; frames++) {
		const mode = ((packet[at] ?? 0) >> 3) & 15
		const length = bytes[mode] ?? 0
		if (mode < quiet || length === 0 || at + length > packet.length) return 0
		at += length
	}
	return frames * FRAME_SAMPLES
}
