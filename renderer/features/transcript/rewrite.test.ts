import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Edit, type Line, linesOf } from '../../../electron/contract/lines.ts'
import type { SegmentRecord } from '../../../electron/contract/records.ts'
import { seeded } from '../../../native-bridge/protocol/test-random.ts'
import {
	heardIn,
	inTurn,
	joinedTo,
	linesFrom,
	type Made,
	replacedIn,
	rewritten,
	type Source,
	split,
	spokenBy,
	unwritten,
	withMade
} from './rewrite.ts'

function segment(from: number, text: string): SegmentRecord {
	const words = text.split(' ').map((word, n) => ({ text: word, from: from + n * 10, to: from + n * 10 + 10 }))
	const base = { transcript: 't', seq: from, model: 'm', at: 0, times: 'exact' as const, confidence: null, language: 'en', guards: [] }
	return { ...base, from, to: from + words.length * 10, text, words }
}

/** A text that remembers what was made of it. */
function text(...segments: SegmentRecord[]) {
	let edits: ReadonlyMap<number, Edit> = new Map()
	const source = (): Source => ({ segments, edits })
	const lines = () => linesOf(segments, edits)
	const line = (n: number): Line => {
		const found = lines()[n]
		assert.ok(found, `line ${n}`)
		return found
	}
	return {
		source,
		line,
		lines,
		edits: () => edits,
		reads: () => lines().map(each => each.text),
		make(made: readonly Made[] | null) {
			assert.ok(made)
			const now = new Map(edits)
			for (const { from, edit } of made) edit === null ? now.delete(from) : now.set(from, edit)
			edits = now
		}
	}
}

const two = () => text(segment(0, 'one two three'), segment(100, 'four five'))

test('a line is written anew, and nothing is kept of what reads as it was heard', () => {
	const it = two()
	it.make(rewritten(it.source(), it.line(0), 'one too three '))
	assert.deepEqual(it.reads(), ['one too three', 'four five'])
	it.make(rewritten(it.source(), it.line(0), 'one two three'))
	assert.equal(it.edits().size, 0)
})

test('a split line is two, at their times, and is joined again to what it was', () => {
	const it = two()
	it.make(split(it.source(), it.line(0), 4))
	assert.deepEqual(
		it.lines().map(({ text, from, to }) => [text, from, to]),
		[
			['one', 0, 10],
			['two three', 10, 30],
			['four five', 100, 120]
		]
	)
	it.make(split(it.source(), it.line(1), 3))
	assert.deepEqual(it.reads(), ['one', 'two', 'three', 'four five'])
	it.make(joinedTo(it.source(), it.line(0), it.line(1)))
	it.make(joinedTo(it.source(), it.line(0), it.line(1)))
	assert.deepEqual([it.reads(), it.edits().size], [['one two three', 'four five'], 0])
})

test('nothing is split off that has no words', () => {
	const it = two()
	for (const at of [0, 13, 99]) assert.deepEqual(split(it.source(), it.line(0), at), [])
})

test('segments that are joined read as one line, keep what is written in each, and come apart at their seam or elsewhere', () => {
	const it = two()
	it.make(joinedTo(it.source(), it.line(0), it.line(1)))
	assert.deepEqual(it.reads(), ['one two three four five'])
	it.make(rewritten(it.source(), it.line(0), 'one two three, 4 five'))
	assert.deepEqual(
		[...it.edits()].map(([from, { pieces }]) => [from, pieces[0]?.text]),
		[
			[100, 'five'],
			[0, 'one two three, 4']
		]
	)
	it.make(rewritten(it.source(), it.line(0), 'one two three, 4 fives'))
	assert.equal(it.edits().get(100)?.pieces[0]?.text, 'fives')
	it.make(split(it.source(), it.line(0), 16))
	assert.deepEqual(it.reads(), ['one two three, 4', 'fives'])
	it.make(joinedTo(it.source(), it.line(0), it.line(1)))
	it.make(split(it.source(), it.line(0), 8))
	assert.deepEqual(it.reads(), ['one two', 'three, 4 fives'])
})

test('only what follows each other is joined', () => {
	const it = text(segment(0, 'a'), segment(10, 'b'), segment(20, 'c'))
	assert.equal(joinedTo(it.source(), it.line(0), it.line(2)), null)
	assert.equal(joinedTo(it.source(), it.line(1), it.line(0)), null)
})

test('stretches of a line are replaced, each in the segment that it lies in', () => {
	const it = text(segment(0, 'a cat and a cat'), segment(200, 'no cat'))
	it.make(joinedTo(it.source(), it.line(0), it.line(1)))
	const stretches = [
		{ from: 2, to: 5 },
		{ from: 12, to: 15 },
		{ from: 19, to: 22 }
	]
	it.make(replacedIn(it.source(), [{ line: it.line(0), at: stretches }], 'black dog'))
	assert.deepEqual(it.reads(), ['a black dog and a black dog no black dog'])
	assert.deepEqual(
		[...it.edits()].map(([from, { pieces }]) => [from, pieces[0]?.text]),
		[
			[200, 'no black dog'],
			[0, 'a black dog and a black dog']
		]
	)
})

