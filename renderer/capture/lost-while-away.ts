import { MICROPHONE } from '../../electron/contract/audio-frame.ts'

/** Silence is sent in pieces, as all audio. */
const PIECE_SAMPLES = MICROPHONE.sampleRate

/**
 * The silence that stands for what nobody heard between the last audio on disk (`savedAt`, ms since 1970) and the first chunk of
 * `chunkSamples` that came at `now`. Both were told as late after they were heard, so that cancels out. Nothing when a clock was set back.
 */
export function lostWhileAway(savedAt: number, now: number, chunkSamples: number): Int16Array[] {
	let left = Math.round(((now - savedAt) / 1000) * MICROPHONE.sampleRate) - chunkSamples
	const pieces: Int16Array[] = []
	for (; left > 0; left -= PIECE_SAMPLES) pieces.push(new Int16Array(Math.min(left, PIECE_SAMPLES)))
	return pieces
}
