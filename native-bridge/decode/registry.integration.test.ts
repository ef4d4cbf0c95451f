import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { fail } from '../protocol/problem.ts'
import { type Choice, type Decoder, MIXED } from './decoder.ts'
import { DECODERS, openSource } from './registry.ts'
import { FIXTURES, folderFor, gather, likeness, SPEECH, wavHeaderOf, wavOf } from './test-media.ts'

type Format = 'wav' | Exclude<keyof typeof FIXTURES, 'fiveSentences' | 'silentVideo' | 'locked' | 'amr'>
const ALL: readonly Format[] = ['wav', 'mp3', 'm4a', 'flac', 'vorbis', 'opus', 'webm', 'surround', 'video', 'twoTracks']
/** What each decoder of the registry claims to read. */
const CLAIMS: Readonly<Record<string, readonly Format[]>> = {
	'node-av': ALL,
	ffmpeg: ALL,
	mediabunny: ['wav', 'opus', 'webm', 'twoTracks']
}
/**
 * Samples more than the speech has, where they differ by more than 40. ffmpeg 5.1 does not cut an AAC track's filling at its end;
 * mediabunny does not tell how much of a WebM's last packet is filling.
 */
const LONGER: Readonly<Record<string, number>> = { 'ffmpeg m4a': 86, 'ffmpeg video': 86, 'mediabunny webm': 56, 'mediabunny twoTracks': 56 }

/** Root mean square. */
function loudness(samples: Int16Array): number {
	return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
}

/** Decodes with these decoders; a problem's code, or what came out. */
async function decode(path: string, decoders: readonly Decoder[] = DECODERS, choice: Partial<Choice> = {}) {
	const opened = await openSource(path, decoders, { ...MIXED, ...choice })
	if (!opened.ok) {
		assert.match(opened.problem.text, /^(This|The|No) .*[.?]$/)
		return { code: opened.problem.code, facts: null, samples: new Int16Array(), problems: [], gaps: [] }
	}
	const samples = await gather(opened.value.samples())
	const { problems, gaps } = opened.value.report()
	await opened.value.close()
	return { code: null, facts: opened.value.facts, samples, problems: problems.map(problem => problem.code), gaps }
}

for (const decoder of DECODERS) {
	for (const format of CLAIMS[decoder.id] ?? []) {
		test(`${decoder.id} reads ${format}: the right length, the right sound`, async context => {
			const present = await decoder.available()
			if (!present.ok) return context.skip(present.problem.text)
			let path = join(await folderFor(context), 'speech')
			if (format === 'wav') writeFileSync(path, wavOf(44_100, 2))
			else path = FIXTURES[format]
			const { code, facts, samples, problems, gaps } = await decode(path, [decoder])
			assert.deepEqual({ code, problems, gaps }, { code: null, problems: [], gaps: [] })
			const expected = SPEECH.length + (LONGER[`${decoder.id} ${format}`] ?? 0)
			assert.ok(Math.abs(samples.length - expected) <= 40, `${samples.length} samples`)
			assert.ok(likeness(samples, SPEECH) > 0.95, `likeness ${likeness(samples, SPEECH)}`)
			assert.equal(facts?.video, format === 'video')
			assert.ok(facts?.decoder.startsWith(decoder.id))
		})
	}
}

test('Opus is decoded by opusscript, but for several streams in one', async () => {
	assert.equal((await decode(FIXTURES.opus)).facts?.decoder, 'node-av, opusscript')
	assert.equal((await decode(FIXTURES.webm)).facts?.decoder, 'node-av, opusscript')
	assert.equal((await decode(FIXTURES.surround)).facts?.decoder, 'node-av')
	assert.equal((await decode(FIXTURES.opus, DECODERS.slice(2))).facts?.decoder, 'mediabunny, opusscript')
})

