import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { HEAD_BYTES, hardlySound, STRANGER_TEXT, type Stranger, strangerOf, undecodableCodec } from './strangers.ts'
import { FIXTURES, wavOf } from './test-media.ts'

test('knows what is no sound by its first bytes', () => {
	const cases: [head: string, kind: Stranger | null][] = [
		['PK\x03\x04\x14\x00\x01\x00', 'archive'],
		[`${'a'.repeat(257)}ustar`, 'archive'],
		['%PDF-1.7', 'document'],
		['\xff\xd8\xff\xe0\x00\x10JFIF', 'picture'],
		['RIFF\x00\x00\x00\x00WEBPVP8 ', 'picture'],
		['\x00\x00\x00\x18ftypheic', 'picture'],
		['MThd\x00\x00\x00\x06', 'notes'],
		['\xef\xbb\xbf\n <!DOCTYPE HTML>', 'page'],
		['#EXTM3U\n', 'playlist'],
		['', null],
		['RIFF\x00\x00\x00\x00WAVEfmt ', null],
		['\x00\x00\x00\x18ftypM4A ', null]
	]
	for (const [head, kind] of cases) assert.equal(strangerOf(Buffer.from(head, 'latin1')), kind, JSON.stringify(head))
})

test('takes no sound or video file for something else', () => {
	for (const file of [...Object.values(FIXTURES).map(path => readFileSync(path)), wavOf(16_000, 1)]) {
		const head = file.subarray(0, HEAD_BYTES)
		assert.equal(strangerOf(head) ?? undecodableCodec(head), null)
		assert.equal(hardlySound(head, file.subarray(-HEAD_BYTES)), null)
	}
})

test('calls text and zeros so, but only where they are nothing else', () => {
	const cases: [head: string, tail: string, kind: Stranger | null][] = [
		['Grüße, Frau Bennet.\r\n', 'Ende', 'text'],
		['\x00\x00', '\x00', 'zeros'],
		['\x00\x00', '\x00\x01', null],
		['ID3\x04\x00', 'TAG', null],
		['\xe9\xe8\xff\xfe\xfc', '\xe9', null]
	]
	for (const [head, tail, kind] of cases)
		assert.equal(hardlySound(Buffer.from(head, 'latin1'), Buffer.from(tail, 'latin1')), kind, JSON.stringify(head))
})

test('names a codec that nothing here decodes', () => {
	assert.match(undecodableCodec(Buffer.from('\x03ds2\x00', 'latin1')) ?? '', /^DS2/)
	assert.match(undecodableCodec(Buffer.from('\x02#!SILK_V3', 'latin1')) ?? '', /WeChat/)
})

test('every kind has its sentence', () => {
	for (const text of Object.values(STRANGER_TEXT)) assert.match(text, /^(This|The) .*[.?]$/)
})
