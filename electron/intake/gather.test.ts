import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { gather } from './gather.ts'

test('finds sound and video however deep, by name or by how it begins, and counts what it leaves out', async context => {
	const folder = folderFor(context)
	mkdirSync(join(folder, 'day 2', 'morning'), { recursive: true })
	mkdirSync(join(folder, '.trash'))
	const put = (name: string, text = 'x') => writeFileSync(join(folder, name), text)
	for (const name of ['10.mp3', '9.mp3', 'day 2/morning/talk.m4a', 'notes.txt', '.10.mp3', '.trash/old.mp3', 'Thumbs.db']) put(name)
	put('RECORDING', `OggS${'\0'.repeat(40)}`)
	put('LETTER', 'Dear Sir, this is a letter and no music.')
	const found = await gather(folder)
	assert.deepEqual(
		found.files.map(path => relative(folder, path)),
		['9.mp3', '10.mp3', 'RECORDING', 'day 2/morning/talk.m4a']
	)
	assert.deepEqual([found.leftOut, found.problems], [{ other: 2, hidden: 3 }, []])
})

test('goes through a folder once, whatever links lead back to it', {
	skip: process.platform === 'win32',
	timeout: 20_000
}, async context => {
	const folder = folderFor(context)
	mkdirSync(join(folder, 'a', 'b'), { recursive: true })
	writeFileSync(join(folder, 'a', 'talk.mp3'), 'x')
	symlinkSync(folder, join(folder, 'a', 'b', 'up'))
	symlinkSync(join(folder, 'a'), join(folder, 'again'))
	symlinkSync(join(folder, 'nowhere.mp3'), join(folder, 'dangling.mp3'))
	const found = await gather(folder)
	assert.equal(found.files.length, 1)
	assert.deepEqual([found.leftOut, found.problems], [{ other: 1, hidden: 0 }, []])
	assert.deepEqual((await gather(folder, { except: [join(folder, 'a')] })).files, [])
})

test('says which folder may not be looked through, and takes the rest', { skip: process.getuid?.() === 0 }, async context => {
	const folder = folderFor(context)
	mkdirSync(join(folder, 'private'))
	writeFileSync(join(folder, 'talk.mp3'), 'x')
	chmodSync(join(folder, 'private'), 0)
	const found = await gather(folder)
	chmodSync(join(folder, 'private'), 0o700)
	assert.deepEqual([found.files.length, found.problems.map(each => each.facts.name)], [1, ['private']])
})

test('says what can not be looked through at all, and stops where there is too much', async context => {
	const folder = folderFor(context)
	assert.equal((await gather(join(folder, 'none'))).problems[0]?.code, 'folder-unreadable')
	for (const n of [1, 2, 3]) writeFileSync(join(folder, `${n}.mp3`), 'x')
	const found = await gather(folder, { most: 2 })
	assert.deepEqual([found.files.length, found.problems.map(each => each.code)], [2, ['folder-too-large']])
})