for (const decoder of DECODERS) {
	test(`${decoder.id} tells a file's audio tracks and reads the one that is chosen`, async context => {
		const present = await decoder.available()
		if (!present.ok) return context.skip(present.problem.text)
		const { facts, samples } = await decode(FIXTURES.twoTracks, [decoder])
		assert.deepEqual(
			facts?.tracks.map(({ codec, channels, language, title, default: marked }) => ({ codec, channels, language, title, marked })),
			[
				{ codec: 'opus', channels: 1, language: 'eng', title: 'The speech', marked: true },
				{ codec: 'opus', channels: 2, language: 'deu', title: null, marked: false }
			]
		)
		assert.equal(facts?.track, 0)
		if (decoder.id !== 'mediabunny') assert.equal(facts?.recordedAt, Date.UTC(2024, 4, 1, 8))
		const second = await decode(FIXTURES.twoTracks, [decoder], { track: 1 })
		assert.deepEqual([second.facts?.track, second.facts?.channels], [1, 2])
		assert.ok(Math.abs(likeness(second.samples, samples)) < 0.2)
		assert.equal((await decode(FIXTURES.twoTracks, [decoder], { track: 2 })).code, 'no-such-track')
	})

	test(`${decoder.id} reads one channel alone`, async context => {
		const present = await decoder.available()
		if (!present.ok) return context.skip(present.problem.text)
		const path = join(await folderFor(context), 'two sides.wav')
		const content = wavOf(44_100, 2)
		// Only the left side speaks.
		for (let at = 46; at < content.length; at += 4) content.writeInt16LE(0, at)
		writeFileSync(path, content)
		const [left, right, mixed] = [
			await decode(path, [decoder], { channel: 0 }),
			await decode(path, [decoder], { channel: 1 }),
			await decode(path, [decoder])
		]
		assert.ok(likeness(left.samples, SPEECH) > 0.95)
		assert.ok(right.samples.every(sample => Math.abs(sample) <= 1))
		assert.deepEqual([right.samples.length, mixed.samples.length], [left.samples.length, left.samples.length])
		assert.ok(loudness(left.samples) > 1.3 * loudness(mixed.samples), 'a side alone keeps its level')
		assert.equal((await decode(path, [decoder], { channel: 2 })).code, 'no-such-channel')
	})
}

test('one channel of an Opus file is read without the mix that opusscript makes', async () => {
	const left = await decode(FIXTURES.twoTracks, DECODERS, { track: 1, channel: 0 })
	const right = await decode(FIXTURES.twoTracks, DECODERS, { track: 1, channel: 1 })
	assert.equal(left.facts?.decoder, 'node-av')
	assert.ok(loudness(left.samples) > 20 * loudness(right.samples))
})

test('pauses that a phone did not send are silence, and no damage', async () => {
	const { samples, problems, gaps } = await decode(FIXTURES.amr)
	assert.deepEqual({ problems, gaps }, { problems: [], gaps: [] })
	assert.ok(Math.abs(samples.length - SPEECH.length) <= 320, `${samples.length}`)
	// The codec is late by 6 ms, and keeps the sound better than the wave.
	assert.ok(Math.abs(likeness(samples.subarray(96), SPEECH)) > 0.5)
})

test('a WAV of any rate and number of channels has the same speech', async context => {
	const path = join(await folderFor(context), 'speech.wav')
	for (const [rate, channels] of [
		[8_000, 1],
		[16_000, 1],
		[48_000, 3],
		[22_050, 6],
		[16_000, 12]
	] as const) {
		writeFileSync(path, wavOf(rate, channels))
		const { samples, problems } = await decode(path)
		assert.deepEqual(problems, [])
		assert.ok(Math.abs(samples.length - SPEECH.length) <= 40, `${rate} Hz, ${channels} channels: ${samples.length} samples`)
		assert.ok(likeness(samples, SPEECH) > 0.95, `${rate} Hz, ${channels} channels: ${likeness(samples, SPEECH)}`)
	}
})

