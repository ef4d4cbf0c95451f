import { MICROPHONE } from '../../electron/contract/audio-frame.ts'

/** A place in audio as people write it: `0:07`, `12:30`, `1:58:20`. Whole seconds, rounded down. The same in every language. */
export function clock(samples: number): string {
	const total = Math.floor(seconds(samples))
	const two = (n: number) => String(n).padStart(2, '0')
	const hours = Math.floor(total / 3600)
	const minutes = Math.floor(total / 60) % 60
	return hours > 0 ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${minutes}:${two(total % 60)}`
}

export function seconds(samples: number): number {
	return samples / MICROPHONE.sampleRate
}

export function samples(seconds: number): number {
	return Math.round(seconds * MICROPHONE.sampleRate)
}
