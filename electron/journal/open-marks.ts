import { SAMPLE_RATE } from '../../native-bridge/protocol/units.ts'
import type { Mark } from '../contract/records.ts'

/**
 * Marks that still lasted when their recording ended, with the length that they have then. A `mute` is in the journal: it lasted to its end,
 * at `samples`. A `pause` and sleep are not: they lasted from the journal's last sample, `savedAt`, to when the recording was last known
 * to have a page, `until` (both ms since 1970; the same when nobody knows).
 */
export function closedMarks(marks: readonly Mark[], samples: number, savedAt: number, until: number): Mark[] {
	return marks
		.filter(mark => mark.ms === null)
		.map(mark => ({
			...mark,
			ms: Math.max(0, mark.kind === 'mark' ? 0 : mark.kind === 'mute' ? ((samples - mark.sample) * 1_000) / SAMPLE_RATE : until - savedAt)
		}))
}
