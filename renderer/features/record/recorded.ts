import { MICROPHONE } from '../../../electron/contract/audio-frame.ts'
import type { Mark, Transcript } from '../../../electron/contract/records.ts'

/**
 * How long a recording that is made elsewhere is by now, in samples: main tells its length only when text comes. Time that was not recorded
 * (`marks` of pauses and sleep) does not count; while it is paused, it stands where it was.
 */
export function recordedBy(now: number, { createdAt, samples }: Pick<Transcript, 'createdAt' | 'samples'>, marks: readonly Mark[]): number {
	const breaks = marks.filter(mark => mark.kind === 'pause' || mark.kind === 'asleep')
	const paused = breaks.find(mark => mark.ms === null)
	if (paused !== undefined) return Math.max(samples, paused.sample)
	const missing = breaks.reduce((sum, mark) => sum + (mark.ms ?? 0), 0)
	return Math.max(samples, Math.round(((now - createdAt - missing) / 1000) * MICROPHONE.sampleRate))
}
