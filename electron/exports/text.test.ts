import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exported, gap, said } from './test-exported.ts'
import { text } from './text.ts'

test('writes a segment a line, with gaps in their places', () => {
	assert.equal(
		text.write(
			exported([said(0, 2, 'Good morning. <b> & co.'), said(8, 9, 'And on.')], [gap(2, 8, 'engine-no-words'), gap(9, 3_700, 'damaged')])
		),
		`Good morning. <b> & co.
[0:02–0:08 not transcribed: the engine found no words in the speech here]
And on.
[0:09–1:01:40 not transcribed: the file is damaged here]
`
	)
})
