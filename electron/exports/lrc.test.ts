import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lrc } from './lrc.ts'
import { exported, gap, mark, said } from './test-exported.ts'

test('has a time for each line, and an empty line where nobody speaks for a while', async () => {
	const made = exported(
		[said(0, 2, 'Good [loud] morning.'), said(3_661.5, 3_662, '[later]')],
		[gap(2, 3, 'damaged')],
		[mark('mark', 2.5, 0, 'x')]
	)
	assert.equal(
		await lrc.write({ ...made, transcript: { ...made.transcript, title: 'A [b]' } }),
		`[ti:A b]
[length:00:10]
[la:en]
[re:Holdfast]
[00:00.00]Good [loud] morning.
[00:02.00](0:02–0:03 not transcribed: the file is damaged here)
[00:02.50](0:02 mark: x)
[61:01.50](later]
[61:02.00]
`
	)
})

test('long segments are cut between words', async () => {
	const words = Array.from({ length: 30 }, () => 'word').join(' ')
	const lines = String(await lrc.write(exported([said(0, 30, words)]))).match(/^\[\d\d:.*word.*$/gm) ?? []
	assert.equal(lines.length, 3)
	assert.ok(lines.every(line => line.length <= 70))
})