test('a word that is replaced by nothing leaves one space', () => {
	const it = text(segment(0, 'um well um we'), segment(200, 'um go um'))
	it.make(joinedTo(it.source(), it.line(0), it.line(1)))
	const at = [...it.line(0).text.matchAll(/um/g)].map(({ index }) => ({ from: index, to: index + 2 }))
	it.make(replacedIn(it.source(), [{ line: it.line(0), at }], ''))
	assert.deepEqual(it.reads(), ['well we go'])
	assert.deepEqual(
		[...it.edits()].map(([from, { pieces }]) => [from, pieces[0]?.text]),
		[
			[200, 'go'],
			[0, 'well we']
		]
	)
})

test('what is replaced in two lines of one segment is replaced in both', () => {
	const it = two()
	it.make(split(it.source(), it.line(0), 4))
	const at = [{ from: 0, to: 3 }]
	it.make(
		replacedIn(
			it.source(),
			[0, 1].map(n => ({ line: it.line(n), at })),
			'x'
		)
	)
	assert.deepEqual(it.reads(), ['x', 'x three', 'four five'])
})

test('what is typed and split at once is as if one came after the other', () => {
	const it = two()
	const typed = rewritten(it.source(), it.line(0), 'one too three')
	const made = inTurn(it.source(), typed, source => split(source, linesFrom(source, it.line(0))[0] ?? it.line(0), 7))
	assert.deepEqual(
		linesFrom(withMade(it.source(), made), it.line(0)).map(({ text }) => text),
		['one too', 'three']
	)
	it.make(made)
	assert.deepEqual(it.reads(), ['one too', 'three', 'four five'])
})

test('a name is of the line, and stays with both when it is split', () => {
	const it = two()
	it.make(spokenBy(it.source(), it.line(0), 'anna'))
	it.make(split(it.source(), it.line(0), 4))
	it.make(spokenBy(it.source(), it.line(1), 'ben'))
	assert.deepEqual(
		it.lines().map(({ written }) => written?.speaker),
		['anna', 'ben', undefined]
	)
	it.make(spokenBy(it.source(), it.line(0), null))
	it.make(spokenBy(it.source(), it.line(1), null))
	it.make(joinedTo(it.source(), it.line(0), it.line(1)))
	assert.equal(it.edits().size, 0)
})

test('what was heard stands beside what is written, once, and comes back', () => {
	const it = two()
	it.make(split(it.source(), it.line(0), 4))
	it.make(rewritten(it.source(), it.line(0), 'won'))
	assert.deepEqual(
		it.lines().map(line => heardIn(it.source(), line)),
		['one two three', '', 'four five']
	)
	it.make(unwritten(it.line(1)))
	assert.deepEqual([it.reads(), it.edits().size], [['one two three', 'four five'], 0])
})

for (const seed of [1, 2, 3]) {
	test(`whatever is split, joined and written, no word is lost and undoing all of it gives what was heard (seed ${seed})`, () => {
		const random = seeded(seed)
		const it = text(...[0, 100, 200, 300].map(from => segment(from, `a${from} b${from} c${from}`)))
		const before: ReadonlyMap<number, Edit>[] = []
		for (let n = 0; n < 200; n++) {
			const all = it.lines()
			const at = random.pick([...all.keys()])
			const line = it.line(at)
			const whole = it.reads().join(' ')
			before.push(it.edits())
			const what = random.pick(['split', 'join', 'write'])
			if (what === 'split') it.make(split(it.source(), line, random.pick([...line.text].map((_, i) => i))))
			else if (what === 'join' && at > 0) it.make(joinedTo(it.source(), it.line(at - 1), line) ?? [])
			else {
				const place = random.pick([...line.text].map((_, i) => i).filter(i => i === 0 || line.text[i] === ' '))
				const wanted = `${line.text.slice(0, place)} x${n}${place === 0 ? ' ' : ''}${line.text.slice(place)}`
				it.make(rewritten(it.source(), line, wanted))
				const read = it.reads().join(' ').split(/\s+/)
				assert.deepEqual(read.toSorted(), [...whole.split(/\s+/), `x${n}`].toSorted())
				continue
			}
			if (what === 'join') assert.equal(it.reads().join(' '), whole)
			else assert.equal(it.reads().join('').replaceAll(' ', ''), whole.replaceAll(' ', ''))
		}
		const lines = it.lines()
		assert.ok(lines.every((line, n) => line.from >= (lines[n - 1]?.from ?? 0) && line.to >= line.from))
	})
}
