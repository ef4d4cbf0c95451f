/** What the decoders' tests share: the speech every fixture says, and files made from it on the spot. */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { WAV_HEADER_BYTES } from '../journal/wav-header.ts'
import { SAMPLE_RATE } from '../protocol/units.ts'
import { samplesOfBytes } from './pcm.ts'

/** The committed files of `fixtures/`; all but the last three (and the second track of one) say the speech below. */
export const FIXTURES = {
	mp3: fixture('speech.mp3'),
	m4a: fixture('speech.m4a'),
	flac: fixture('speech.flac'),
	vorbis: fixture('speech-vorbis.ogg'),
	opus: fixture('speech.opus'),
	webm: fixture('speech.webm'),
	surround: fixture('speech-5.1.opus'),
	video: fixture('speech-with-video.mp4'),
	amr: fixture('speech.amr'),
	twoTracks: fixture('two-tracks.mkv'),
	twoTracksMp4: fixture('two-tracks.mp4'),
	ac3Mp4: fixture('speech-ac3.mp4'),
	eac3Mp4: fixture('speech-eac3.mp4'),
	flacMp4: fixture('speech-flac.mp4'),
	mp3Mp4: fixture('speech-mp3.mp4'),
	amr3gp: fixture('speech-amr.3gp'),
	fiveSentences: fixture('five-sentences.opus'),
	silentVideo: fixture('no-sound.mp4'),
	locked: fixture('locked.mp4')
} as const

/** 47,840 samples: "he was not an ill disposed young man". */
export const SPEECH: Int16Array = samplesOfBytes(
	readFileSync(join(import.meta.dirname, '../../e2e/audio/austen-0880.wav')).subarray(WAV_HEADER_BYTES)
)

/** A folder that goes with the test. */
export async function folderFor(context: TestContext): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'holdfast-decode-'))
	context.after(() => rm(folder, { recursive: true, force: true }))
	return folder
}

/** A PCM WAV of the speech, `times` over: s16, any rate, the same in each channel. Between samples it runs straight. */
export function wavOf(rate: number, channels: number, times = 1): Buffer {
	const frames = Math.round((SPEECH.length * rate) / SAMPLE_RATE)
	const once = Buffer.alloc(frames * channels * 2)
	for (let i = 0; i < frames; i++) {
		const at = (i * SAMPLE_RATE) / rate
		const before = SPEECH[Math.floor(at)] ?? 0
		const after = SPEECH[Math.floor(at) + 1] ?? before
		const value = Math.round(before + (after - before) * (at % 1))
		for (let c = 0; c < channels; c++) once.writeInt16LE(value, (i * channels + c) * 2)
	}
	return Buffer.concat([wavHeaderOf(rate, channels, once.length * times), ...new Array<Buffer>(times).fill(once)])
}

/** The header alone, claiming `bytes` of audio. */
export function wavHeaderOf(rate: number, channels: number, bytes: number): Buffer {
	const header = Buffer.alloc(44)
	header.write('RIFF', 0)
	header.writeUInt32LE(Math.min(bytes + 36, 0xffff_ffff), 4)
	header.write('WAVEfmt ', 8)
	header.writeUInt32LE(16, 16)
	header.writeUInt16LE(1, 20)
	header.writeUInt16LE(channels, 22)
	header.writeUInt32LE(rate, 24)
	header.writeUInt32LE(rate * channels * 2, 28)
	header.writeUInt16LE(channels * 2, 32)
	header.writeUInt16LE(16, 34)
	header.write('data', 36)
	header.writeUInt32LE(bytes, 40)
	return header
}

/** How alike two pieces of audio are that begin at the same moment: 1 the same, 0 nothing in common. */
export function likeness(a: Int16Array, b: Int16Array): number {
	let ab = 0
	let aa = 0
	let bb = 0
	for (let i = 0; i < Math.min(a.length, b.length); i++) {
		const x = a[i] ?? 0
		const y = b[i] ?? 0
		ab += x * y
		aa += x * x
		bb += y * y
	}
	return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb)
}

/** Everything of a decoding in one piece. */
export async function gather(samples: AsyncIterable<Int16Array>): Promise<Int16Array> {
	const blocks: Int16Array[] = []
	for await (const block of samples) blocks.push(block)
	const whole = new Int16Array(blocks.reduce((sum, block) => sum + block.length, 0))
	let at = 0
	for (const block of blocks) {
		whole.set(block, at)
		at += block.length
	}
	return whole
}

function fixture(name: string): string {
	return join(import.meta.dirname, 'fixtures', name)
}
