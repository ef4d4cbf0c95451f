import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formats } from './registry.ts'
import { srt } from './srt.ts'
import { exported, gap, mark, others, said } from './test-exported.ts'

const meeting = exported([said(1, 2, '你好')], [gap(3, 4, 'damaged')], [mark('mark', 5, 0, '重要')], others(0, [said(2, 3, 'Hello')]))

test('in Chinese no English stands beside what was said, in any format for people', async () => {
	for (const format of formats.filter(({ id }) => !['json', 'csv', 'tsv', 'docx'].includes(id))) {
		const written = String(await format.write(meeting, { options: { language: 'zh-CN' }, audio: null }))
		assert.match(written, /我|<v 我>/, format.id)
		assert.match(written, /没有转录：文件在此处损坏/, format.id)
		assert.doesNotMatch(written, /\b(Me|Others|not transcribed|mark|estimated)\b/, format.id)
		if (format.id !== 'srt') assert.match(written, /标记：重要/, format.id)
	}
})

test('formats for programs are the same in any language', async () => {
	for (const format of formats.filter(({ id }) => ['json', 'csv', 'tsv'].includes(id)))
		assert.equal(await format.write(meeting, { options: { language: 'zh-CN' }, audio: null }), await format.write(meeting), format.id)
})

test('marks are subtitles where they are wanted, beside what is said', () => {
	const written = String(srt.write(meeting, { options: { marks: true }, audio: null }))
	assert.match(written, /00:00:05,000 --> 00:00:07,000\n\[0:05 mark: 重要\]\n/)
	assert.doesNotMatch(String(srt.write(meeting)), /重要/)
})
