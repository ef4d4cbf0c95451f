import assert from 'node:assert/strict'
import { test } from 'node:test'
import { srt } from './srt.ts'
import { exported, gap, mark, others, said } from './test-exported.ts'

test('numbers cues, with a blank line between two', () => {
	assert.equal(
		srt.write(exported([said(0, 1.5, 'Good morning.'), said(3_600, 3_601, '1 < 2 & 3')], [gap(2, 9, 'damaged')])),
		`1
00:00:00,000 --> 00:00:01,500
Good morning.

2
00:00:02,000 --> 00:00:09,000
[0:02–0:09 not transcribed:
the file is damaged here]

3
01:00:00,000 --> 01:00:01,000
1 < 2 & 3
`
	)
})

test('writes nothing of nothing', () => {
	assert.equal(srt.write(exported([])), '')
})

test('says who speaks where there are two channels, and leaves out what is not heard', () => {
	const parts = others(1.5, [said(0, 1, 'Hello.')])
	assert.equal(
		srt.write(exported([said(0, 2, 'Good.'), said(8, 9, 'Bye.')], [], [mark('mark', 1, 0, 'ask')], parts)),
		`1
00:00:00,000 --> 00:00:02,000
Me: Good.

2
00:00:01,500 --> 00:00:02,500
Others: Hello.

3
00:00:08,000 --> 00:00:09,000
Me: Bye.
`
	)
})
