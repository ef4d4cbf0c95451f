import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Mark } from '../../electron/contract/records.ts'
import { type Note, type Notes, noNotes, noteAnswered, noted, notesMoved, notesToTell, notesUnasked } from './notes.ts'

const a = '00000000-0000-4000-8000-00000000000a'
const b = '00000000-0000-4000-8000-00000000000b'
const mark = (id: string, some: Partial<Mark> = {}): Note => ({
	type: 'mark',
	recording: 'old',
	mark: { id, kind: 'mark', sample: 100, ms: 0, note: '', ...some }
})
const gap = (from: number, to: number): Note => ({ type: 'gap', recording: 'old', from, to, cause: 'device-lost' })
const full = { code: 'disk-full', facts: {}, text: 'Full.' }
const unknown = { code: 'no-transcript', facts: {}, text: 'Gone.' }
const all = () => true
const told = (notes: Notes, at = 0) => notesToTell(notes, at, all)[1].map(each => each.note)

test('each is told once, in order, and kept until it is answered', () => {
	const notes = noted(noted(noNotes, mark(a)), gap(0, 10))
	const [asked, due] = notesToTell(notes, 0, all)
	assert.deepEqual(
		due.map(each => each.note),
		[mark(a), gap(0, 10)]
	)
	assert.deepEqual(told(asked), [])
	assert.equal(noteAnswered(asked, due[0]?.n ?? 0, null).length, 1)
	assert.equal(told(notesUnasked(asked)).length, 2, 'again when the line was lost')
})

test('a later one about the same thing takes the place of the earlier, whose answer says nothing any more', () => {
	const [asked, [first]] = notesToTell(noted(noted(noNotes, mark(a)), gap(0, 10)), 0, all)
	const notes = noted(noted(asked, mark(a, { note: 'changed' })), gap(0, 20))
	assert.deepEqual(told(notes), [mark(a, { note: 'changed' }), gap(0, 20)])
	assert.equal(noteAnswered(notes, first?.n ?? 0, null).length, 2)
	assert.deepEqual(told(noted(notes, { type: 'no-mark', recording: 'old', mark: a })).at(-1), {
		type: 'no-mark',
		recording: 'old',
		mark: a
	})
})

test('main hears nothing of a recording that it does not know yet', () => {
	const [, due] = notesToTell(noted(noNotes, mark(a)), 0, () => false)
	assert.deepEqual(due, [])
})

test('what a full disk refused is told again every second, for as long as it takes', () => {
	let notes = noted(noNotes, mark(a))
	for (let at = 0; at < 60_000; at += 1_000) {
		const [asked, due] = notesToTell(notes, at, all)
		assert.equal(due.length, 1)
		assert.deepEqual(told(asked, at + 500), [])
		notes = noteAnswered(asked, due[0]?.n ?? 0, full)
	}
})

test('what main can’t find is given up after some tries: the audio goes on without it', () => {
	let notes = noted(noNotes, mark(a))
	for (let at = 0; at < 10_000; at += 1_000) {
		const [asked, due] = notesToTell(notes, at, all)
		notes = due[0] ? noteAnswered(asked, due[0].n, unknown) : asked
	}
	assert.equal(notes.length, 0)
})

test('what lies behind the end of a closed recording is the new one’s', () => {
	const notes = [mark(a, { sample: 50 }), mark(b, { sample: 150 }), gap(80, 120), gap(0, 90)].reduce(noted, noNotes)
	assert.deepEqual(told(notesMoved(notes, 'old', 100, 'new')), [
		mark(a, { sample: 50 }),
		{ type: 'mark', recording: 'new', mark: { id: b, kind: 'mark', sample: 50, ms: 0, note: '' } },
		{ type: 'gap', recording: 'new', from: 0, to: 20, cause: 'device-lost' },
		gap(0, 90)
	])
})
