import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppEvent } from '../../electron/contract/events.ts'
import type { SegmentRecord, Transcript } from '../../electron/contract/records.ts'
import { DEFAULT_SETTINGS } from '../../electron/contract/settings.ts'
import { gapKey, noTranscripts, type TranscriptsState, transcriptsAfter, transcriptsFromSnapshot, withLoaded } from './transcripts.ts'

const transcript = { id: 't', title: 'T', state: 'recording' } as Transcript

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

const opened = withLoaded(noTranscripts, { transcript, segments: [segment(0, 'one')], gaps: [], deaths: [] })

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
	const loading: TranscriptsState = {
		...noTranscripts,
		details: { t: { status: 'loading', problem: null, segments: [], gaps: [], deaths: [] } }
	}
	const early = after(loading, said(20, 'three'))
	const loaded = withLoaded(early, { transcript, segments: [segment(0, 'one'), segment(10, 'two')], gaps: [], deaths: [] })
	assert.deepEqual(texts(loaded), ['one', 'two', 'three'])
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
	const state = after(opened, { type: 'transcript', transcript }, { type: 'transcript-removed', transcript: 't' })
	assert.deepEqual(state, { transcripts: {}, details: {}, partials: {}, retrying: new Set() })
})

test('a snapshot stands for everything before it: text is loaded anew', () => {
	const partials = [{ transcript: 't', from: 0, to: 1, firm: 'a', faint: 'b' }]
	const nothingElse = { processes: [], exits: [], settings: DEFAULT_SETTINGS, drill: null }
	assert.deepEqual(transcriptsFromSnapshot(opened, { ...nothingElse, transcripts: [transcript], partials }), {
		transcripts: { t: transcript },
		details: {},
		partials: { t: { from: 0, to: 1, firm: 'a', faint: 'b' } },
		retrying: new Set()
	})
})
