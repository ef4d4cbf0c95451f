import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exported, gap, mark, others, said } from './test-exported.ts'
import { vtt } from './vtt.ts'

test('begins with its mark, and escapes what would be a tag or an arrow', () => {
	assert.equal(
		vtt.write(exported([said(0, 1.5, 'a<b>&amp; -->'), said(3_600, 3_601, 'later')], [gap(2, 9, 'damaged')])),
		`WEBVTT

00:00:00.000 --> 00:00:01.500
a&lt;b&gt;&amp;amp; --&gt;

00:00:02.000 --> 00:00:09.000
[0:02–0:09 not transcribed:
the file is damaged here]

01:00:00.000 --> 01:00:01.000
later
`
	)
})

test('is a valid file without any cue', () => {
	assert.equal(vtt.write(exported([])), 'WEBVTT\n\n')
})

test('has marks as comments in their places, and says who speaks in voice tags', () => {
	const marks = [mark('mark', 1, 0, 'a --> b & c'), mark('asleep', 8, 7_200)]
	const parts = others(1.5, [said(0, 1, 'Hello.')])
	assert.equal(
		vtt.write(exported([said(0, 2, 'Good.'), said(8, 9, 'Bye.')], [], marks, parts)),
		`WEBVTT

00:00:00.000 --> 00:00:02.000
<v Me>Good.

NOTE 0:01 mark: a -> b & c

00:00:01.500 --> 00:00:02.500
<v Others>Hello.

NOTE 0:08 the machine was asleep for 2 h

00:00:08.000 --> 00:00:09.000
<v Me>Bye.
`
	)
})
