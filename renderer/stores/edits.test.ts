import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SegmentRecord, Transcript } from '../../electron/contract/records.ts'
import type { Client } from '../api/client.ts'
import { ok } from '../api/problem.ts'
import { createEditsStore } from './edits.ts'
import { type Detail, noDetail, withEdits } from './transcript-detail.ts'
import { createTranscriptsStore } from './transcripts.ts'
import { createUnsavedDetails } from './unsaved-details.ts'
import { createUnsavedEdits } from './unsaved-edits.ts'

const edit = (text: string) => ({ pieces: [{ text, speaker: null }], joined: false })
const segment = (transcript: string, from: number): SegmentRecord => ({
	...{ transcript, seq: 0, from, to: from + 10, text: 'heard', words: [], times: 'exact', confidence: null },
	...{ language: 'en', model: 'm', guards: [], at: 0 }
})

/** A recording with another channel that begins 1,000 samples later, open in a page whose main answers at once. */
function opened() {
	const asked: [string, unknown][] = []
	const client = {
		request: async (name: string, params: unknown) => {
			asked.push([name, params])
			return ok(name === 'edits.set' ? { gone: [] } : {})
		}
	} as unknown as Client
	const storage = { getItem: () => null, setItem: () => {}, removeItem: () => {} } as unknown as Storage
	const unsaved = createUnsavedEdits(client, storage, () => {})
	const details = createUnsavedDetails(client, storage, () => {})
	const transcripts = createTranscriptsStore(client, unsaved, details, () => false)
	const part = { id: 'p', channel: 'others' as const, offset: 1_000, segments: [segment('p', 1_005)] }
	const detail = { ...noDetail, status: 'ready' as const, segments: [segment('t', 0)], parts: [{ ...noDetail, ...part }] }
	transcripts.setState({ transcripts: { p: { id: 'p', partOf: 't' } as Transcript }, details: { t: detail } })
	const clock = { now: 0 }
	const edits = createEditsStore(transcripts, unsaved, details, { now: () => clock.now, tell: () => {} })
	const now = () => transcripts.getState().details.t
	const replace = (how: (detail: Detail) => Partial<Detail>) =>
		transcripts.setState(({ details: { t = noDetail } }) => ({ details: { t: { ...t, ...how(t), edition: t.edition + 1 } } }))
	return { asked, clock, edits, now, replace, transcripts }
}

test('what is made of another channel is shown at its place in the whole, sent at its own, and taken back', () => {
	const { asked, edits, now } = opened()
	edits.make('t', [{ channel: 'p', from: 1_005, edit: edit('written') }])
	assert.deepEqual(now()?.parts[0]?.edits.get(1_005), edit('written'))
	assert.deepEqual(asked, [['edits.set', { transcript: 'p', edits: [{ from: 5, to: 15, edit: edit('written') }] }]])
	assert.equal(edits.undo('t')?.changes[0]?.after, null)
	assert.equal(now()?.parts[0]?.edits.has(1_005), false)
	edits.redo('t')
	assert.deepEqual(now()?.parts[0]?.edits.get(1_005), edit('written'))
	assert.deepEqual([edits.redo('t'), edits.undo('other')], [null, null])
})

test('a name and the line that it was given are one step', () => {
	const { asked, edits, now } = opened()
	edits.name('t', [{ id: 's', name: 'Anna' }], [{ channel: 't', from: 0, edit: edit('heard') }])
	assert.deepEqual([now()?.speakers, now()?.edits.size], [[{ id: 's', name: 'Anna' }], 1])
	edits.undo('t')
	assert.deepEqual([now()?.speakers, now()?.edits.size], [[], 0])
	assert.deepEqual(
		asked.filter(([name]) => name === 'speakers.set').map(([, params]) => params),
		[
			{ transcript: 't', speakers: [{ id: 's', name: 'Anna' }] },
			{ transcript: 't', speakers: [] }
		]
	)
})

test('names that were given since stay when one is taken back', () => {
	const { edits, now, transcripts } = opened()
	edits.name('t', [{ id: 's', name: 'Anna' }])
	const both = [...(now()?.speakers ?? []), { id: 'b', name: 'Ben' }]
	transcripts.setState(({ details: { t = noDetail } }) => ({ details: { t: { ...t, speakers: both } } }))
	edits.undo('t')
	assert.deepEqual(now()?.speakers, [{ id: 'b', name: 'Ben' }])
	edits.redo('t')
	edits.name('t', [
		{ id: 'b', name: 'Ben' },
		{ id: 's', name: 'Anna Li' }
	])
	edits.undo('t')
	assert.deepEqual(now()?.speakers, [
		{ id: 'b', name: 'Ben' },
		{ id: 's', name: 'Anna' }
	])
})

test('when all text is replaced, what was done is forgotten where it was changed, and else can be taken back still', () => {
	const { edits, now, replace } = opened()
	edits.make('t', [{ channel: 't', from: 0, edit: edit('first') }])
	edits.make('t', [{ channel: 't', from: 0, edit: edit('second') }])
	// As main tells it: the same, in other objects.
	replace(({ segments }) => ({ segments: [...segments, segment('t', 50)], own: new Map([[0, edit('second')]]) }))
	edits.undo('t')
	assert.deepEqual(now()?.own.get(0), edit('first'))
	replace(() => ({ own: new Map() }))
	assert.deepEqual([edits.undo('t'), edits.redo('t'), now()?.own.size], [null, null, 0])
	edits.make('t', [{ channel: 't', from: 0, edit: edit('third') }])
	edits.undo('t')
	replace(() => ({ segments: [{ ...segment('t', 0), text: 'heard by another' }] }))
	assert.equal(edits.redo('t'), null)
})

test('what main has not taken yet is not shown in another segment that begins at the same place', () => {
	const shown = (to: number) => {
		const text = { ...noDetail, segments: [{ ...segment('t', 0), to }] }
		return withEdits('t', [{ from: 0, to: 10, edit: edit('of the short one') }])(text).own.size
	}
	assert.deepEqual([shown(10), shown(30)], [1, 0])
})

test('what was done in a text is forgotten when that is let go', () => {
	const { edits, now, transcripts } = opened()
	edits.make('t', [{ channel: 't', from: 0, edit: edit('first') }])
	const details = { t: now() ?? noDetail }
	transcripts.setState({ details: {} })
	transcripts.setState({ details })
	assert.equal(edits.undo('t'), null)
})

test('nothing is a step that changes nothing, or of a text that is not open', () => {
	const { asked, edits } = opened()
	edits.make('t', [])
	edits.make('gone', [{ channel: 'gone', from: 0, edit: null }])
	assert.deepEqual([asked, edits.undo('t'), edits.undo('gone')], [[], null, null])
})
