import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fail, ok } from '../../native-bridge/protocol/problem.ts'
import type { TranscriptDetail } from '../contract/records.ts'
import { exported, said } from '../exports/test-exported.ts'
import { zipOf } from '../forensics/zip.ts'
import { Exporter, toldAs } from './exporter.ts'

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
		return id === 'gone' ? fail('no-transcript', 'Gone.') : ok<TranscriptDetail>({ ...made, deaths: [], versions: [] })
	}
	const exporter = new Exporter({ detail, audioPath: id => (id === 'mute' ? null : audio), zip: zipOf, now: () => 1_800_000_000_000 })
	const unpacked = (bytes: Uint8Array) => {
		const path = join(folder, 'made.zip')
		writeFileSync(path, bytes)
		const names = execFileSync('unzip', ['-Z1', path], { encoding: 'utf8' }).trim().split('\n')
		return { names, read: (name: string) => execFileSync('unzip', ['-p', path, name], { encoding: 'utf8' }) }
	}
	return { exporter, audio, unpacked }
}

test('one transcript is a file; binary ones travel as base64', async context => {
	const { exporter } = setUp(context)
	const text = toldAs(await exporter.one('a', 'txt', {}))
	assert.deepEqual(text.ok && text.value, { name: 'Board meeting.txt', mime: 'text/plain', text: 'Said in a.\n', encoding: 'utf8' })
	const word = toldAs(await exporter.one('a', 'docx', {}))
	assert.ok(word.ok && word.value.encoding === 'base64' && Buffer.from(word.value.text, 'base64').subarray(0, 2).toString() === 'PK')
	const unknown = await exporter.one('a', 'pdf', {})
	assert.equal(unknown.ok || unknown.problem.code, 'no-format')
})

test('several are a zip with a name for each; one that is gone is left out', {
	skip: !canUnzip() && 'There is no unzip here.'
}, async context => {
	const { exporter, unpacked } = setUp(context)
	const made = await exporter.several(['a', 'gone', 'b'], 'txt', {})
	assert.ok(made.ok)
	assert.equal(made.value.name, 'Holdfast 2027-01-15.zip')
	const { names, read } = unpacked(made.value.bytes)
	assert.deepEqual(names, ['Board meeting.txt', 'Board meeting 2.txt'])
	assert.equal(read('Board meeting 2.txt'), 'Said in b.\n')
	const alone = await exporter.several(['a'], 'txt', {})
	assert.ok(alone.ok && alone.value.name === 'Board meeting.txt')
	const none = await exporter.several(['gone', 'gone'], 'txt', {})
	assert.equal(none.ok || none.problem.code, 'no-transcript')
})

test('audio goes into the page, beside it in a zip when it is long, and not at all when it is very long', {
	skip: !canUnzip() && 'There is no unzip here.'
}, async context => {
	const { exporter, audio, unpacked } = setUp(context)
	const page = async (id: string) => toldAs(await exporter.one(id, 'html', { audio: true }))
	const [inside, mute, without] = [await page('a'), await page('mute'), toldAs(await exporter.one('a', 'html', {}))]
	assert.match(inside.ok ? inside.value.text : '', /src="data:audio\/ogg;base64,T2dnUw=="/)
	for (const silent of [mute, without]) assert.doesNotMatch(silent.ok ? silent.value.text : '<audio', /<audio/)
	truncateSync(audio, 20_000_001)
	const beside = await exporter.one('a', 'html', { audio: true })
	assert.ok(beside.ok)
	const { names, read } = unpacked(beside.value.bytes)
	assert.deepEqual(names, ['Board meeting.html', 'Board meeting.opus'])
	assert.match(read('Board meeting.html'), /src="Board%20meeting\.opus"/)
	truncateSync(audio, 150_000_001)
	const refused = await page('a')
	assert.equal(refused.ok || refused.problem.code, 'audio-too-large')
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
