import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppEvent } from '../../electron/contract/events.ts'
import type { Mark, SegmentRecord, Transcript, TranscriptDetail } from '../../electron/contract/records.ts'
import { DEFAULT_SETTINGS } from '../../electron/contract/settings.ts'
import { gapKey, noTranscripts, type TranscriptsState, transcriptsAfter, transcriptsFromSnapshot, withLoaded } from './known-transcripts.ts'
import { withQuestion } from './transcript-detail.ts'

const transcript = { id: 't', title: 'T', state: 'recording', partOf: null } as Transcript
/** What the machine played, beside `t`, from its sample 100 on. */
const other = { id: 'o', title: 'T', state: 'recording', partOf: 't', channel: 'others', offset: 100 } as Transcript

function segment(from: number, text: string): SegmentRecord {
	const base = { transcript: 't', seq: from, model: 'm', at: 0, times: 'exact' as const, confidence: null, language: 'en', guards: [] }
	return { ...base, from, to: from + 10, text, words: [] }
}

function said(from: number, text: string): AppEvent {
	return { type: 'segment', segment: segment(from, text) }
}

function after(state: TranscriptsState, ...events: AppEvent[]): TranscriptsState {
	return events.reduce(transcriptsAfter, state)
}

function texts(state: TranscriptsState): string[] | undefined {
	return state.details.t?.segments.map(each => each.text)
}

function answer(...segments: SegmentRecord[]): TranscriptDetail {
	return { transcript, segments, edits: [], gaps: [], marks: [], deaths: [], speakers: [], turns: [], parts: [] }
}

function asked(state: TranscriptsState): TranscriptsState {
	return { ...state, details: { t: withQuestion(state.details.t) } }
}

const opened = withLoaded(noTranscripts, answer(segment(0, 'one')))

test('adds segments to the text that is open, and does not keep those of others', () => {
	assert.deepEqual(texts(after(opened, said(10, 'two'), said(20, 'three'))), ['one', 'two', 'three'])
	assert.equal(texts(after(noTranscripts, said(10, 'two'))), undefined)
})

test('keeps the order of the audio and never doubles a segment', () => {
	assert.deepEqual(texts(after(opened, said(20, 'three'), said(10, 'two'), said(20, 'three'))), ['one', 'two', 'three'])
})

test('lets a gap shrink and go, and knows that it is tried again until it does', () => {
	const gap = { transcript: 't', from: 40, to: 60, cause: 'engine-died' } as const
	const trying = { ...after(opened, { type: 'gap', gap }), retrying: new Set([gapKey('t', 40)]) }
	const smaller = after(trying, { type: 'gap-changed', transcript: 't', from: 40, gap: { ...gap, from: 50 } })
	assert.deepEqual([smaller.details.t?.gaps, [...smaller.retrying]], [[{ ...gap, from: 50 }], ['t 50']])
	const gone = after(smaller, { type: 'gap-changed', transcript: 't', from: 50, gap: null })
	assert.deepEqual([gone.details.t?.gaps, gone.retrying.size], [[], 0])
	const stays = after(smaller, { type: 'notice', problem: { code: 'gap-stays', facts: {}, text: '' } })
	assert.deepEqual([stays.details.t?.gaps.length, stays.retrying.size], [1, 0])
})

test('joins what came while the text was loading', () => {
	const early = after(asked(noTranscripts), said(20, 'three'))
	assert.deepEqual(texts(withLoaded(early, answer(segment(0, 'one'), segment(10, 'two')))), ['one', 'two', 'three'])
})

test('shows the old text until the new one is here when all of it was replaced, and then nothing of the old', () => {
	const replaced = after(opened, { type: 'text-replaced', transcript: 't' })
	assert.deepEqual([texts(replaced), replaced.details.t?.stale], [['one'], true])
	const meanwhile = after(asked(replaced), said(30, 'three'))
	assert.deepEqual(texts(meanwhile), ['one', 'three'])
	const fresh = withLoaded(meanwhile, answer(segment(1, 'one and two')))
	assert.deepEqual([texts(fresh), fresh.details.t?.stale, fresh.details.t?.edition], [['one and two', 'three'], false, 1])
})

test('knows another channel by its whole, at the whole’s time', () => {
	const both = after(
		opened,
		{ type: 'transcript', transcript: other },
		{ type: 'segment', segment: { ...segment(5, 'yes'), transcript: 'o' } }
	)
	assert.deepEqual(
		both.details.t?.parts.map(part => [part.id, part.channel, part.segments.map(each => [each.from, each.to, each.text])]),
		[['o', 'others', [[105, 115, 'yes']]]]
	)
	assert.deepEqual(texts(both), ['one'])
	const gap = { transcript: 'o', from: 20, to: 30, cause: 'engine-died' } as const
	const tried = after(both, { type: 'gap', gap }, { type: 'gap-changed', transcript: 'o', from: 20, gap: { ...gap, from: 25 } })
	assert.deepEqual(tried.details.t?.parts[0]?.gaps, [{ ...gap, from: 125, to: 130 }])
	const loaded = withLoaded(noTranscripts, {
		...answer(),
		parts: [
			{ transcript: other, segments: [{ ...segment(5, 'yes'), words: [{ text: 'yes', from: 6, to: 9 }] }], edits: [], gaps: [], turns: [] }
		]
	})
	assert.deepEqual(loaded.details.t?.parts[0]?.segments[0]?.words, [{ text: 'yes', from: 106, to: 109 }])
})

