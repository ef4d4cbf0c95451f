import assert from 'node:assert/strict'
import { test } from 'node:test'
import { containerName, FORMATS, MP4_FAMILY, saidSeconds } from './containers.ts'

test('calls containers what people call them', () => {
	const cases: [name: string | null, brand: string | null, called: string | null][] = [
		[MP4_FAMILY, 'isom', 'MP4'],
		[MP4_FAMILY, null, 'MP4'],
		[MP4_FAMILY, 'M4A ', 'M4A'],
		[MP4_FAMILY, 'qt  ', 'MOV'],
		[MP4_FAMILY, '3gp5', '3GP'],
		['wav', 'qt  ', 'WAV'],
		['matroska,webm', null, 'Matroska/WebM'],
		[null, null, null]
	]
	for (const [name, brand, called] of cases) assert.equal(containerName(name, brand), called, `${name} ${brand}`)
})

test('believes no length that is none', () => {
	const cases: [said: number | null, believed: number | null][] = [
		[12.5, 12.5],
		[0, null],
		[-1, null],
		[Number.NaN, null],
		[Number.POSITIVE_INFINITY, null],
		[4_000_000, null],
		[null, null]
	]
	for (const [said, believed] of cases) assert.equal(saidSeconds(said), believed)
})

test('opens nothing that names other files', () => {
	const formats = FORMATS.split(',')
	for (const playlist of ['hls', 'concat', 'dash', 'webvtt', 'imf', 'smjpeg', 'image2']) assert.ok(!formats.includes(playlist))
})
