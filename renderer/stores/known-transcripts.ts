import type { AppEvent, Snapshot } from '../../electron/contract/events.ts'
import type { GapRecord, Transcript, TranscriptDetail } from '../../electron/contract/records.ts'
import {
	type Change,
	type Detail,
	noDetail,
	withAnswer,
	withChange,
	withDeath,
	withEdits,
	withGap,
	withGapChanged,
	withMark,
	withoutMark,
	withPart,
	withSegment,
	withSpeakers
} from './transcript-detail.ts'

/** Unsettled text after the last segment. */
export interface Partial {
	readonly from: number
	readonly to: number
	readonly firm: string
	readonly faint: string
}

export interface TranscriptsState {
	/** By id; null until main has told. */
	readonly transcripts: Readonly<Record<string, Transcript>> | null
	readonly details: Readonly<Record<string, Detail>>
	readonly partials: Readonly<Record<string, Partial>>
	/** Gaps that are tried again, by `gapKey`. */
	readonly retrying: ReadonlySet<string>
}

export const noTranscripts: TranscriptsState = { transcripts: null, details: {}, partials: {}, retrying: new Set() }

/** What was missed before a snapshot is unknown: every text is stale. */
export function transcriptsFromSnapshot(state: TranscriptsState, snapshot: Snapshot): TranscriptsState {
	return {
		transcripts: Object.fromEntries(snapshot.transcripts.map(transcript => [transcript.id, transcript])),
		details: Object.fromEntries(Object.entries(state.details).map(([id, detail]) => [id, { ...detail, stale: true }])),
		partials: Object.fromEntries(snapshot.partials.map(({ transcript, ...partial }) => [transcript, partial])),
		retrying: new Set()
	}
}

/** The same as one event after the other, with one copy of the library: each copy of 10,000 takes a millisecond or more. */
export function withTranscripts(state: TranscriptsState, told: readonly Transcript[]): TranscriptsState {
	const transcripts = { ...state.transcripts }
	for (const transcript of told) transcripts[transcript.id] = transcript
	let next: TranscriptsState = { ...state, transcripts }
	for (const transcript of told) if (transcript.partOf !== null) next = changeDetail(next, transcript.partOf, withPart(transcript))
	return next
}

export function transcriptsAfter(state: TranscriptsState, event: AppEvent): TranscriptsState {
	switch (event.type) {
		case 'transcript':
			return withTranscripts(state, [event.transcript])
		case 'transcripts-removed':
			return {
				...state,
				transcripts: without(state.transcripts ?? {}, ...event.transcripts),
				details: without(state.details, ...event.transcripts),
				partials: without(state.partials, ...event.transcripts)
			}
		case 'segment': {
			const { segment } = event
			const settled = { ...state, partials: without(state.partials, segment.transcript) }
			return changeDetail(settled, wholeOf(state, segment.transcript), withSegment(segment))
		}
		case 'gap':
			return changeDetail(state, wholeOf(state, event.gap.transcript), withGap(event.gap))
		case 'death-in-transcript':
			return changeDetail(state, event.transcript, withDeath(event.death))
		case 'mark':
			return changeDetail(state, event.transcript, withMark(event.mark))
		case 'mark-removed':
			return changeDetail(state, event.transcript, withoutMark(event.mark))
		case 'edits':
			return changeDetail(state, wholeOf(state, event.transcript), withEdits(event.transcript, event.edits))
		case 'speakers':
			return changeDetail(state, event.transcript, withSpeakers(event.speakers))
		case 'text-replaced':
			// Shown until the new text is here.
			return changeDetail(state, wholeOf(state, event.transcript), detail => ({ ...detail, stale: true }))
		case 'partial': {
			const { transcript, from, to, firm, faint } = event
			if (firm === '' && faint === '') return { ...state, partials: without(state.partials, transcript) }
			return { ...state, partials: { ...state.partials, [transcript]: { from, to, firm, faint } } }
		}
		case 'gap-changed':
			return gapChanged(state, event.transcript, event.from, event.gap)
		case 'notice':
			// It may be why a gap stays one; asking again is harmless.
			return state.retrying.size === 0 ? state : { ...state, retrying: new Set() }
		case 'trash':
		case 'recording-asked':
		case 'disk':
		case 'slept':
		case 'process':
		case 'exit':
		case 'exits-removed':
		case 'settings':
		case 'drill':
		case 'speeds':
		case 'move':
		case 'models':
		case 'install':
		case 'install-removed':
			return state
		default:
			return event satisfies never
	}
}

/** Names a gap among those of all transcripts. */
export function gapKey(transcript: string, from: number): string {
	return `${transcript} ${from}`
}

/** What is tried again is what is left of the gap. */
function gapChanged(state: TranscriptsState, transcript: string, from: number, gap: GapRecord | null): TranscriptsState {
	const retrying = replaced(state.retrying, gapKey(transcript, from), gap && gapKey(transcript, gap.from))
	return changeDetail({ ...state, retrying }, wholeOf(state, transcript), withGapChanged(transcript, from, gap))
}

/** `keys` with `fresh` (null: nothing) in place of `old`, if that is among them. */
export function replaced(keys: ReadonlySet<string>, old: string, fresh: string | null): ReadonlySet<string> {
	if (!keys.has(old)) return keys
	const left = new Set(keys)
	left.delete(old)
	return fresh === null ? left : left.add(fresh)
}

export function withLoaded(state: TranscriptsState, loaded: TranscriptDetail): TranscriptsState {
	const { id } = loaded.transcript
	return withDetail(state, id, withAnswer(state.details[id] ?? noDetail, loaded))
}

export function withDetail(state: TranscriptsState, id: string, detail: Detail): TranscriptsState {
	return { ...state, details: { ...state.details, [id]: detail } }
}

/** Text of transcripts that don't stay is let go. */
export function withOnly(state: TranscriptsState, stays: (id: string) => boolean): TranscriptsState {
	return { ...state, details: Object.fromEntries(Object.entries(state.details).filter(([id]) => stays(id))) }
}

/** Text of a transcript that is not at hand is not kept: it is loaded when it is opened. */
export function changeDetail(state: TranscriptsState, id: string, change: Change): TranscriptsState {
	const detail = state.details[id]
	return detail === undefined ? state : withDetail(state, id, withChange(detail, change))
}

/** The transcript in which that of another channel is shown; itself, if it is a whole. */
function wholeOf(state: TranscriptsState, id: string): string {
	return state.transcripts?.[id]?.partOf ?? id
}

function without<T>(record: Readonly<Record<string, T>>, ...keys: readonly string[]): Readonly<Record<string, T>> {
	if (!keys.some(key => key in record)) return record
	const rest = { ...record }
	for (const key of keys) delete rest[key]
	return rest
}