test('a file that is a single block is read part by part', async context => {
	const path = join(await folderFor(context), 'amiga')
	// Minutes, so that it is cut; the left channel is the speech, the right one is silent.
	const left = Buffer.concat(new Array<Buffer>(40).fill(Buffer.from(SPEECH.map(sample => sample >> 8))))
	const size = (bytes: number) => Buffer.from(new Uint32Array([bytes]).buffer).swap32()
	const voice = Buffer.concat([size(left.length), size(0), size(0), Buffer.from([16_000 >> 8, 16_000 & 255, 1, 0]), size(0x10000)])
	const body = Buffer.concat([left, Buffer.alloc(left.length)])
	const chunks = ['8SVX', 'VHDR', size(voice.length), voice, 'CHAN', size(4), size(6), 'BODY', size(body.length), body]
	const content = Buffer.concat(chunks.map(chunk => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk)))
	writeFileSync(path, Buffer.concat([Buffer.from('FORM'), size(content.length), content]))
	const of = async (channel: number) => await decode(path, DECODERS.slice(0, 1), { channel })
	const [speech, silent] = [await of(0), await of(1)]
	assert.deepEqual([speech.code, speech.samples.length, speech.problems, speech.gaps], [null, left.length, [], []])
	assert.ok(likeness(speech.samples.subarray(-SPEECH.length), SPEECH) > 0.9)
	assert.deepEqual([silent.samples.length, loudness(silent.samples)], [left.length, 0])
})

test('files that hold no sound are refused with a sentence each', async context => {
	const folder = await folderFor(context)
	const check = async (name: string, content: Uint8Array | string, code: string) => {
		writeFileSync(join(folder, name), content)
		assert.equal((await decode(join(folder, name))).code, code, name)
	}
	await check('zero bytes.wav', '', 'source-empty')
	await check('random.mp3', randomFillSync(Buffer.alloc(50_000)), 'not-media')
	await check('zeros.m4a', Buffer.alloc(50_000), 'other-than-media')
	await check('text.mp3', 'A letter, and not a sound.\n'.repeat(2_000), 'other-than-media')
	await check('cut.m4a', readFileSync(FIXTURES.m4a).subarray(0, 15_000), 'mp4-without-index')
	await check('locked.m4a', Buffer.from(readFileSync(FIXTURES.m4a).toString('latin1').replace('mp4a', 'drms'), 'latin1'), 'protected')
	writeFileSync(join(folder, 'speech.wav'), wavOf(16_000, 1))
	await check('playlist.mp3', `#EXTM3U\n#EXTINF:3,\nfile://${folder}/speech.wav\n`, 'other-than-media')
	mkdirSync(join(folder, 'folder.mp3'))
	assert.equal((await decode(join(folder, 'folder.mp3'))).code, 'source-is-folder')
	assert.equal((await decode(join(folder, 'nowhere.mp3'))).code, 'source-missing')
	assert.equal((await decode(FIXTURES.silentVideo)).code, 'no-audio-track')
})

test('a file that may not be read is told apart', { skip: process.platform === 'win32' }, async context => {
	const folder = await folderFor(context)
	const path = join(folder, 'private.wav')
	writeFileSync(path, wavOf(16_000, 1))
	chmodSync(path, 0)
	chmodSync(folder, 0o755)
	// Root may read everything, so somebody else must ask.
	const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
	const script = `import { inspectSource } from ${JSON.stringify(join(import.meta.dirname, 'source.ts'))}
		console.log(JSON.stringify(await inspectSource(process.argv[1])))`
	const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, path], nobody)
	assert.equal(JSON.parse(stdout).problem.code, 'source-forbidden')
})

test('a file that is cut off gives what it has, and is called so', async context => {
	const folder = await folderFor(context)
	const check = async (content: Uint8Array, code: string) => {
		const path = join(folder, 'cut')
		writeFileSync(path, content.subarray(0, Math.floor(content.length * 0.7)))
		const { samples, problems, gaps } = await decode(path)
		assert.deepEqual({ problems, gaps }, { problems: [code], gaps: [] })
		assert.ok(samples.length > 12_000 && samples.length < 40_000, `${samples.length}`)
		assert.ok(likeness(samples, SPEECH) > 0.95, `${code}: ${likeness(samples, SPEECH)}`)
	}
	await check(wavOf(44_100, 2), 'cut-off')
	await check(readFileSync(FIXTURES.opus), 'cut-off')
	await check(readFileSync(FIXTURES.vorbis), 'cut-off')
	await check(readFileSync(FIXTURES.mp3), 'shorter-than-said')
	await check(readFileSync(FIXTURES.flac), 'shorter-than-said')
	await check(readFileSync(FIXTURES.webm), 'shorter-than-said')
})

