import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Edit, type Line, linesOf, partsOf, readingOf } from './lines.ts'

const spoken = (from: number, ...texts: string[]) => ({
	from,
	to: from + texts.length * 1_000,
	text: texts.join(' '),
	words: texts.map((text, n) => ({ text, from: from + n * 1_000, to: from + (n + 1) * 1_000 })),
	times: 'exact' as const
})
const written = (text: string, more: Partial<Edit> = {}): Edit => ({ pieces: [{ text, speaker: null }], joined: false, ...more })
const read = (segments: Parameters<typeof linesOf>[0], ...edits: [number, Edit][]) => linesOf(segments, new Map(edits))
const times = (line: Line | undefined) => line?.words.map(({ text, from, to }) => `${text} ${from}-${to}`)

test('without an edit a line is the segment as it was heard, the same object', () => {
	const [one, two] = [spoken(0, 'one', 'two'), spoken(2_000, 'three')]
	const [line] = read([one, two], [2_000, written('tree')])
	assert.equal(line, one)
	assert.deepEqual(partsOf(one), [{ segment: 0, piece: 0, start: 0, end: 7 }])
})

test('an edit makes the same object each time', () => {
	const [segment, edit] = [spoken(0, 'one'), written('won')]
	assert.equal(read([segment], [0, edit])[0], read([segment], [0, edit])[0])
	assert.notEqual(read([segment], [0, edit])[0], read([spoken(0, 'one')], [0, edit])[0])
})

test('naming who speaks changes neither text nor times', () => {
	const segment = spoken(0, 'one', 'two')
	const [line] = read([segment], [0, { pieces: [{ text: 'one two', speaker: 'anna' }], joined: false }])
	assert.deepEqual(line?.words, segment.words)
	assert.deepEqual([line?.times, line?.written?.speaker, line?.written?.changed], ['exact', 'anna', false])
})

test('words that stayed keep their times; changed ones share the time between their neighbours, and the line is estimated', () => {
	const [line] = read([spoken(0, 'the', 'quick', 'brawn', 'box')], [0, written('the quick red or brown box')])
	assert.deepEqual(times(line), ['the 0-1000', 'quick 1000-2000', 'red 2000-2300', 'or 2300-2500', 'brown 2500-3000', 'box 3000-4000'])
	assert.equal(line?.times, 'estimated')
	assert.equal(read([spoken(0, 'a', 'b')], [0, written('b')])[0]?.times, 'exact', 'what was only taken away leaves the rest as it was')
})

test('a word that is put between two that touch has no time of its own, and none goes backwards', () => {
	const [line] = read([spoken(0, 'a', 'c')], [0, written('a b c')])
	assert.deepEqual(times(line), ['a 0-1000', 'b 1000-1000', 'c 1000-2000'])
})

test('a word that stayed is as sure as it was; of a changed one nobody knows', () => {
	const heard = spoken(0, 'the', 'quick', 'brawn')
	const doubtful = { ...heard, words: heard.words.map(word => ({ ...word, confidence: 0.3 })) }
	const sure = (...pieces: string[]) =>
		read([doubtful], [0, { pieces: pieces.map(text => ({ text, speaker: null })), joined: false }]).map(line =>
			line.words.map(({ confidence }) => confidence)
		)
	assert.deepEqual(sure('the quick brown'), [[0.3, 0.3, undefined]])
	assert.deepEqual(sure('the', 'quick brawn'), [[0.3], [0.3, 0.3]])
})

test('an estimated segment stays estimated', () => {
	const [line] = read([{ ...spoken(0, 'a', 'b'), times: 'estimated' as const }], [0, written('a c')])
	assert.deepEqual(times(line), ['a 0-1000', 'c 1000-2000'])
	assert.equal(line?.times, 'estimated')
})

