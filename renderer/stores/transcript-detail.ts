import type { GapRecord, SegmentRecord, TranscriptDeath, TranscriptDetail } from '../../electron/contract/records.ts'
import type { Problem } from '../api/problem.ts'

/** What is known of an open transcript beyond its record. */
export interface Detail {
	readonly status: 'loading' | 'ready' | 'failed'
	readonly problem: Problem | null
	/** In the order of the audio. */
	readonly segments: readonly SegmentRecord[]
	readonly gaps: readonly GapRecord[]
	readonly deaths: readonly TranscriptDeath[]
}

export const noDetail: Detail = { status: 'loading', problem: null, segments: [], gaps: [], deaths: [] }

export function withSegment(detail: Detail, segment: SegmentRecord): Detail {
	return { ...detail, segments: insert(detail.segments, segment) }
}

export function withGap(detail: Detail, gap: GapRecord): Detail {
	return { ...detail, gaps: insert(detail.gaps, gap) }
}

/** The gap that began at `from` is another now, or none. */
export function withGapChanged(detail: Detail, from: number, gap: GapRecord | null): Detail {
	const others = detail.gaps.filter(each => each.from !== from)
	return { ...detail, gaps: gap ? insert(others, gap) : others }
}

export function withDeath(detail: Detail, death: TranscriptDeath): Detail {
	const others = detail.deaths.filter(each => each.exit !== death.exit)
	return { ...detail, deaths: [...others, death].sort((a, b) => a.sample - b.sample || a.at - b.at) }
}

/** What came by event while the answer was on its way is newer, or the same: both are kept. */
export function withAnswer(before: Detail, { segments, gaps, deaths }: TranscriptDetail): Detail {
	let detail: Detail = { status: 'ready', problem: null, segments, gaps, deaths }
	for (const segment of before.segments) detail = withSegment(detail, segment)
	for (const gap of before.gaps) detail = withGap(detail, gap)
	for (const death of before.deaths) detail = withDeath(detail, death)
	return detail
}

/** Into a list ordered by where it begins, in place of what began there before. Nearly always at the end. */
function insert<T extends { readonly from: number }>(list: readonly T[], item: T): readonly T[] {
	const last = list.at(-1)
	if (last === undefined || last.from < item.from) return [...list, item]
	const index = list.findIndex(each => each.from >= item.from)
	const same = list[index]?.from === item.from
	return [...list.slice(0, index), item, ...list.slice(same ? index + 1 : index)]
}
