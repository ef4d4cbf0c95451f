import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare, type Row, type Spoken } from './compare.ts'

const said = (from: number, to: number, text: string): Spoken => ({ from, to, text })
/** One side, with what differs in brackets. */
const read = (row: Row | undefined, side: 'left' | 'right') => row?.[side].map(({ text, other }) => (other ? `[${text}]` : text)).join('')

test('the same text is a row without a difference', () => {
	const text = [said(0, 10, 'One two.')]
	assert.deepEqual(compare(text, text, 'en'), [
		{ from: 0, left: [{ text: 'One two.', other: false }], right: [{ text: 'One two.', other: false }], same: true }
	])
})

test('words that the other has differently are marked on both sides, whole words at a time', () => {
	const [row] = compare([said(0, 10, 'the brawn fox jumps')], [said(0, 10, 'the brown fox jumped')], 'en')
	assert.equal(read(row, 'left'), 'the [brawn] fox [jumps]')
	assert.equal(read(row, 'right'), 'the [brown] fox [jumped]')
	assert.equal(row?.same, false)
})

test('two segments beside the one that the other model made of both are one row, and where it is cut is no difference', () => {
	const rows = compare([said(0, 10, 'one two'), said(10, 20, 'three')], [said(0, 19, 'one two three')], 'en')
	assert.equal(rows.length, 1)
	assert.equal(read(rows[0], 'left'), 'one two\nthree')
	assert.equal(rows[0]?.same, true)
})

test('ends that overlap a little don’t put everything into one row', () => {
	const rows = compare([said(0, 10, 'one'), said(10, 20, 'two')], [said(0, 11, 'one'), said(11, 20, 'too')], 'en')
	assert.deepEqual(
		rows.map(row => [row.from, read(row, 'left'), read(row, 'right')]),
		[
			[0, 'one', 'one'],
			[10, '[two]', '[too]']
		]
	)
})

test('what only one of them heard stands alone', () => {
	const rows = compare([said(0, 10, 'one')], [said(0, 10, 'one'), said(30, 40, 'two')], 'en')
	assert.deepEqual([read(rows[1], 'left'), read(rows[1], 'right'), rows[1]?.same], ['', '[two]', false])
})

test('Chinese is compared by words although none are spaced', () => {
	const [row] = compare([said(0, 10, '今天天气很好')], [said(0, 10, '明天天气很好')], 'zh')
	assert.equal(read(row, 'left'), '[今天]天气很好')
	assert.equal(read(row, 'right'), '[明天]天气很好')
})

test('an hour that is different from the first word to the last is compared in a moment, nothing left out', () => {
	const many = (word: string) => Array.from({ length: 2_000 }, (_, n) => said(n * 10, n * 10 + 10, `${word} ${n} ${word} ${n * 7}`))
	const rows = compare(many('left'), many('right'), 'en')
	assert.equal(rows.length, 2_000)
	assert.ok(rows.every(row => !row.same && row.left.length > 0 && row.right.length > 0))
})