test('a split segment is a line for each piece, with its speaker; together they have all of its time', () => {
	const pieces = [
		{ text: 'one two ', speaker: 'anna' },
		{ text: ' ', speaker: null },
		{ text: 'three', speaker: 'ben' }
	]
	const lines = read([spoken(8_000, 'one', 'two', 'three')], [8_000, { pieces, joined: false }])
	assert.deepEqual(
		lines.map(({ from, to, text, written }) => ({ from, to, text, speaker: written?.speaker, piece: written?.of[0]?.piece })),
		[
			{ from: 8_000, to: 10_000, text: 'one two', speaker: 'anna', piece: 0 },
			{ from: 10_000, to: 11_000, text: 'three', speaker: 'ben', piece: 2 }
		]
	)
})

test('a joined segment goes on in the line before it; only its first piece does', () => {
	const pieces = [
		{ text: 'two', speaker: null },
		{ text: 'three', speaker: null }
	]
	const lines = read([spoken(0, 'one'), spoken(1_000, 'two', 'three')], [1_000, { pieces, joined: true }])
	assert.deepEqual(
		lines.map(({ from, to, text }) => [from, to, text]),
		[
			[0, 2_000, 'one two'],
			[2_000, 3_000, 'three']
		]
	)
	assert.deepEqual(lines[0]?.written?.of, [
		{ segment: 0, piece: 0, start: 0, end: 3 },
		{ segment: 1_000, piece: 0, start: 4, end: 7 }
	])
})

test('an edited segment that is not joined stands in a line of its own', () => {
	assert.equal(read([spoken(0, 'one'), spoken(1_000, 'two')], [1_000, written('too')]).length, 2)
})

test('what is left of a joined segment whose beginning was taken away joins nothing', () => {
	const pieces = [
		{ text: '', speaker: null },
		{ text: 'two', speaker: null }
	]
	assert.equal(read([spoken(0, 'one'), spoken(1_000, 'two')], [1_000, { pieces, joined: true }]).length, 2)
})

test('the first line has none before it to be joined to', () => {
	assert.equal(read([spoken(0, 'one')], [0, written('one', { joined: true })]).length, 1)
})

test('Chinese is compared by characters and joined without a space', () => {
	const segment = { from: 0, to: 4_000, text: '今天很好。', words: [{ text: '今天很好。', from: 0, to: 4_000 }], times: 'exact' as const }
	const next = { ...segment, from: 4_000, to: 8_000, words: [{ text: '今天很好。', from: 4_000, to: 8_000 }] }
	const [line] = read([segment, next], [0, written('昨天很好。')], [4_000, written('对', { joined: true })])
	assert.equal(line?.text, '昨天很好。对')
	assert.deepEqual(times(line)?.slice(0, 2), ['昨 0-800', '天 800-1600'])
})

test('a segment whose text was taken away has a line without text, and an edit without its segment says nothing', () => {
	assert.deepEqual(
		read([spoken(0, 'one')], [0, written('  ')]).map(({ from, to, text, words }) => [from, to, text, words]),
		[[0, 1_000, '', []]]
	)
	assert.equal(read([spoken(0, 'one')], [500, written('lost')])[0]?.text, 'one')
})

test('a segment reads as all of its pieces, whatever they are joined to', () => {
	const pieces = [
		{ text: 'One.', speaker: null },
		{ text: 'two', speaker: null }
	]
	const { text, words } = readingOf(spoken(0, 'one', 'two'), { pieces, joined: true })
	assert.deepEqual([text, words.map(word => word.text)], ['One. two', ['One.', 'two']])
})

test('10,000 words pasted over 100 are timed at once', () => {
	const segment = spoken(0, ...Array.from({ length: 100 }, (_, n) => `w${n}`))
	const [line] = read([segment], [0, written(Array.from({ length: 10_000 }, (_, n) => `w${n % 150}`).join(' '))])
	assert.equal(line?.words.length, 10_000)
	assert.ok(line?.words.every((word, n, all) => word.from >= (all[n - 1]?.to ?? 0) && word.to >= word.from))
})
