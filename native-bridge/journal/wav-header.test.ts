import assert from 'node:assert/strict'
import { test } from 'node:test'
import { samplesInFile, WAV_HEADER_BYTES, wavHeader } from './wav-header.ts'

test('is the header of a 16 kHz mono s16 WAV, byte for byte', () => {
	// Written down by hand from the format's description, for three samples.
	const expected = [
		'52494646 2a000000 57415645', // RIFF, 36 + 6 bytes follow, WAVE
		'666d7420 10000000 0100 0100 803e0000 007d0000 0200 1000', // fmt: PCM, 1 channel, 16,000/s, 32,000 bytes/s, 2 a frame, 16 bits
		'64617461 06000000' // data: 6 bytes
	].join('')
	assert.equal(Buffer.from(wavHeader(3)).toString('hex'), expected.replaceAll(' ', ''))
})

test('says the most that a WAV can say when the journal is longer than 37 hours', () => {
	const view = new DataView(wavHeader(40 * 3600 * 16_000).buffer)
	assert.deepEqual([view.getUint32(4, true), view.getUint32(40, true)], [0xffff_ffff, 0xffff_ffff - 36])
})

test('counts whole samples by the length of the file', () => {
	const cases: [bytes: number, samples: number][] = [
		[0, 0],
		[20, 0],
		[WAV_HEADER_BYTES, 0],
		[WAV_HEADER_BYTES + 1, 0],
		[WAV_HEADER_BYTES + 2, 1],
		[WAV_HEADER_BYTES + 3201, 1600]
	]
	for (const [bytes, samples] of cases) assert.equal(samplesInFile(bytes), samples, `${bytes} bytes`)
})
