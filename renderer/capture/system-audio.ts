import { fail, ok, type Result } from '../api/problem.ts'
import { platform } from './platform.ts'

/** Chromium's words for what to offer; the DOM library has not all of them. */
interface DisplayOptions extends DisplayMediaStreamOptions {
	readonly systemAudio: 'include'
	readonly monitorTypeSurfaces: 'include'
	readonly selfBrowserSurface: 'exclude'
	readonly surfaceSwitching: 'include'
}

/**
 * Asks for what the machine plays; the browser lets the user choose a screen or a tab. To be called in answer to a click. Fails with
 * `system-audio-unsupported`, `system-audio-refused`, `system-audio-none` (shared, but without its sound) or `system-audio-failed`.
 */
export async function askSystemAudio(): Promise<Result<MediaStream>> {
	if (navigator.mediaDevices?.getDisplayMedia === undefined) return UNSUPPORTED
	let stream: MediaStream
	try {
		const options: DisplayOptions = {
			// A picture must be asked for; it is ended at once.
			video: { width: 16, height: 16, frameRate: 1 },
			audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
			systemAudio: 'include',
			monitorTypeSurfaces: 'include',
			selfBrowserSurface: 'exclude',
			surfaceSwitching: 'include'
		}
		stream = await navigator.mediaDevices.getDisplayMedia(options)
	} catch (error) {
		return systemAudioProblem(error)
	}
	for (const picture of stream.getVideoTracks()) picture.stop()
	if (stream.getAudioTracks().length > 0) return ok(stream)
	return fail(
		'system-audio-none',
		'The screen or tab was shared without its sound. Try again, and switch the sound on where the browser asks what to share; not every system offers it.',
		{ platform: platform() }
	)
}

const UNSUPPORTED = fail(
	'system-audio-unsupported',
	'This browser can’t record what the computer plays. The microphone is recorded as before.'
)

export function systemAudioProblem(error: unknown): ReturnType<typeof fail> {
	switch (error instanceof DOMException ? error.name : '') {
		case 'NotAllowedError':
			return fail(
				'system-audio-refused',
				'What the computer plays is not recorded: nothing was chosen to share, or the system forbids it. The microphone is recorded as before.',
				{ platform: platform() }
			)
		case 'InvalidStateError':
			return fail(
				'system-audio-needs-click',
				'The browser lets a page ask for the computer’s sound only after a click. Add it again with its button.'
			)
		case 'NotSupportedError':
			return UNSUPPORTED
		default: {
			const detail = error instanceof Error ? error.message : String(error)
			return fail('system-audio-failed', `What the computer plays can’t be recorded (${detail}). The microphone is recorded as before.`, {
				detail
			})
		}
	}
}
