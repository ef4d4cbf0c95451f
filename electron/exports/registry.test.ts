import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatOf, formats } from './registry.ts'
import { exported, gap, others, said } from './test-exported.ts'

test('knows each format by its key', () => {
	assert.deepEqual(
		formats.map(({ id }) => formatOf(id)),
		formats
	)
	assert.equal(new Set(formats.map(({ id }) => id)).size, formats.length)
	assert.equal(formatOf('docx'), undefined)
})

for (const format of formats) {
	test(`${format.id}: holds every word, once and in order`, () => {
		const text = format.write(exported([said(0, 2, 'one two'), said(3, 5, 'three four')]))
		const found = Array.from(text.matchAll(/\b(one|two|three|four)\b/g), match => match[1])
		// JSON has each word twice: in the segment's text, and by itself with its time.
		const expected = format.id === 'json' ? ['one', 'two', 'one', 'two', 'three', 'four', 'three', 'four'] : ['one', 'two', 'three', 'four']
		assert.deepEqual(found, expected)
	})

	test(`${format.id}: shows a gap where it is, never a splice`, () => {
		const text = format.write(exported([said(0, 2, 'before'), said(8, 9, 'after')], [gap(2, 8, 'damaged')]))
		assert.match(
			text,
			format.id === 'json'
				? /"from": 2,\s+"to": 8,\s+"channel": null,\s+"cause": "damaged"/
				: /before[\s\S]+0:02–0:08 not transcribed: the file is damaged here[\s\S]+after/
		)
	})

	test(`${format.id}: tells two channels apart, in the order in which they are heard`, () => {
		const written = format.write(exported([said(0, 1, 'one'), said(4, 5, 'three')], [], [], others(2, [said(0, 1, 'two')])))
		assert.match(written, /(?:Me|"me")[\s\S]+one[\s\S]+(?:Others|"others")[\s\S]+two[\s\S]+(?:Me|"me")[\s\S]+three/)
	})

	test(`${format.id}: ends with a line’s end, and writes something of a transcript without text too`, () => {
		for (const empty of [exported([]), exported([], [gap(0, 8, 'engine-loop')]), exported([said(0, 1, 'one')])]) {
			const text = format.write(empty)
			assert.ok(text === '' || text.endsWith('\n'), JSON.stringify(text))
		}
		assert.notEqual(format.write(exported([], [gap(0, 8, 'engine-loop')])), '')
	})

	test(`${format.id}: is named as the system expects`, () => {
		assert.match(format.extension, /^[a-z]+$/)
		assert.match(format.mime, /^[a-z]+\/[a-z-]+$/)
		assert.notEqual(format.name, '')
	})
}
