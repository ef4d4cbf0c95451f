import { MICROPHONE } from '../../../electron/contract/audio-frame.ts'

/** Shorter than this the text is as it should be: a segment is looked at as a whole, and that takes its time. */
const MATTERS_SECONDS = 5
/** An engine that hears nothing says so every 15 s only: until then nobody can tell from here that it has kept up. */
const SILENT_SECONDS = 15

/** How far the engine is with a recording. */
export interface Reached {
	/** What is settled, in samples. */
	readonly cursor: number
	/** How far its unsettled text reaches; null when there is none. */
	readonly looked: number | null
	/** It is there and at work, as far as is known. */
	readonly listening: boolean
	/** It was behind a moment ago: then it is until it has caught up. */
	readonly late: boolean
}

/** Whole seconds that the text is behind the sound (`heard` samples); 0 while that is not worth a word. */
export function secondsBehind(heard: number, { cursor, looked, listening, late }: Reached): number {
	const behind = (heard - Math.max(cursor, looked ?? 0)) / MICROPHONE.sampleRate
	const matters = MATTERS_SECONDS + (listening && !late && looked === null ? SILENT_SECONDS : 0)
	return behind > matters ? Math.floor(behind) : 0
}
