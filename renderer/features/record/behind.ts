import { MICROPHONE } from '../../../electron/contract/audio-frame.ts'

/** Shorter than this the text is as it should be: a segment is looked at as a whole, and that takes its time. */
const MATTERS_SECONDS = 5

/** What of a recording the engine has been over, in samples: what is settled, and how far the unsettled text reaches (null: there is none). */
export interface Reached {
	readonly cursor: number
	readonly looked: number | null
}

/** Whole seconds that the text is behind the sound (`heard` samples); 0 while that is not worth a word. */
export function secondsBehind(heard: number, { cursor, looked }: Reached): number {
	const behind = (heard - Math.max(cursor, looked ?? 0)) / MICROPHONE.sampleRate
	return behind > MATTERS_SECONDS ? Math.floor(behind) : 0
}
