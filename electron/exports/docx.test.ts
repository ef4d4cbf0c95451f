import assert from 'node:assert/strict'
import { test } from 'node:test'
import mammoth from 'mammoth'
import { docx } from './docx.ts'
import { exported, gap, mark, others, said } from './test-exported.ts'

async function read(times?: boolean) {
	const made = exported(
		[said(0, 2, 'Good \u0000<b> & co.\ud800')],
		[gap(2, 8, 'damaged')],
		[mark('mark', 9, 0, 'ask')],
		others(9.5, [said(0, 1, 'Yes.')])
	)
	const written = await docx.write(made, { options: times === undefined ? {} : { times }, audio: null })
	assert.ok(typeof written !== 'string')
	return await mammoth.convertToHtml({ buffer: Buffer.from(written) })
}

test('another reader finds the heading, times, names, gaps and marks, and nothing to complain of', async () => {
	const { value, messages } = await read()
	assert.deepEqual(messages, [])
	assert.equal(
		value,
		'<h1>Board meeting</h1>' +
			'<p>2027-01-15 08:00 UTC · 0:10 · English · tiny · times of words are estimated</p>' +
			'<p>0:00  <strong>Me: </strong>Good &lt;b&gt; &amp; co.\ufffd</p>' +
			'<p><strong>Me: </strong><em>[0:02–0:08 not transcribed: the file is damaged here]</em></p>' +
			'<p><em>[0:09 mark: ask]</em></p>' +
			'<p>0:09  <strong>Others: </strong>Yes.</p>'
	)
})

test('leaves out the times where they are not wanted', async () => {
	assert.match((await read(false)).value, /<p><strong>Others: <\/strong>Yes\.<\/p>/)
})
