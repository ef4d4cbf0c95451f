import { MICROPHONE } from '../../electron/contract/audio-frame.ts'
import type { Result } from '../api/problem.ts'
import { type Microphone, type MicrophoneListener, openMicrophone } from './microphone.ts'

/** The device may not be free yet: the process that had it has only just died. */
const TRY_AGAIN_MS = 500
const TRIES = 20
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

/** Opens the microphone of a recorder that died, trying for some seconds while it is `wanted`. Null when it is not any more. */
export async function openAgain(
	deviceId: string | null,
	wanted: () => boolean,
	listener: MicrophoneListener
): Promise<Result<Microphone> | null> {
	for (let tries = 1; wanted(); tries++) {
		const opened = await openMicrophone(deviceId, listener)
		if (opened.ok || tries === TRIES) return opened
		await new Promise(resolve => setTimeout(resolve, TRY_AGAIN_MS))
	}
	return null
}
