import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type TestContext, test } from 'node:test'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import type { TranscriptDetail } from '../contract/records.ts'
import { exported, said } from '../exports/test-exported.ts'
import { zipStream } from '../forensics/zip.ts'
import { Exporter } from './exporter.ts'
import type { KeptExport } from './kept-exports.ts'

function canUnzip(): boolean {
	return spawnSync('unzip', ['-v']).error === undefined
}

function setUp(context: TestContext) {
	const folder = mkdtempSync(join(tmpdir(), 'holdfast-exporter-'))
	context.after(() => rmSync(folder, { recursive: true }))
	const audio = join(folder, 'a.opus')
	writeFileSync(audio, 'OggS')
	const detail = (id: string) => {
		const made = exported([said(0, 2, `Said in ${id}.`)])
		const transcript = { ...made.transcript, id }
		return id === 'gone' ? fail('no-transcript', 'Gone.') : ok<TranscriptDetail>({ ...made, transcript, deaths: [], versions: [] })
	}
	const parts = { detail, audioPath: (id: string) => (id === 'mute' ? null : audio), zip: zipStream, now: () => 1_800_000_000_000 }
	const exporter = new Exporter(parts)
	const unpacked = async (file: Result<KeptExport>) => {
		assert.ok(file.ok)
		const path = join(folder, 'made.zip')
		await pipeline(file.value.open(), createWriteStream(path))
		const names = execFileSync('unzip', ['-Z1', path], { encoding: 'utf8' }).trim().split('\n')
		return { names, read: (name: string) => execFileSync('unzip', ['-p', path, name], { encoding: 'utf8' }) }
	}
	return { exporter, parts, audio, unpacked }
}

test('one transcript is a file; binary ones travel as base64', async context => {
	const { exporter } = setUp(context)
	const text = await exporter.told(['a'], 'txt', {})
	assert.deepEqual(text.ok && text.value, { name: 'Board meeting.txt', mime: 'text/plain', text: 'Said in a.\n', encoding: 'utf8' })
	const word = await exporter.told(['a'], 'docx', {})
	assert.ok(word.ok && word.value.encoding === 'base64' && Buffer.from(word.value.text, 'base64').subarray(0, 2).toString() === 'PK')
	const unknown = await exporter.told(['a'], 'pdf', {})
	assert.equal(unknown.ok || unknown.problem.code, 'no-format')
})

test('several are a zip with a name for each; one that is gone is left out', {
	skip: !canUnzip() && 'There is no unzip here.'
}, async context => {
	const { exporter, unpacked } = setUp(context)
	const made = await exporter.kept(['a', 'gone', 'b'], 'txt', {})
	assert.ok(made.ok)
	assert.equal(made.value.name, 'Holdfast 2027-01-15.zip')
	const { names, read } = await unpacked(made)
	assert.deepEqual(names, ['Board meeting.txt', 'Board meeting 2.txt'])
	assert.equal(read('Board meeting 2.txt'), 'Said in b.\n')
	const alone = await exporter.kept(['a'], 'txt', {})
	assert.ok(alone.ok && alone.value.name === 'Board meeting.txt')
	const none = await exporter.kept(['gone', 'gone'], 'txt', {})
	assert.equal(none.ok || none.problem.code, 'no-transcript')
})

test('audio goes into the page, beside it in a zip when it is long, and is only saved when it is very long', {
	skip: !canUnzip() && 'There is no unzip here.'
}, async context => {
	const { exporter, audio, unpacked } = setUp(context)
	const page = async (id: string) => await exporter.told([id], 'html', { audio: true })
	const [inside, mute, without] = [await page('a'), await page('mute'), await exporter.told(['a'], 'html', {})]
	assert.match(inside.ok ? inside.value.text : '', /src="data:audio\/ogg;base64,T2dnUw=="/)
	for (const silent of [mute, without]) assert.doesNotMatch(silent.ok ? silent.value.text : '<audio', /<audio/)
	truncateSync(audio, 20_000_001)
	const beside = await exporter.kept(['a'], 'html', { audio: true })
	const { names, read } = await unpacked(beside)
	assert.deepEqual(names, ['Board meeting.html', 'Board meeting.opus'])
	assert.match(read('Board meeting.html'), /src="Board%20meeting\.opus"/)
	truncateSync(audio, 150_000_001)
	assert.deepEqual((await unpacked(await exporter.kept(['a'], 'html', { audio: true }))).names, names)
	const refused = await page('a')
	assert.equal(refused.ok || refused.problem.code, 'too-large')
})

