import type { Result } from '../api/problem.ts'
import { type Microphone, type MicrophoneListener, openMicrophone } from './microphone.ts'

/** The device may not be free yet: the process that had it has only just died. */
const TRY_AGAIN_MS = 500
const TRIES = 20

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
