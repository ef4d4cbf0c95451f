import type { Edit } from '../../electron/contract/lines.ts'
import type {
	Channel,
	GapRecord,
	Mark,
	SegmentRecord,
	SpeakerName,
	Transcript,
	TranscriptDeath,
	TranscriptDetail
} from '../../electron/contract/records.ts'
import type { SpeakerTurn } from '../../electron/contract/speakers.ts'
import type { Version } from '../../electron/contract/versions.ts'
import { withVoices } from '../../electron/contract/voices.ts'
import type { Problem } from '../api/problem.ts'

/** What stands for segments, by their first sample in the whole. */
export type Edits = ReadonlyMap<number, Edit>

const noEdits: Edits = new Map()

/** What was heard on one channel, and what it reads as. */
interface Holder {
	/** In the order of the audio, as they were heard. */
	readonly segments: readonly SegmentRecord[]
	/** What stands for them: what the user made of them, else what voices say of who speaks. */
	readonly edits: Edits
	/** What the user made of them. */
	readonly own: Edits
	/** Who speaks where, as voices told. */
	readonly turns: readonly SpeakerTurn[]
	readonly gaps: readonly GapRecord[]
}

/** Another channel of an open recording. Its places count from the first sample of the whole. */
export interface Part extends Holder {
	readonly id: string
	readonly channel: Channel | null
	/** What was added to its own places, in samples. */
	readonly offset: number
}

/** What is known of an open transcript beyond its record. */
export interface Detail extends Holder {
	readonly status: 'loading' | 'ready' | 'failed'
	readonly problem: Problem | null
	readonly marks: readonly Mark[]
	readonly deaths: readonly TranscriptDeath[]
	/** Names that edits point to. */
	readonly speakers: readonly SpeakerName[]
	/** Earlier texts of it, the last first. */
	readonly versions: readonly Version[]
	readonly parts: readonly Part[]
	/** Counts how often all of its text was replaced at once. */
	readonly edition: number
	/** Events may have been missed: it is shown, and asked for anew. */
	readonly stale: boolean
	/** What came by event since its text was asked for: the answer may not know of it. Null while nothing is asked. */
	readonly since: readonly Change[] | null
}

export type Change = (detail: Detail) => Detail

export const noDetail: Detail = {
	status: 'loading',
	problem: null,
	...{ segments: [], edits: noEdits, own: noEdits, turns: [], gaps: [] },
	marks: [],
	deaths: [],
	speakers: [],
	versions: [],
	parts: [],
	edition: 0,
	stale: false,
	since: null
}

/** Its text is asked for; what is shown stays until the answer is here. */
export function withQuestion(detail: Detail | undefined): Detail {
	return detail === undefined || detail.status === 'failed' ? { ...noDetail, since: [] } : { ...detail, stale: false, since: [] }
}

export function withFailure(detail: Detail | undefined, problem: Problem): Detail {
	// What is shown already is better than nothing.
	return detail?.status === 'ready' ? { ...detail, stale: true, since: null } : { ...noDetail, status: 'failed', problem }
}

/** `change`, and once more on the answer if one is awaited: what came meanwhile is newer, or the same. */
export function withChange(detail: Detail, change: Change): Detail {
	return { ...change(detail), since: detail.since && [...detail.since, change] }
}

/** The answer stands for all that was shown before it. */
export function withAnswer(before: Detail, { marks, deaths, speakers, versions, parts, ...heard }: TranscriptDetail): Detail {
	const answered: Detail = {
		...noDetail,
		status: 'ready',
		...holderOf(heard, 0),
		marks,
		deaths,
		speakers,
		versions,
		parts: parts.map(part => ({
			id: part.transcript.id,
			channel: part.transcript.channel,
			offset: part.transcript.offset,
			...holderOf(part, part.transcript.offset)
		})),
		edition: before.status === 'ready' ? before.edition + 1 : before.edition
	}
	return (before.since ?? []).reduce((detail, change) => change(detail), answered)
}

export function withSegment(segment: SegmentRecord): Change {
	return detail =>
		changed(detail, segment.transcript, (holder, offset) =>
			reading({ ...holder, segments: insert(holder.segments, shiftedSegment(segment, offset)) })
		)
}

export function withGap(gap: GapRecord): Change {
	return detail => changed(detail, gap.transcript, (holder, offset) => ({ ...holder, gaps: insert(holder.gaps, shiftedGap(gap, offset)) }))
}

