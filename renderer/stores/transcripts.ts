import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppEvent, Snapshot } from '../../electron/contract/events.ts'
import type { RecordingAsk } from '../../electron/contract/recorder.ts'
import type { GapRecord, Mark, Transcript, TranscriptDetail } from '../../electron/contract/records.ts'
import type { Client } from '../api/client.ts'
import type { Problem, Result } from '../api/problem.ts'
import {
	type Change,
	type Detail,
	noDetail,
	withAnswer,
	withChange,
	withDeath,
	withFailure,
	withGap,
	withGapChanged,
	withMark,
	withoutMark,
	withPart,
	withQuestion,
	withSegment
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

export type TranscriptsStore = StoreApi<TranscriptsState> & {
	/** Loads the text unless it is here already; from then on events keep it fresh. */
	open(id: string): Promise<void>
	/** After a snapshot, and when all of the open text was replaced: it is loaded again. What is shown stays meanwhile. */
	reopen(): void
	rename(id: string, title: string): Promise<Problem | null>
	cancel(id: string): Promise<Problem | null>
	retry(id: string): Promise<Problem | null>
	/** To the trash, at once: `restore` is the way back. */
	remove(id: string): Promise<Problem | null>
	restore(id: string): Promise<Problem | null>
	/** Transcribes again what a gap has no text for, with another model if one is named; text comes, and the gap changes, by events. */
	retryGap(id: string, from: number, model?: string): Promise<Problem | null>
	/** Sets a mark or changes it: shown at once, as it was before when main refuses. */
	setMark(transcript: string, mark: Mark): Promise<Problem | null>
	removeMark(transcript: string, mark: Mark): Promise<Problem | null>
	/** Of the page that makes a recording, wherever that is. */
	ask(recording: string, what: RecordingAsk): Promise<Problem | null>
	addSample(): Promise<Result<Transcript>>
}

export const noTranscripts: TranscriptsState = { transcripts: null, details: {}, partials: {}, retrying: new Set() }

export function createTranscriptsStore(client: Client): TranscriptsStore {
	const store = createStore<TranscriptsState>(() => noTranscripts)
	let openId: string | null = null

	const take = (result: Result<Transcript>): Problem | null => {
		if (!result.ok) return result.problem
		store.setState(state => transcriptsAfter(state, { type: 'transcript', transcript: result.value }))
		return null
	}
	const load = async (id: string) => {
		store.setState(state => withDetail(state, id, withQuestion(state.details[id])))
		const result = await client.request('transcript.get', { transcript: id })
		store.setState(state =>
			result.ok ? withLoaded(state, result.value) : withDetail(state, id, withFailure(state.details[id], result.problem))
		)
	}
	const isFresh = (detail: Detail | undefined) => detail !== undefined && detail.status !== 'failed' && !detail.stale
	const change = (id: string, how: Change) => store.setState(state => changeDetail(state, id, how))

	return Object.assign(store, {
		async open(id: string) {
			openId = id
			if (!isFresh(store.getState().details[id])) await load(id)
		},
		reopen() {
			if (openId !== null && !isFresh(store.getState().details[openId])) void load(openId)
		},
		rename: async (id: string, title: string) => take(await client.request('transcript.rename', { transcript: id, title })),
		cancel: async (id: string) => take(await client.request('transcript.cancel', { transcript: id })),
		retry: async (id: string) => take(await client.request('transcript.retry', { transcript: id })),
		async remove(id: string) {
			const result = await client.request('transcript.delete', { transcript: id })
			if (!result.ok) return result.problem
			store.setState(state => transcriptsAfter(state, { type: 'transcript-removed', transcript: id }))
			return null
		},
		restore: async (id: string) => take(await client.request('transcript.restore', { transcript: id })),
		async retryGap(id: string, from: number, model?: string) {
			store.setState(state => ({ retrying: new Set([...state.retrying, gapKey(id, from)]) }))
			const result = await client.request('gap.retry', { transcript: id, from, model })
			if (result.ok) return null
			store.setState(state => ({ retrying: replaced(state.retrying, gapKey(id, from), null) }))
			return result.problem
		},
		async setMark(id: string, mark: Mark) {
			const before = store.getState().details[id]?.marks.find(each => each.id === mark.id)
			change(id, withMark(mark))
			const result = await client.request('mark.set', { transcript: id, mark })
			if (result.ok) return null
			change(id, before === undefined ? withoutMark(mark.id) : withMark(before))
			return result.problem
		},
		async removeMark(id: string, mark: Mark) {
			change(id, withoutMark(mark.id))
			const result = await client.request('mark.remove', { transcript: id, mark: mark.id })
			if (result.ok) return null
			change(id, withMark(mark))
			return result.problem
		},
		async ask(recording: string, what: RecordingAsk) {
			const result = await client.request('recording.ask', { recording, ask: what })
			return result.ok ? null : result.problem
		},
		async addSample() {
			const result = await client.request('sample.add', {})
			take(result)
			return result
		}
	})
}

/** What was missed before a snapshot is unknown: every text is stale. */
export function transcriptsFromSnapshot(state: TranscriptsState, snapshot: Snapshot): TranscriptsState {
	return {
		transcripts: Object.fromEntries(snapshot.transcripts.map(transcript => [transcript.id, transcript])),
		details: Object.fromEntries(Object.entries(state.details).map(([id, detail]) => [id, { ...detail, stale: true }])),
		partials: Object.fromEntries(snapshot.partials.map(({ transcript, ...partial }) => [transcript, partial])),
		retrying: new Set()
	}
}

export function transcriptsAfter(state: TranscriptsState, event: AppEvent): TranscriptsState {
	switch (event.type) {
		case 'transcript': {
			const { transcript } = event
			const known = { ...state, transcripts: { ...state.transcripts, [transcript.id]: transcript } }
			return transcript.partOf === null ? known : changeDetail(known, transcript.partOf, withPart(transcript))
		}
		case 'transcript-removed':
			return {
				...state,
				transcripts: without(state.transcripts ?? {}, event.transcript),
				details: without(state.details, event.transcript),
				partials: without(state.partials, event.transcript)
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
		case 'recording-asked':
		case 'disk':
		case 'slept':
		case 'process':
		case 'exit':
		case 'exits-removed':
		case 'settings':
		case 'drill':
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

function replaced(keys: ReadonlySet<string>, old: string, fresh: string | null): ReadonlySet<string> {
	if (!keys.has(old)) return keys
	const left = new Set(keys)
	left.delete(old)
	return fresh === null ? left : left.add(fresh)
}

export function withLoaded(state: TranscriptsState, loaded: TranscriptDetail): TranscriptsState {
	const { id } = loaded.transcript
	return withDetail(state, id, withAnswer(state.details[id] ?? noDetail, loaded))
}

function withDetail(state: TranscriptsState, id: string, detail: Detail): TranscriptsState {
	return { ...state, details: { ...state.details, [id]: detail } }
}

/** Text of a transcript that isn't open is not kept: it is loaded when it is opened. */
function changeDetail(state: TranscriptsState, id: string, change: Change): TranscriptsState {
	const detail = state.details[id]
	return detail === undefined ? state : withDetail(state, id, withChange(detail, change))
}

/** The transcript in which that of another channel is shown; itself, if it is a whole. */
function wholeOf(state: TranscriptsState, id: string): string {
	return state.transcripts?.[id]?.partOf ?? id
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
	if (!(key in record)) return record
	const { [key]: _, ...rest } = record
	return rest
}
