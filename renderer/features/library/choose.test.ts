import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Transcript } from '../../../electron/contract/records.ts'
import { type Chosen, EVERYTHING } from '../../stores/library-choice.ts'
import type { Day } from './arrange.ts'
import { chooseFrom, tagsOf } from './choose.ts'

const made = (id: string, more: Partial<Transcript>) =>
	({
		id,
		title: id,
		kind: 'file',
		state: 'done',
		gaps: 0,
		marks: 0,
		favourite: false,
		tags: [],
		words: 0,
		samples: 0,
		...more
	}) as Transcript
const days: Day[] = [
	{
		at: 2,
		is: 'today',
		transcripts: [
			made('File 10', { words: 5, samples: 9, favourite: true, tags: ['work', '采访'] }),
			made('file 9', { kind: 'recording', words: 7 })
		]
	},
	{
		at: 1,
		is: 'yesterday',
		transcripts: [made('Éclair', { gaps: 1, samples: 20, marks: 2, tags: ['work'] }), made('Bad', { state: 'failed' })]
	}
]
const chosen = (some: Partial<Chosen>) =>
	chooseFrom(days, { ...EVERYTHING, ...some }, new Intl.Collator('en', { numeric: true })).map(({ at, transcripts }) => [
		at,
		...transcripts.map(({ id }) => id)
	])

test('newest first stays by day; any other order is one list', () => {
	assert.deepEqual(chosen({}), [
		[2, 'File 10', 'file 9'],
		[1, 'Éclair', 'Bad']
	])
	assert.deepEqual(chosen({ order: 'title' }), [[0, 'Bad', 'Éclair', 'file 9', 'File 10']])
	assert.deepEqual(chosen({ order: 'length' }), [[0, 'Éclair', 'File 10', 'file 9', 'Bad']])
	assert.deepEqual(chosen({ order: 'words' }), [[0, 'file 9', 'File 10', 'Éclair', 'Bad']])
})

test('only what was chosen, and no day without any', () => {
	assert.deepEqual(chosen({ kind: 'recordings' }), [[2, 'file 9']])
	assert.deepEqual(chosen({ kind: 'files', order: 'title' }), [[0, 'Bad', 'Éclair', 'File 10']])
	assert.deepEqual(chosen({ kind: 'gaps' }), [[1, 'Éclair']])
	assert.deepEqual(chosen({ kind: 'failed' }), [[1, 'Bad']])
	assert.deepEqual(chosen({ kind: 'marks' }), [[1, 'Éclair']])
	assert.deepEqual(chosen({ kind: 'favourites' }), [[2, 'File 10']])
	assert.deepEqual(chosen({ tag: 'work' }), [
		[2, 'File 10'],
		[1, 'Éclair']
	])
	assert.deepEqual(chosen({ tag: 'work', kind: 'gaps' }), [[1, 'Éclair']])
	assert.deepEqual(chosen({ tag: 'nobody has it' }), [])
})

test('every tag in use is offered once', () => {
	assert.deepEqual(
		tagsOf(
			days.flatMap(({ transcripts }) => transcripts),
			new Intl.Collator('en')
		),
		['work', '采访']
	)
})
