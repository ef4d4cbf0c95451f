import assert from 'node:assert/strict'
import { test } from 'node:test'
import { piecesOf } from './pieces.ts'

test('cuts text at its words and keeps everything between them', () => {
	const check = (text: string, words: string[], expected: string[]) =>
		assert.deepEqual(
			piecesOf(
				text,
				words.map(word => ({ text: word }))
			).map(piece => `${piece.word ?? '-'}:${piece.text}`),
			expected
		)
	check('Well, he had.', ['Well,', 'he', 'had.'], ['0:Well,', '-: ', '1:he', '-: ', '2:had.'])
	check('“He had”', ['He', 'had'], ['-:“', '0:He', '-: ', '1:had', '-:”'])
	check('今天开会', ['今天', '开会'], ['0:今天', '1:开会'])
	check('he said no', ['he', 'sayed', 'no'], ['0:he', '-: said ', '2:no'])
	check('no words known', [], ['-:no words known'])
})
