import type { SampleRange } from '../../native-bridge/protocol/units.ts'

/** The first stretch of audio from `cursor` to `end` that none of `around` (in order) covers; null when there is none. */
export function pieceFrom(cursor: number, around: readonly SampleRange[], end: number): SampleRange | null {
	let from = cursor
	for (const range of around) {
		if (from < range.from) return from < end ? { from, to: Math.min(range.from, end) } : null
		from = Math.max(from, range.to)
	}
	return from < end ? { from, to: end } : null
}