test('sets, changes and removes marks by their id, in the order of their places', () => {
	const mark = (id: string, sample: number, note = ''): Mark => ({ id, kind: 'mark', sample, ms: 0, note })
	const set = (of: Mark): AppEvent => ({ type: 'mark', transcript: 't', mark: of })
	const marked = after(opened, set(mark('b', 20)), set(mark('a', 10)), set(mark('b', 20, 'the lease')))
	assert.deepEqual(
		marked.details.t?.marks.map(each => [each.id, each.note]),
		[
			['a', ''],
			['b', 'the lease']
		]
	)
	const removed = after(marked, { type: 'mark-removed', transcript: 't', mark: 'a' })
	assert.deepEqual(
		removed.details.t?.marks.map(each => each.id),
		['b']
	)
})

test('replaces unsettled text, and drops it when it is settled or empty', () => {
	const partial = (firm: string, faint: string): AppEvent => ({ type: 'partial', transcript: 't', from: 10, to: 20, firm, faint })
	const unsettled = after(opened, partial('', 'tw'), partial('two', 'thr'))
	assert.deepEqual(unsettled.partials.t, { from: 10, to: 20, firm: 'two', faint: 'thr' })
	assert.equal(after(unsettled, said(10, 'two')).partials.t, undefined)
	assert.equal(after(unsettled, partial('', '')).partials.t, undefined)
})

test('completes a death when its record comes again', () => {
	const died = (recoveredMs: number | null): AppEvent => ({
		type: 'death-in-transcript',
		transcript: 't',
		death: { exit: 'x', at: 1, sample: 10, role: 'engine', code: 'signal', recoveredMs, tookOver: false, wordsLost: 0 }
	})
	const state = after(opened, died(null), died(60))
	assert.deepEqual(
		state.details.t?.deaths.map(death => death.recoveredMs),
		[60]
	)
})

test('forgets all of a transcript that is removed', () => {
	const state = after(opened, { type: 'transcript', transcript }, { type: 'transcripts-removed', transcripts: ['t'] })
	assert.deepEqual(state, { transcripts: {}, details: {}, partials: {}, retrying: new Set() })
})

test('a snapshot stands for everything before it: text is shown until it is loaded anew', () => {
	const partials = [{ transcript: 't', from: 0, to: 1, firm: 'a', faint: 'b' }]
	const nothingElse = { processes: [], exits: [], settings: DEFAULT_SETTINGS, drill: null, disk: null }
	const state = transcriptsFromSnapshot(opened, { ...nothingElse, transcripts: [transcript], partials })
	assert.deepEqual([texts(state), state.details.t?.stale], [['one'], true])
	assert.deepEqual(
		{ ...state, details: {} },
		{ transcripts: { t: transcript }, details: {}, partials: { t: { from: 0, to: 1, firm: 'a', faint: 'b' } }, retrying: new Set() }
	)
})

test('what the user wrote comes by event, at its place in the whole, and goes again', () => {
	const other = { ...transcript, id: 'p', partOf: 't', channel: 'others' as const, offset: 1_000 }
	const parts = [{ transcript: other, segments: [{ ...segment(5, 'yes'), transcript: 'p' }], edits: [], gaps: [], turns: [] }]
	const edit = { pieces: [{ text: 'Yes.', speaker: 's1' }], joined: false }
	const loaded = withLoaded({ ...noTranscripts, transcripts: { p: other } }, { ...answer(segment(0, 'one')), parts })
	const set = (id: string, from: number, to: typeof edit | null): AppEvent => ({
		type: 'edits',
		transcript: id,
		edits: [{ from, edit: to }]
	})
	const written = after(loaded, set('t', 0, edit), set('p', 5, edit))
	assert.deepEqual([[...(written.details.t?.edits ?? [])], [...(written.details.t?.parts[0]?.edits ?? [])]], [[[0, edit]], [[1_005, edit]]])
	const heard = after(written, { type: 'speakers', transcript: 't', speakers: [{ id: 's1', name: 'Anna' }] }, set('p', 5, null))
	assert.deepEqual([heard.details.t?.speakers[0]?.name, heard.details.t?.parts[0]?.edits.size], ['Anna', 0])
})

test('who was found by voice is told line by line, on the other channels at their place; what the user wrote comes before it', () => {
	const other = { ...transcript, id: 'p', partOf: 't', channel: 'others' as const, offset: 1_000 }
	const turns = [
		{ from: 0, to: 8, speaker: 's1' },
		{ from: 8, to: 50, speaker: 's2' }
	]
	const parts = [{ transcript: other, segments: [{ ...segment(10, 'yes'), transcript: 'p' }], edits: [], gaps: [], turns }]
	const loaded = withLoaded({ ...noTranscripts, transcripts: { p: other } }, { ...answer(), parts })
	const speakers = (state: typeof loaded) =>
		[...(state.details.t?.parts[0]?.edits ?? [])].map(([from, { pieces }]) => `${from} ${pieces[0]?.speaker} ${pieces[0]?.text}`)
	assert.deepEqual(speakers(loaded), ['1010 s2 yes'])
	const edit = { pieces: [{ text: 'Yes.', speaker: 'her' }], joined: false }
	const written = after(loaded, { type: 'edits', transcript: 'p', edits: [{ from: 10, edit }] })
	assert.deepEqual(speakers(written), ['1010 her Yes.'])
	assert.equal(written.details.t?.parts[0]?.own.size, 1)
	const heard = after(written, { type: 'edits', transcript: 'p', edits: [{ from: 10, edit: null }] })
	assert.deepEqual([speakers(heard), heard.details.t?.parts[0]?.own.size], [['1010 s2 yes'], 0])
	const more = after(heard, { type: 'segment', segment: { ...segment(2, 'so'), transcript: 'p' } })
	assert.deepEqual(speakers(more), ['1002 s1 so', '1010 s2 yes'])
})
