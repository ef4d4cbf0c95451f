import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Mark, SegmentRecord, TranscriptDeath } from '../../../electron/contract/records.ts'
import { type Arrangeable, arrangeTranscript, lineAt, lineOf, neighbour, textOf } from './arrange.ts'
import { speechColumns } from './listen/speech-columns.ts'

function segment(from: number, to: number, text = 'said'): SegmentRecord {
	const base = { transcript: 't', seq: from, model: 'm', at: 0, times: 'exact' as const, confidence: null, language: 'en', guards: [] }
	return { ...base, from, to, text, words: [] }
}

function death(exit: string, sample: number, role = 'engine', name = `${role}#1`): TranscriptDeath {
	return { exit, sample, role, name, at: sample, code: 'signal', recoveredMs: 60, tookOver: true, wordsLost: 0 }
}

const gap = { transcript: 't', from: 30, to: 40, cause: 'damaged' }

/** All that a transcript may have, and nothing of it. */
function arranged(some: Partial<Arrangeable>, unsettled: Parameters<typeof arrangeTranscript>[1] = [], writtenIn: string | null = null) {
	const nothing = { segments: [], edits: new Map(), gaps: [], marks: [], deaths: [], speakers: [], parts: [] }
	return arrangeTranscript({ ...nothing, ...some }, unsettled, writtenIn)
}

function show(lines: ReturnType<typeof arrangeTranscript>): string[] {
	return lines.map(line => `${line.type} ${line.from}${line.type === 'death' && line.deaths.length > 1 ? ` ×${line.deaths.length}` : ''}`)
}

test('tells of the deaths that made a gap in the line of the gap, and of no others', () => {
	const deaths = [death('a', 30), death('b', 40), death('c', 40, 'decoder'), death('d', 50)]
	const cut = { ...gap, cause: 'engine-died' } as const
	const lines = arranged({ segments: [segment(40, 60)], gaps: [cut], deaths })
	assert.deepEqual(show(lines), ['gap 30', 'death 40', 'segment 40', 'death 50'])
	assert.deepEqual(
		lines.flatMap(line => (line.type === 'gap' ? line.deaths.map(each => each.exit) : [])),
		['a', 'b']
	)
	const damaged = arranged({ segments: [], gaps: [gap], deaths: deaths.slice(0, 1) })
	assert.deepEqual(show(damaged), ['death 30', 'gap 30'])
})

test('finds the line at which something died or is missing', () => {
	const lines = arranged({
		segments: [segment(0, 20), segment(20, 30), segment(40, 60)],
		gaps: [{ ...gap, cause: 'engine-died' }],
		deaths: [death('a', 20), death('b', 40)]
	})
	const check = (sample: number, line: string) => assert.equal(show(lines)[lineOf(lines, sample)], line)
	check(20, 'death 20')
	check(35, 'gap 30')
	check(40, 'gap 30')
	check(25, 'segment 20')
	check(99, 'segment 40')
	assert.equal(lineOf([], 5), -1)
})

test('puts deaths and gaps where they happened', () => {
	const lines = arranged({
		segments: [segment(0, 20), segment(20, 30), segment(40, 60)],
		gaps: [gap],
		deaths: [death('a', 20), death('b', 45)]
	})
	assert.deepEqual(show(lines), ['segment 0', 'death 20', 'segment 20', 'gap 30', 'segment 40', 'death 45'])
})

test('says several deaths of one process at one place once', () => {
	const lines = arranged({
		segments: [],
		gaps: [],
		deaths: [death('a', 20), death('b', 20), death('c', 20, 'main'), death('d', 30)]
	})
	assert.deepEqual(show(lines), ['death 20 ×2', 'death 20', 'death 30'])
})

test('finds the text that is heard at a moment', () => {
	const lines = arranged({ segments: [segment(10, 20), segment(20, 30), segment(40, 60)], gaps: [gap], deaths: [] })
	assert.deepEqual(
		[0, 10, 19, 20, 35, 45, 99].map(at => lineAt(lines, at)),
		[-1, 0, 0, 1, 1, 3, 3]
	)
})

test('steps from text to text over what stands between', () => {
	const lines = arranged({ segments: [segment(20, 30), segment(40, 60)], gaps: [gap], deaths: [] })
	assert.deepEqual(
		[neighbour(lines, -1, 1), neighbour(lines, 0, 1), neighbour(lines, 2, 1), neighbour(lines, 2, -1), neighbour(lines, 0, -1)],
		[0, 2, 2, 0, 0]
	)
})

test('shows how much is said when', () => {
	const words = [
		{ text: 'four', from: 0, to: 10 },
		{ text: 'ab', from: 10, to: 30 }
	]
	assert.deepEqual(speechColumns([{ words }], 40, 4), [1, 0.25, 0.25, 0])
})

const spoken = (lines: ReturnType<typeof arrangeTranscript>) =>
	lines.flatMap(line =>
		line.type === 'segment' || line.type === 'partial' ? [`${line.type} ${line.from} ${line.speaker}${line.turn ? ' turn' : ''}`] : []
	)

const others = { id: 'o', channel: 'others' as const, offset: 5, segments: [], edits: new Map(), gaps: [] }

