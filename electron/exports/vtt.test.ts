import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exported, gap, said } from './test-exported.ts'
import { vtt } from './vtt.ts'

test('begins with its mark, and escapes what would be a tag or an arrow', () => {
	assert.equal(
		vtt.write(exported([said(0, 1.5, 'a<b>&amp; -->'), said(3_600, 3_601, 'later')], [gap(2, 9, 'damaged')])),
		`WEBVTT

00:00:00.000 --> 00:00:01.500
a&lt;b&gt;&amp;amp; --&gt;

00:00:02.000 --> 00:00:09.000
[0:02–0:09 not transcribed: the file is damaged here]

01:00:00.000 --> 01:00:01.000
later
`
	)
})

test('is a valid file without any cue', () => {
	assert.equal(vtt.write(exported([])), 'WEBVTT\n\n')
})
