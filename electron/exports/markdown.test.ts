import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markdown } from './markdown.ts'
import { exported, gap, mark, others, said } from './test-exported.ts'

const FACTS = '2027-01-15 08:00 UTC · 0:10 · English · tiny · times of words are estimated'

test('has a title, facts, a paragraph for each segment, and quotes for gaps and marks', async () => {
	const made = exported([said(0, 2, 'Good.')], [gap(2, 8, 'damaged')], [mark('mark', 9, 0, 'ask')], others(9.5, [said(0, 1, 'Yes.')]))
	assert.equal(
		await markdown.write(made),
		`# Board meeting

${FACTS}

**0:00** **Me:** Good.

> **Me:** *0:02–0:08 not transcribed: the file is damaged here*

> *0:09 mark: ask*

**0:09** **Others:** Yes.
`
	)
})

test('what was said never becomes markup', async () => {
	const signs = ['# one', '* two', '3. three', '[a](b) <i> `c` d_e_ ~f~ & \\', '- four', '1) five']
	const written = await markdown.write(exported(signs.map((text, n) => said(n, n + 1, text))), { options: { times: false }, audio: null })
	assert.deepEqual(String(written).trimEnd().split('\n\n').slice(2), [
		'\\# one',
		'\\* two',
		'3\\. three',
		'\\[a\\](b) \\<i\\> \\`c\\` d\\_e\\_ \\~f\\~ \\& \\\\',
		'\\- four',
		'1\\) five'
	])
})