test('puts marks, pauses, mutes and sleep where they happened', () => {
	const mark = (kind: Mark['kind'], sample: number): Mark => ({ id: `${kind}${sample}`, kind, sample, ms: 0, note: '' })
	const lines = arranged({
		segments: [segment(0, 20), segment(20, 30), segment(40, 60)],
		gaps: [gap],
		marks: [mark('mark', 10), mark('pause', 30), mark('mute', 35), mark('asleep', 60)],
		deaths: [death('a', 30)]
	})
	assert.deepEqual(show(lines), ['segment 0', 'mark 10', 'segment 20', 'death 30', 'gap 30', 'mark 30', 'mark 35', 'segment 40', 'mark 60'])
})

test('interleaves two channels by time, and says who speaks when that changes', () => {
	const theirs = [segment(10, 15), segment(25, 28)].map(each => ({ ...each, transcript: 'o' }))
	const lines = arranged({ segments: [segment(0, 20), segment(30, 40), segment(50, 60)], parts: [{ ...others, segments: theirs }] }, [
		{ transcript: 't', from: 60 },
		{ transcript: 'o', from: 45 }
	])
	assert.deepEqual(spoken(lines), [
		'segment 0 me turn',
		'segment 10 others turn',
		'segment 25 others',
		'segment 30 me turn',
		'partial 45 others turn',
		'segment 50 me turn',
		'partial 60 me'
	])
})

test('names nobody while only one is heard', () => {
	assert.deepEqual(spoken(arranged({ segments: [segment(0, 20)], parts: [others] }, [{ transcript: 't', from: 20 }])), [
		'segment 0 null',
		'partial 20 null'
	])
})

test('tells a gap of both channels once, and one of the other channel as its own', () => {
	const both = { ...gap, cause: 'not-recorded' as const }
	const theirs = { ...gap, transcript: 'o', cause: 'engine-died' as const, from: 70, to: 80 }
	const lines = arranged({ gaps: [both], parts: [{ ...others, gaps: [{ ...both, transcript: 'o', from: 31 }, theirs] }] })
	assert.deepEqual(
		lines.map(line => line.type === 'gap' && [line.from, line.offset]),
		[
			[30, 0],
			[70, 5]
		]
	)
})

test('gives all that was said as text, with names where more than one is heard', () => {
	const whole = {
		edits: new Map(),
		speakers: [],
		segments: [segment(0, 20, 'one'), segment(20, 40, 'two')],
		gaps: [gap],
		marks: [],
		deaths: [],
		parts: []
	}
	assert.equal(textOf(whole, String), 'one\n\ntwo')
	const theirs = { ...others, segments: [{ ...segment(10, 15, 'yes'), transcript: 'o' }] }
	assert.equal(textOf({ ...whole, parts: [theirs] }, String), 'me: one\n\nothers: yes\n\nme: two')
})

test('stands as the user has written it, with whom they named, cut where something was marked', () => {
	const spoken = segment(0, 40, 'one two three four')
	const words = ['one', 'two', 'three', 'four'].map((text, n) => ({ text, from: n * 10, to: n * 10 + 10 }))
	const pieces = [
		{ text: 'One two three,', speaker: 's1' },
		{ text: 'four', speaker: 'unknown' }
	]
	const whole = {
		...{ segments: [{ ...spoken, words }, segment(40, 50, 'gone')], gaps: [], marks: [], deaths: [], parts: [] },
		edits: new Map([
			[0, { pieces, joined: false }],
			[40, { pieces: [{ text: '', speaker: null }], joined: false }]
		]),
		speakers: [{ id: 's1', name: 'Anna' }]
	}
	assert.equal(textOf(whole, String), 'Anna: One two three,\n\nfour')
	const lines = arranged({ ...whole, marks: [{ id: 'm', kind: 'mark', sample: 15, ms: 0, note: '' }] })
	assert.deepEqual(
		lines.map(line =>
			line.type === 'segment' ? [line.segment.text, line.start, line.cut, line.whole.text, line.named?.name, line.turn] : line.type
		),
		[
			['One two', 0, 0, 'One two three,', 'Anna', true],
			'mark',
			['three,', 8, 1, 'One two three,', 'Anna', false],
			['four', 0, 0, 'four', undefined, true],
			['', 0, 0, '', undefined, false]
		]
	)
})

test('the line that is being written in stays whole, and what was marked in it stands below', () => {
	const words = ['one', 'two', 'three'].map((text, n) => ({ text, from: n * 10, to: n * 10 + 10 }))
	const segments = [{ ...segment(0, 30, 'one two three'), words }, segment(30, 40, 'four')]
	const marks: Mark[] = [{ id: 'm', kind: 'mark', sample: 15, ms: 0, note: '' }]
	const texts = (writtenIn: string | null) =>
		arranged({ segments, marks }, [], writtenIn).map(line => (line.type === 'segment' ? line.segment.text : line.type))
	assert.deepEqual(texts(null), ['one two', 'mark', 'three', 'four'])
	assert.deepEqual(texts('t 0 0 0'), ['one two three', 'mark', 'four'])
	assert.deepEqual(texts('t 30 0 0'), ['one two', 'mark', 'three', 'four'])
})
