import type { Problem } from '../api/problem.ts'
import { platform } from './platform.ts'

/** What is said while a source is not heard, and while one that is heard gives nothing. */

function named(device: string | null): string {
	return device === null ? '' : ` “${device}”`
}

export function gone(device: string | null): Problem {
	return {
		code: 'microphone-lost',
		facts: { device },
		text: `The microphone${named(device)} is gone: was it unplugged? The recording goes on, with a gap. Plug it in again, or choose another one.`
	}
}

export function held(device: string | null): Problem {
	return {
		code: 'microphone-held',
		facts: { device },
		text: `The microphone${named(device)} gives nothing at the moment: a switch on it is off, or another program has it. The recording goes on as soon as it is heard again.`
	}
}

export function stuck(device: string | null): Problem {
	return {
		code: 'microphone-stuck',
		facts: { device },
		text: `Nothing comes from the microphone${named(device)} any more. It is being opened again; the recording goes on, with a gap.`
	}
}

export const NEEDS_CLICK: Problem = {
	code: 'click-needed',
	facts: {},
	text: 'The browser lets this page hear the microphone only after a click. Click anywhere: the recording goes on at once.'
}

export const SILENT_LOOPBACK: Problem = {
	code: 'system-audio-silent',
	facts: { platform: platform() },
	text: 'Nothing has been heard of what this computer plays. If something is playing: the system may not allow Holdfast to hear it, or another screen or tab was shared.'
}

export const STUCK_LOOPBACK: Problem = {
	code: 'system-audio-stuck',
	facts: {},
	text: 'Nothing comes any more of what this computer plays. The microphone is recorded as before; add the computer’s sound again.'
}
