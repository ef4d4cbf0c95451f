import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Found } from '../../../electron/contract/finding.ts'
import type { Transcript } from '../../../electron/contract/records.ts'
import { type Action, entriesFor } from './entries.ts'

const made = (id: string, createdAt: number, partOf: string | null = null) => ({ id, title: id, createdAt, partOf }) as Transcript
const known = { a: made('a', 1), b: made('b', 2), other: made('other', 3, 'b') }
const actions: Action[] = ['Record', 'Open files…', 'Settings'].map(label => ({ key: label, label, run() {} }))
const place = { is: 'said', key: 'k', sample: 5, text: 'we record', hits: [[3, 9]] } as const
const found: Found = {
	transcripts: [
		{ transcript: 'a', title: [[0, 1]], places: [], morePlaces: 0 },
		{ transcript: 'b', title: null, places: [{ ...place, hits: [[3, 9]] }], morePlaces: 7 },
		{ transcript: 'gone', title: null, places: [{ ...place, hits: [[3, 9]] }], morePlaces: 0 }
	],
	more: false,
	indexing: false
}
const shape = (query: string, answer: Found | null) =>
	entriesFor(query, answer, actions, known).map(({ key, items, more }) => [key, items.map(each => each.key), more])

test('before anything is looked for there are the newest transcripts and everything that can be done', () => {
	assert.deepEqual(shape(' ', null), [
		['recent', ['b', 'a'], 0],
		['actions', ['Record', 'Open files…', 'Settings'], 0]
	])
})

test('titles come first, then what can be done, then each transcript with its places', () => {
	assert.deepEqual(shape('rec', found), [
		['titles', ['a'], 0],
		['actions', ['Record'], 0],
		['b', ['k'], 7]
	])
})

test('what can be done is found before main has answered', () => {
	assert.deepEqual(shape('fil op', null), [['actions', ['Open files…'], 0]])
	assert.deepEqual(shape('nothing', null), [])
})
