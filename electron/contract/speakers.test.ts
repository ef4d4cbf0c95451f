import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foundId, foundNumber, saidBy, speakerAt } from './speakers.ts'

const turns = [
	{ from: 0, to: 100, speaker: 's1' },
	{ from: 90, to: 200, speaker: 's2' },
	{ from: 300, to: 400, speaker: 's1' }
]

test('who speaks most in a range is its speaker', () => {
	assert.deepEqual(
		[speakerAt(turns, 0, 50), speakerAt(turns, 80, 200), speakerAt(turns, 210, 290), speakerAt(turns, 150, 350), speakerAt([], 0, 10)],
		['s1', 's2', null, 's2', null]
	)
})

const check = (what: string, words: readonly (readonly [number, number])[], expected: readonly string[]) =>
	test(what, () =>
		assert.deepEqual(
			saidBy(
				words.map(([from, to]) => ({ from, to })),
				turns
			).map(({ speaker, from, to }) => `${speaker} ${from}–${to}`),
			expected
		)
	)

check(
	'words of one speaker stay together',
	[
		[0, 30],
		[40, 80]
	],
	['s1 0–2']
)
check(
	'they are parted where the speaker changes',
	[
		[0, 40],
		[50, 90],
		[120, 150],
		[160, 200]
	],
	['s1 0–2', 's2 2–4']
)
check(
	'a word in a pause is of who spoke before',
	[
		[120, 150],
		[160, 190],
		[220, 280],
		[300, 340],
		[350, 400]
	],
	['s2 0–3', 's1 3–5']
)
check(
	'words before anybody are of the first who speaks',
	[
		[200, 250],
		[260, 290],
		[310, 340]
	],
	['s1 0–3']
)
check(
	'one word between two of another is theirs',
	[
		[310, 330],
		[10, 20],
		[100, 110],
		[20, 30],
		[40, 50]
	],
	['s1 0–5']
)
check(
	'where nobody speaks they are nobody’s',
	[
		[210, 220],
		[230, 240]
	],
	['null 0–2']
)
check('without words there is one piece', [], ['null 0–0'])

test('a speaker who was found has a number, one who was named by hand has none', () => {
	assert.deepEqual([foundNumber(foundId(3)), foundNumber('1f0c'), foundNumber('s')], [3, null, null])
})
