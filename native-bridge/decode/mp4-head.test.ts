import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { FileWindow } from './file-window.ts'
import { mp4Head } from './mp4-head.ts'
import { FIXTURES, folderFor } from './test-media.ts'
import { box, mp4Of } from './test-mp4.ts'

const m4a = readFileSync(FIXTURES.m4a)

async function headOf(context: TestContext, bytes: Uint8Array) {
	const path = join(await folderFor(context), 'a.m4a')
	await writeFile(path, bytes)
	const file = await open(path)
	context.after(() => file.close())
	return await mp4Head(new FileWindow(file, bytes.length, 1_000))
}

/** The file with four bytes of its edit list changed: `at` counts from its first edit. */
function withEdit(at: number, value: number): Buffer {
	const bytes = Buffer.from(m4a)
	bytes.writeInt32BE(value, m4a.indexOf('elst') + 12 + at)
	return bytes
}

test('knows a film’s tracks, what their samples are, and how many', async context => {
	const film = await headOf(context, readFileSync(FIXTURES.video))
	assert.deepEqual(
		film?.tracks.map(({ id, kind, scale, formats, tables }) => [id, kind, scale, formats, (tables.get('stsz')?.rows ?? 0) > 30]),
		[
			[1, 'vide', 10_240, ['avc1'], true],
			[2, 'soun', 44_100, ['mp4a'], true]
		]
	)
	assert.equal(film?.fragments, null)
})

test('sees that an edit list cuts something away, plays at another speed, or twice', async context => {
	const cases: [what: string, at: number, value: number, edit: [from: number, lasts: number] | null][] = [
		['as it is', 8, 0x10000, [1_024, 131_859]],
		['ends before the sound does', 0, 1_000, [1_024, 44_100]],
		['begins a long way in', 4, 44_101, null],
		['twice as fast', 8, 0x20000, null],
		['nothing but a pause', 4, -1, null],
		['before its beginning', 4, -2, null],
		['no time at all', 0, 0, null]
	]
	for (const [what, at, value, expected] of cases) {
		const edit = (await headOf(context, withEdit(at, value)))?.tracks[0]?.edit
		assert.deepEqual(edit && [edit.from, edit.lasts], expected, what)
	}
})

test('knows fragments, and what they need not say again', async context => {
	const samples = [{ data: Buffer.alloc(9), lasts: 7 }]
	const head = await headOf(context, mp4Of(samples, { perChunk: 1, fragments: { samples: 1, base: 'start' } }))
	assert.deepEqual([...(head?.fragments ?? [])], [[1, { duration: 7, bytes: 9 }]])
})

test('knows that iTunes noted a delay in its own way; beside an edit list that is not ours to read', async context => {
	const index = m4a.indexOf('moov') - 4
	const note = (name: string) => box('udta', box('meta', 0, box('ilst', box('----', box('mean', 0), box('name', 0, Buffer.from(name))))))
	const withNote = (name: string) => {
		const bytes = Buffer.concat([Buffer.from(m4a.toString('latin1').replace('udta', 'free'), 'latin1'), note(name)])
		bytes.writeUInt32BE(bytes.length - index, index)
		return bytes
	}
	const told = async (name: string) => {
		const head = await headOf(context, withNote(name))
		return [head?.noted, head?.tracks.map(({ edit }) => edit !== null)]
	}
	assert.deepEqual(await told('iTunNORM'), [false, [true]])
	assert.deepEqual(await told('iTunSMPB'), [true, [false]])
})

test('a table that claims more rows than it has room for has those it has room for', async context => {
	const bytes = Buffer.from(m4a)
	const rows = bytes.readUInt32BE(m4a.indexOf('stsz') + 12)
	bytes.writeUInt32BE(0xffff_ffff, m4a.indexOf('stsz') + 12)
	assert.equal((await headOf(context, bytes))?.tracks[0]?.tables.get('stsz')?.rows, rows)
})

test('says nothing of what is no MP4, is cut off before its index, or makes no sense', async context => {
	const index = m4a.indexOf('moov') - 4
	const odd = Buffer.from(m4a)
	odd.writeUInt32BE(3, index)
	const bytes = [
		Buffer.alloc(0),
		Buffer.alloc(4_000),
		readFileSync(FIXTURES.mp3),
		m4a.subarray(0, index),
		odd,
		m4a.subarray(0, index + 160)
	]
	for (const each of bytes) assert.equal(await headOf(context, each), null)
})
