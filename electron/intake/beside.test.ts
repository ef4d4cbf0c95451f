import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { writeBeside } from './beside.ts'

test('writes beside the file, and over nothing', async context => {
	const folder = folderFor(context)
	const write = async (name: string, text: string) => {
		const written = await writeBeside(join(folder, name), 'txt', Buffer.from(text))
		return written.ok ? basename(written.value) : written.problem.code
	}
	writeFileSync(join(folder, 'letter.txt'), 'Dear Sir')
	assert.deepEqual(
		[
			await write('talk.mp3', 'one'),
			await write('talk.wav', 'two'),
			await write('letter.mp3', 'three'),
			// Once more, since main was killed before it was noted.
			await write('talk.wav', 'two'),
			await write('2026.11.28', 'four')
		],
		['talk.txt', 'talk 2.txt', 'letter 2.txt', 'talk 2.txt', '2026.11.txt']
	)
	assert.equal(readFileSync(join(folder, 'letter.txt'), 'utf8'), 'Dear Sir')
	assert.deepEqual(
		readdirSync(folder).filter(name => name.startsWith('.')),
		[]
	)
})

test('says why it could not', async context => {
	const written = await writeBeside(join(folderFor(context), 'gone', 'talk.mp3'), 'txt', Buffer.from('one'))
	assert.deepEqual(written.ok ? '' : [written.problem.code, written.problem.facts.code], ['beside-not-written', 'ENOENT'])
})
