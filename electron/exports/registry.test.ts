import assert from 'node:assert/strict'
import { test } from 'node:test'
import mammoth from 'mammoth'
import type { Exported, Format } from './format.ts'
import { formatOf, formats } from './registry.ts'
import { exported, gap, mark, others, said } from './test-exported.ts'

/** What a reader finds in a file: a Word document is read by a library that is not the one that wrote it. */
async function read(format: Format, made: Exported): Promise<string> {
	const written = await format.write(made)
	if (typeof written === 'string') return written
	return (await mammoth.extractRawText({ buffer: Buffer.from(written) })).value
}

test('knows each format by its key', () => {
	assert.deepEqual(
		formats.map(({ id }) => formatOf(id)),
		formats
	)
	assert.equal(new Set(formats.map(({ id }) => id)).size, formats.length)
	assert.equal(formatOf('pdf'), undefined)
})

for (const format of formats) {
	test(`${format.id}: holds every word, once and in order`, async () => {
		const text = await read(format, exported([said(0, 2, 'one two'), said(3, 5, 'three four')]))
		const found = Array.from(text.matchAll(/\b(one|two|three|four)\b/g), match => match[1])
		// JSON has each word twice: in the segment's text, and by itself with its time.
		const expected = format.id === 'json' ? ['one', 'two', 'one', 'two', 'three', 'four', 'three', 'four'] : ['one', 'two', 'three', 'four']
		assert.deepEqual(found, expected)
	})

	test(`${format.id}: shows a gap where it is, never a splice`, async () => {
		const text = await read(format, exported([said(0, 2, 'before'), said(8, 9, 'after')], [gap(2, 8, 'damaged')]))
		assert.match(
			text,
			format.id === 'json'
				? /"from": 2,\s+"to": 8,\s+"channel": null,\s+"cause": "damaged"/
				: /before[\s\S]+0:02–0:08 not transcribed:\sthe file is damaged here[\s\S]+after/
		)
	})

	// SubRip has no place for what is not heard.
	test(`${format.id}: shows marks where they were set`, { skip: format.id === 'srt' }, async () => {
		const text = await read(format, exported([said(0, 2, 'before'), said(8, 9, 'after')], [], [mark('mark', 4, 0, 'ask Ann')]))
		assert.match(text, format.id === 'json' ? /"note": "ask Ann"/ : /before[\s\S]+0:04 mark: ask Ann[\s\S]+after/)
	})

	test(`${format.id}: tells two channels apart, in the order in which they are heard`, async () => {
		const written = await read(format, exported([said(0, 1, 'one'), said(4, 5, 'three')], [], [], others(2, [said(0, 1, 'two')])))
		assert.match(written, /(?:Me|"me")[\s\S]+one[\s\S]+(?:Others|"others")[\s\S]+two[\s\S]+(?:Me|"me")[\s\S]+three/)
	})

	test(`${format.id}: puts no spaces between Chinese words`, async () => {
		const words = ['大家', '好，', '开始', '吧。'].map((text, n) => ({ text, from: n * 8_000, to: (n + 1) * 8_000 }))
		assert.match(await read(format, exported([{ ...said(0, 2, '大家好，开始吧。'), words }])), /大家好，开始吧。/)
	})

	test(`${format.id}: ends with a line’s end, and writes something of a transcript without text too`, async () => {
		for (const empty of [exported([]), exported([], [gap(0, 8, 'engine-loop')]), exported([said(0, 1, 'one')])]) {
			const text = await read(format, empty)
			assert.ok(text === '' || text.endsWith('\n'), JSON.stringify(text))
		}
		assert.notEqual(await read(format, exported([], [gap(0, 8, 'engine-loop')])), '')
	})

	test(`${format.id}: is named as the system expects`, () => {
		assert.match(format.extension, /^[a-z]+$/)
		assert.match(format.mime, /^[a-z]+\/[a-z.-]+$/)
		assert.notEqual(format.name, '')
	})
}