test('all of a library is written in the memory of one; what can’t be read is noted in the file', {
	skip: !canUnzip() && 'There is no unzip here.'
}, async context => {
	const { exporter, audio, unpacked } = setUp(context)
	truncateSync(audio, 30_000_000)
	const all = Array.from({ length: 50 }, (_, n) => `of ${n}`)
	const whole = await exporter.kept(all, 'html', { audio: true })
	assert.ok(whole.ok)
	let [size, most] = [0, 0]
	const before = process.memoryUsage().arrayBuffers
	for await (const piece of whole.value.open() as AsyncIterable<Buffer>) {
		size += piece.length
		most = Math.max(most, process.memoryUsage().arrayBuffers - before)
	}
	assert.ok(size > 1_500_000_000, `${size} bytes`)
	assert.ok(most < 100_000_000, `${most} bytes at a time`)
	rmSync(audio)
	const { names, read } = await unpacked(await exporter.kept(['a', 'b'], 'html', { audio: true, language: 'zh-CN' }))
	assert.deepEqual(names, ['Board meeting.html', 'Board meeting 2.html', '缺少的内容.txt'])
	assert.equal(read('缺少的内容.txt').split('\n')[1], 'Board meeting 2.html：音频无法读取（ENOENT），因此不在其中。')
	const alone = await exporter.kept(['a'], 'html', { audio: true })
	assert.equal(alone.ok || alone.problem.code, 'audio-unreadable')
})

test('an export that is left in the middle reads no further', async context => {
	const { parts, audio } = setUp(context)
	truncateSync(audio, 30_000_000)
	let asked = 0
	const detail: typeof parts.detail = id => {
		asked++
		return parts.detail(id)
	}
	const many = Array.from({ length: 50 }, (_, n) => `of ${n}`)
	const made = await new Exporter({ ...parts, detail }).kept(many, 'html', { audio: true })
	assert.ok(made.ok)
	const stream = made.value.open()
	for await (const piece of stream) {
		assert.ok(piece)
		break
	}
	await new Promise(resolve => setTimeout(resolve, 100))
	assert.ok(stream.destroyed && asked < 5, `${asked} asked`)
})

test('audio that fails in the middle, or is replaced before it is read, ends no process: the zip is cut off, or has the new one', {
	skip: !canUnzip() && 'There is no unzip here.'
}, async context => {
	const { parts, audio, unpacked } = setUp(context)
	truncateSync(audio, 30_000_000)
	const whole = await new Exporter(parts).kept(['a'], 'html', { audio: true })
	// Between saving and fetching the copy takes the recording's place.
	const copy = audio.replace(/opus$/, 'wav')
	renameSync(audio, copy)
	const replaced = await new Exporter({ ...parts, audioPath: () => copy }).kept(['a', 'b'], 'html', { audio: true })
	assert.deepEqual((await unpacked(replaced)).names, [
		'Board meeting.html',
		'Board meeting.wav',
		'Board meeting 2.html',
		'Board meeting 2.wav'
	])
	assert.ok(whole.ok)
	await assert.rejects(pipeline(whole.value.open(), createWriteStream(`${audio}.zip`)), { code: 'ENOENT' })
	const told = await new Exporter({ ...parts, audioPath: id => (id === 'a' ? copy : audio) }).told(['a'], 'html', { audio: true })
	assert.equal(told.ok, true)
	// A folder can be opened, and not read.
	const broken = zipStream([{ name: 'x', stream: createReadStream(dirname(audio)) }], 0)
	await assert.rejects(pipeline(broken, createWriteStream(`${audio}.zip`)), { code: 'EISDIR' })
})

test('a title of any length and script is a name', async context => {
	const { parts } = setUp(context)
	for (const title of [`${'a'.repeat(119)}😀`, '会议'.repeat(200), 'half \ud83d']) {
		const detail: typeof parts.detail = id => {
			const found = parts.detail(id)
			return found.ok ? ok({ ...found.value, transcript: { ...found.value.transcript, title } }) : found
		}
		const made = await new Exporter({ ...parts, detail }).kept(['a'], 'txt', {})
		assert.ok(made.ok && made.value.name.isWellFormed() && Buffer.byteLength(made.value.name) <= 204, title)
	}
})

test('a preview is the beginning of the file, and counts the subtitles that pass too fast', context => {
	const { exporter } = setUp(context)
	const look = (format: string, options = {}) => {
		const seen = exporter.preview('a', format, options)
		return seen.ok ? seen.value : seen.problem.code
	}
	assert.deepEqual(look('txt', { times: true }), { text: '[0:00] Said in a.\n', cut: false, subtitles: null })
	assert.deepEqual(look('docx'), { text: '[0:00] Said in a.\n', cut: false, subtitles: null })
	assert.deepEqual(look('vtt'), {
		text: 'WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nSaid in a.\n',
		cut: false,
		subtitles: { count: 1, fast: 0 }
	})
	assert.equal(look('pdf'), 'no-format')
})
