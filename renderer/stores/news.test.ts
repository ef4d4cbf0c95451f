import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Transcript } from '../../electron/contract/records.ts'
import { newsOf } from './news.ts'

const of = (id: string, state: Transcript['state'], partOf: string | null = null) => ({ id, title: `T ${id}`, state, partOf }) as Transcript
const all = (...each: Transcript[]) => Object.fromEntries(each.map(one => [one.id, one]))

test('what was at work and has come to its end is news, once; what the user did himself is not', () => {
	const before = all(
		of('a', 'transcribing'),
		of('b', 'decoding'),
		of('c', 'queued'),
		of('d', 'done'),
		of('e', 'transcribing', 'd'),
		of('p', 'paused')
	)
	const after = all(
		of('a', 'done'),
		of('b', 'failed'),
		of('c', 'cancelled'),
		of('d', 'done'),
		of('e', 'done', 'd'),
		of('p', 'done'),
		of('n', 'done')
	)
	assert.deepEqual(newsOf(before, after), [
		{ id: 'a', title: 'T a', end: 'done' },
		{ id: 'b', title: 'T b', end: 'failed' }
	])
	assert.deepEqual([newsOf(after, after), newsOf(null, after), newsOf(before, null)], [[], [], []])
})
