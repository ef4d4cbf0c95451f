import type { Gap, Segment } from '../../native-bridge/protocol/messages.ts'
import type { SampleRange } from '../../native-bridge/protocol/units.ts'

/** What a step of recognition claims to have settled. */
export interface StepClaim {
	readonly cursor: number
	readonly segment: Segment | null
	readonly gap: Gap | null
}

/**
 * What can't be true of a step over `range`, in words; null for one that can. Text for audio that is settled already would stand there
 * twice, and a cursor behind the audio's end would skip what is still to come.
 */
export function isOutOf({ cursor, segment, gap }: StepClaim, range: SampleRange): string | null {
	if (cursor > range.to) return `a step to ${cursor} of ${range.from}–${range.to}`
	const found = segment ?? gap
	if (!found || (found.from >= range.from && found.from < found.to && found.to <= cursor)) return null
	return `${segment ? 'a segment' : 'a gap'} ${found.from}–${found.to} between ${range.from} and ${cursor}`
}

/** A step from `cursor` of an engine whose library failed: it says the same then as of silence, so that there was nothing to hear can't be known. A gap says so. */
export function asBelieved<Step extends StepClaim>(step: Step, cursor: number): Step {
	if (step.segment !== null || (step.gap !== null && step.gap.cause !== 'engine-no-words')) return step
	const { from, to } = step.gap ?? { from: cursor, to: step.cursor }
	return { ...step, gap: { from, to, cause: 'engine-failed' } }
}