test('damage in the middle is silence of its length, so that later times stay true', async context => {
	const path = join(await folderFor(context), 'hole')
	for (const fixture of [FIXTURES.flac, FIXTURES.m4a]) {
		const content = readFileSync(fixture)
		content.fill(0, Math.floor(content.length * 0.5), Math.floor(content.length * 0.6))
		writeFileSync(path, content)
		const { samples, problems, gaps } = await decode(path)
		assert.deepEqual(problems, ['packets-damaged'])
		assert.deepEqual(
			gaps.map(gap => gap.cause),
			['damaged']
		)
		const { to } = gaps[0] ?? assert.fail()
		assert.ok(Math.abs(samples.length - SPEECH.length) <= 40, `${samples.length}`)
		assert.ok(likeness(samples.subarray(to + 1_000), SPEECH.subarray(to + 1_000)) > 0.9)
	}
})

test('pages missing from an Ogg file are silence of their length', async context => {
	const path = join(await folderFor(context), 'hole.opus')
	const whole = await decode(FIXTURES.fiveSentences)
	const content = readFileSync(FIXTURES.fiveSentences)
	const pages: number[] = []
	for (let at = content.indexOf('OggS'); at >= 0; at = content.indexOf('OggS', at + 4)) pages.push(at)
	// A page holds a second, and two headers stand before the first.
	writeFileSync(path, Buffer.concat([content.subarray(0, pages[10]), content.subarray(pages[13])]))
	const { samples, gaps } = await decode(path)
	assert.deepEqual([whole.samples.length, samples.length], [395_680, 395_680])
	assert.equal(gaps.length, 1)
	const { from, to } = gaps[0] ?? assert.fail()
	assert.equal(to - from, 3 * 16_000)
	assert.ok(likeness(samples.subarray(to + 1_000), whole.samples.subarray(to + 1_000)) > 0.99)
	assert.ok(samples.subarray(from, to).every(sample => sample === 0))
})

test('a WAV’s wrong header is seen through, or at least told', async context => {
	const path = join(await folderFor(context), 'lies.wav')
	const audio = wavOf(44_100, 2).subarray(44)
	const check = async (claim: number, samples: number, problems: readonly string[]) => {
		writeFileSync(path, Buffer.concat([wavHeaderOf(44_100, 2, claim), audio]))
		const decoded = await decode(path)
		assert.ok(Math.abs(decoded.samples.length - samples) <= 40, `${claim}: ${decoded.samples.length}`)
		assert.deepEqual(decoded.problems, problems)
	}
	await check(0, SPEECH.length, [])
	await check(0xffff_ffff, SPEECH.length, [])
	await check(audio.length * 2, SPEECH.length, ['cut-off'])
	await check(2_000, 182, ['unread-bytes'])
})

test('where node-av can’t be loaded, the next decoder serves', async () => {
	const missing: Decoder = {
		id: 'missing',
		available: async () => fail('decoder-missing', 'It is not there.'),
		open: () => assert.fail('asked although it is missing')
	}
	const mediabunny = DECODERS.find(decoder => decoder.id === 'mediabunny') ?? assert.fail()
	assert.equal((await decode(FIXTURES.opus, [missing, mediabunny])).samples.length, SPEECH.length)
	assert.equal((await decode(FIXTURES.m4a, [missing, mediabunny])).code, 'codec-unsupported')
	assert.equal((await decode(FIXTURES.m4a, [missing])).code, 'format-unsupported')
})
