import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exported, gap, mark, others, said } from './test-exported.ts'
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

test('has marks and pauses in their places, and says who speaks where there are two channels', () => {
	const marks = [mark('mark', 1, 0, 'ask Ann'), mark('pause', 8, 180), mark('mute', 8, null)]
	const parts = others(1.5, [said(0, 1, 'Hello.')], [gap(4, 5, 'not-recorded')])
	assert.equal(
		text.write(exported([said(0, 2, 'Good morning.'), said(8, 9, 'And on.')], [], marks, parts)),
		`Me: Good morning.
[0:01 mark: ask Ann]
Others: Hello.
Others: [0:05–0:06 not transcribed: nobody heard this: what recorded was away]
[0:08 paused for 3 min]
[0:08 muted]
Me: And on.
`
	)
})

test('has the time before each segment where that is wanted; gaps and marks have theirs anyway', () => {
	const made = exported([said(0, 2, 'One.'), said(61, 62, 'Two.')], [], [mark('mark', 3, 0)])
	assert.equal(text.write(made, { options: { times: true }, audio: null }), '[0:00] One.\n[0:03 mark]\n[1:01] Two.\n')
})