/** The gap of `transcript` that began at `from`, counted from its own first sample, is another now, or none. */
export function withGapChanged(transcript: string, from: number, gap: GapRecord | null): Change {
	return detail =>
		changed(detail, transcript, (holder, offset) => {
			const others = holder.gaps.filter(each => each.from !== from + offset)
			return { ...holder, gaps: gap ? insert(others, shiftedGap(gap, offset)) : others }
		})
}

/**
 * What the user made of segments of `transcript`, each by its own first sample; null: nothing any more. What was made of one that ended elsewhere
 * (`to`) is not shown in the one that has its place now: main does not keep it either.
 */
export function withEdits(
	transcript: string,
	edits: readonly { readonly from: number; readonly to?: number | undefined; readonly edit: Edit | null }[]
): Change {
	return detail =>
		changed(detail, transcript, (holder, offset) => {
			const now = new Map(holder.own)
			const ends = new Map(holder.segments.map(segment => [segment.from, segment.to]))
			for (const { from, to = null, edit } of edits)
				if (to !== null && (ends.get(from + offset) ?? to + offset) !== to + offset) continue
				else if (edit === null) now.delete(from + offset)
				else now.set(from + offset, edit)
			return reading({ ...holder, own: now })
		})
}

export function withSpeakers(speakers: readonly SpeakerName[]): Change {
	return detail => ({ ...detail, speakers })
}

export function withDeath(death: TranscriptDeath): Change {
	return detail => {
		const others = detail.deaths.filter(each => each.exit !== death.exit)
		return { ...detail, deaths: [...others, death].sort((a, b) => a.sample - b.sample || a.at - b.at) }
	}
}

export function withMark(mark: Mark): Change {
	return detail => ({ ...detail, marks: markSet(detail.marks, mark) })
}

export function withoutMark(id: string): Change {
	return detail => ({ ...detail, marks: detail.marks.filter(each => each.id !== id) })
}

export function withoutVersion(id: string): Change {
	return detail => ({ ...detail, versions: detail.versions.filter(each => each.id !== id) })
}

/** `mark` among `marks`, by place, in place of the one of its id. */
export function markSet(marks: readonly Mark[], mark: Mark): readonly Mark[] {
	return [...marks.filter(each => each.id !== mark.id), mark].sort((a, b) => a.sample - b.sample)
}

/** Another channel of it began. */
export function withPart({ id, channel, offset }: Transcript): Change {
	return detail =>
		detail.parts.some(part => part.id === id)
			? detail
			: { ...detail, parts: [...detail.parts, { id, channel, offset, segments: [], edits: noEdits, own: noEdits, turns: [], gaps: [] }] }
}

/** What is of a part belongs to that part; all else to the whole. */
function changed(detail: Detail, transcript: string, change: <T extends Holder>(holder: T, offset: number) => T): Detail {
	if (!detail.parts.some(part => part.id === transcript)) return change(detail, 0)
	return { ...detail, parts: detail.parts.map(part => (part.id === transcript ? change(part, part.offset) : part)) }
}

/** As main tells it, at its places in the whole. */
function holderOf(
	{ segments, edits, turns, gaps }: Pick<TranscriptDetail, 'segments' | 'edits' | 'turns' | 'gaps'>,
	offset: number
): Holder {
	return reading({
		segments: segments.map(each => shiftedSegment(each, offset)),
		own: new Map(edits.map(({ from, edit }) => [from + offset, edit])),
		edits: noEdits,
		turns: offset === 0 ? turns : turns.map(({ from, to, speaker }) => ({ from: from + offset, to: to + offset, speaker })),
		gaps: gaps.map(each => shiftedGap(each, offset))
	})
}

function reading<T extends Holder>(holder: T): T {
	return { ...holder, edits: withVoices(holder.segments, holder.own, holder.turns) }
}

function shiftedSegment(segment: SegmentRecord, offset: number): SegmentRecord {
	if (offset === 0) return segment
	const words = segment.words.map(word => ({ ...word, from: word.from + offset, to: word.to + offset }))
	return { ...segment, from: segment.from + offset, to: segment.to + offset, words }
}

function shiftedGap(gap: GapRecord, offset: number): GapRecord {
	return offset === 0 ? gap : { ...gap, from: gap.from + offset, to: gap.to + offset }
}

/** Into a list ordered by where it begins, in place of what began there before. Nearly always at the end. */
function insert<T extends { readonly from: number }>(list: readonly T[], item: T): readonly T[] {
	const last = list.at(-1)
	if (last === undefined || last.from < item.from) return [...list, item]
	const index = list.findIndex(each => each.from >= item.from)
	const same = list[index]?.from === item.from
	return [...list.slice(0, index), item, ...list.slice(same ? index + 1 : index)]
}
