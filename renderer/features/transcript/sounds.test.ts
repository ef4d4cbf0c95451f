import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Transcript } from '../../../electron/contract/records.ts'
import { channelsOf, codecName, fallbackOf, otherTracks, trackOf } from './sounds.ts'

const track = (language: string | null) => ({ codec: 'aac', channels: 2, sampleRate: 48_000, language, title: null, default: false })
const film = { tracks: [track('en'), track('de'), track(null)], track: 1, channels: 2 } as unknown as NonNullable<Transcript['source']>

test('offers the tracks that the text is not of', () => {
	const marked = { source: film, sourceTrack: null, sourceChannel: null }
	assert.deepEqual(trackOf(marked), { at: 1, of: 3 })
	assert.deepEqual(
		otherTracks(marked).map(({ at }) => at),
		[0, 2]
	)
	assert.deepEqual(
		otherTracks({ ...marked, sourceTrack: 2 }).map(({ at }) => at),
		[0, 1]
	)
	const song = { ...film, tracks: [track(null)], track: 0 }
	assert.deepEqual([trackOf({ ...marked, source: song }), otherTracks({ ...marked, source: song })], [null, []])
})

test('offers single channels where several were mixed', () => {
	const of = (channels: number | null, sourceChannel: number | null) =>
		channelsOf({ source: { ...film, channels }, sourceTrack: null, sourceChannel })
	assert.deepEqual([of(2, null), of(6, null), of(1, null), of(null, null), of(2, 0), of(64, null)], [2, 6, 0, 0, 0, 0])
})

test('codecs have the names that people know', () => {
	assert.deepEqual(['pcm_s16le', 'aac', 'mp3', 'opus', 'amr_nb', 'adpcm_ms', '', null].map(codecName), [
		'PCM',
		'AAC',
		'MP3',
		'Opus',
		'AMR',
		'ADPCM MS',
		null,
		null
	])
})

test('a decoder is named where it stands in for the usual one', () => {
	const by = (decoder: string) => fallbackOf({ source: { ...film, decoder } })
	assert.deepEqual(['node-av', 'node-av, opusscript', 'ffmpeg', 'mediabunny, opusscript'].map(by), [null, null, 'ffmpeg', 'mediabunny'])
	assert.equal(fallbackOf({ source: null }), null)
})
