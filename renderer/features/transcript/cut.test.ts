import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SegmentRecord } from '../../../electron/contract/records.ts'
import { cutSegment } from './cut.ts'

const said = 'Well, he had. No.'
const words = ['Well,', 'he', 'had.', 'No.'].map((text, i) => ({ text, from: i * 10, to: i * 10 + 10 }))
const segment = { from: 0, to: 40, text: said, words } as unknown as SegmentRecord

const cases: readonly [what: string, places: number[], pieces: string[]][] = [
	['nowhere', [], ['0–40 Well, he had. No.']],
	['between two words', [20], ['0–20 Well, he', '20–40 had. No.']],
	['within a word: before the next', [13], ['0–13 Well, he', '20–40 had. No.']],
	['at several places, in any order', [30, 10], ['0–10 Well,', '10–30 he had.', '30–40 No.']],
	['twice at one place', [20, 20], ['0–20 Well, he', '20–40 had. No.']],
	['before the first and after the last word', [0, 35, 40], ['0–40 Well, he had. No.']]
]
for (const [what, places, pieces] of cases) {
	test(`cuts a segment ${what}`, () => {
		assert.deepEqual(
			cutSegment(segment, places).map(each => `${each.from}–${each.to} ${each.text}`),
			pieces
		)
		assert.equal(cutSegment(segment, places).flatMap(each => each.words).length, words.length)
	})
}

test('leaves a segment whole whose words are not known', () => {
	assert.deepEqual(cutSegment({ ...segment, words: [] }, [20]), [{ ...segment, words: [] }])
})
