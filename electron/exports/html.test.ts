import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html } from './html.ts'
import { exported, mark, others, said } from './test-exported.ts'

const made = exported([said(1.5, 3, '<script>alert(1)</script> & "so"')], [], [mark('mark', 4, 0, '<b>')])

test('what was said, noted or named is text, never a tag', async () => {
	const page = String(await html.write({ ...made, transcript: { ...made.transcript, title: '</title><i>' } }))
	assert.doesNotMatch(page, /<script|<i>|<b>(?!\w+:)/)
	assert.match(page, /&lt;script&gt;alert\(1\)&lt;\/script&gt; &amp; &quot;so&quot;/)
	assert.doesNotMatch(page, /https?:\/\//)
})

test('with audio a time leads to its place in it; without times there is none', async () => {
	const audio = [{ in: 'text', offset: 0, mime: 'audio/ogg', base64: 'T2dn' }] as const
	const page = String(await html.write(made, { options: {}, audio }))
	assert.match(page, /<audio controls preload="metadata" src="data:audio\/ogg;base64,T2dn">/)
	assert.match(page, /<a href="#" data-at="1\.500"><time>0:01<\/time><\/a>/)
	const both = [...audio, { in: 'text', offset: 16_000, mime: 'audio/ogg', base64: 'T3Ro' }] as const
	const two = String(await html.write({ ...made, parts: others(1, [said(0, 1, 'Yes.')]) }, { options: {}, audio: [both[0], both[1]] }))
	assert.match(
		two,
		/<audio controls [^>]+T2dn"><\/audio>\n<audio hidden preload="auto" data-from="1\.000" src="data:audio\/ogg;base64,T3Ro">/
	)
	const beside = String(
		await html.write(made, { options: { times: false }, audio: [{ in: 'file', offset: 0, mime: 'audio/ogg', name: 'a b&.opus' }] })
	)
	assert.match(beside, /src="a%20b%26\.opus"/)
	assert.doesNotMatch(beside, /<time>/)
})
