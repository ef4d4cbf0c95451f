import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginsLikeMedia, HEAD_BYTES, kindByName } from './media.ts'

test('knows sound and video by name, what is none, and what nobody put there to be heard', () => {
	const cases: [name: string, kind: ReturnType<typeof kindByName>][] = [
		['talk.MP3', 'media'],
		['a.b.opus', 'media'],
		['00001.m2ts', 'media'],
		['notes.txt', 'other'],
		['talk.mp3.txt', 'other'],
		['photo.JPG', 'other'],
		['recording', 'unknown'],
		['main.ts', 'unknown'],
		['.talk.mp3', 'hidden'],
		['._talk.mp3', 'hidden'],
		['Thumbs.db', 'hidden'],
		['$RECYCLE.BIN', 'hidden'],
		['~$letter.docx', 'hidden']
	]
	for (const [name, kind] of cases) assert.equal(kindByName(name), kind, name)
})

test('knows sound and video by how it begins', () => {
	const head = (...parts: (string | number[])[]) => {
		const bytes = new Uint8Array(HEAD_BYTES)
		bytes.set(parts.flatMap(part => (typeof part === 'string' ? [...part].map(c => c.charCodeAt(0)) : part)))
		return bytes
	}
	const stream = head([0x47])
	stream[188] = 0x47
	const timed = head([0, 0, 0, 0, 0x47])
	timed[196] = 0x47
	const cases: [name: string, head: Uint8Array, is: boolean][] = [
		['WAV', head('RIFF', [4, 0, 0, 0], 'WAVE'), true],
		['a WebP picture', head('RIFF', [4, 0, 0, 0], 'WEBP'), false],
		['RF64', head('RF64', [0xff, 0xff, 0xff, 0xff], 'WAVE'), true],
		['AIFF', head('FORM', [0, 0, 0, 4], 'AIFF'), true],
		['MP4', head([0, 0, 0, 24], 'ftypM4A '), true],
		['an HEIC picture', head([0, 0, 0, 24], 'ftypheic'), false],
		['MP3 with tags', head('ID3'), true],
		['MP3', head([0xff, 0xfb, 0x90]), true],
		['ADTS', head([0xff, 0xf1, 0x50]), true],
		['text in UTF-16', head([0xff, 0xfe, 0x41]), false],
		['a JPEG picture', head([0xff, 0xd8, 0xff]), false],
		['all ones', new Uint8Array(HEAD_BYTES).fill(0xff), false],
		['Ogg', head('OggS'), true],
		['Matroska', head([0x1a, 0x45, 0xdf, 0xa3]), true],
		['a transport stream', stream, true],
		['a camcorder’s', timed, true],
		['a file in TypeScript', head('Good day, here is a function'), false],
		['nothing', new Uint8Array(0), false]
	]
	for (const [name, bytes, is] of cases) assert.equal(beginsLikeMedia(bytes), is, name)
})
