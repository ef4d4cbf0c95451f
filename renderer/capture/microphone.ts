import type { RecordingOptions } from '../../electron/contract/recorder.ts'
import { fail, ok, type Result } from '../api/problem.ts'
import { platform } from './platform.ts'

/**
 * Asks for a microphone (null: the system's choice). Fails with `microphone-refused`, `microphone-missing`, `microphone-busy` or
 * `microphone-failed`.
 */
export async function askMicrophone({ microphone, processing }: Omit<RecordingOptions, 'systemAudio'>): Promise<Result<MediaStream>> {
	// Absent when the page is not served from this machine or over HTTPS.
	if (navigator.mediaDevices === undefined) return microphoneProblem(new DOMException('', 'SecurityError'))
	try {
		const deviceId = microphone === null ? {} : { deviceId: { exact: microphone } }
		return ok(await navigator.mediaDevices.getUserMedia({ audio: { ...deviceId, ...processing, channelCount: 1 } }))
	} catch (error) {
		return microphoneProblem(error)
	}
}

export function microphoneProblem(error: unknown): ReturnType<typeof fail> {
	const name = error instanceof DOMException ? error.name : ''
	switch (name) {
		case 'NotAllowedError':
		case 'SecurityError':
			return fail(
				'microphone-refused',
				'Holdfast may not use the microphone. Allow it: in the browser, at the left of the address; else in the system’s settings, under privacy and microphone. Then press Record again.',
				{ platform: platform() }
			)
		case 'NotFoundError':
		case 'OverconstrainedError':
			return fail(
				'microphone-missing',
				'No microphone was found. Plug one in, or choose another one in the settings; then press Record again.'
			)
		case 'NotReadableError':
		case 'AbortError':
			return fail(
				'microphone-busy',
				'The microphone did not start. Is another program using it? Close that program, or unplug the microphone and plug it in again; then press Record again.'
			)
		default: {
			const detail = error instanceof Error ? error.message : String(error)
			return fail(
				'microphone-failed',
				`The microphone did not start (${detail}). Choose another one in the settings, or reload the page.`,
				{ detail }
			)
		}
	}
}
