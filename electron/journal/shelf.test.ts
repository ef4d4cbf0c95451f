import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { Shelf } from './shelf.ts'

const id = '0b9f3a52-7f0e-4a7e-9a53-6f0f6f0d5c11'

test('makes paths of ids, and of nothing else', context => {
	const folder = folderFor(context)
	const shelf = new Shelf(folder)
	assert.deepEqual([shelf.journal(id), shelf.upload(id)], [join(folder, 'audio', `${id}.wav`), join(folder, 'uploads', id)])
	for (const name of ['', '../../etc/passwd', `${id}/..`, `${id}\n`, id.toUpperCase(), `../${id.slice(3)}`]) {
		assert.equal(shelf.upload(name), null, name)
		assert.throws(() => shelf.journal(name), /Not an id/, name)
	}
})

test('counts the samples of a journal, and none where there is none', context => {
	const shelf = new Shelf(folderFor(context))
	assert.equal(shelf.samples(id), 0)
	writeFileSync(shelf.journal(id), Buffer.alloc(44 + 3_201))
	assert.equal(shelf.samples(id), 1_600)
	shelf.discardJournal(id)
	shelf.discardJournal(id)
	assert.equal(shelf.samples(id), 0)
})

test('throws away uploads, never a file of the user’s own', context => {
	const folder = folderFor(context)
	const shelf = new Shelf(folder)
	mkdirSync(join(folder, 'uploads-of-mine'))
	const upload = shelf.upload(id) ?? ''
	const own = [join(folder, 'uploads-of-mine', 'talk.mp3'), join(folder, 'talk.mp3'), join(folder, 'uploads', 'deeper')]
	mkdirSync(own[2] ?? '')
	for (const path of [upload, own[0] ?? '', own[1] ?? '', join(folder, 'uploads', 'deeper', 'talk.mp3')]) writeFileSync(path, 'sound')
	for (const path of [upload, ...own.slice(0, 2), `${folder}/uploads/../talk.mp3`, join(folder, 'uploads', 'deeper', 'talk.mp3')])
		shelf.discardUpload(path)
	assert.deepEqual([existsSync(upload), ...own.map(existsSync)], [false, true, true, true])
	assert.deepEqual(readdirSync(own[2] ?? ''), ['talk.mp3'])
})

test('knows which copies are whole, and throws away what an earlier life left half done', context => {
	const folder = folderFor(context)
	const before = new Shelf(folder)
	const files = () => readdirSync(join(folder, 'audio')).sort()
	for (const path of [before.journal(id), before.copy(id), `${before.copy(id)}.part`, before.returning(id)]) writeFileSync(path, 'sound')
	assert.deepEqual([before.hasCopy(id), files().length], [false, 4])
	const shelf = new Shelf(folder)
	assert.deepEqual([shelf.hasCopy(id), files()], [true, [`${id}.opus`, `${id}.wav`]])
	shelf.discardCopy(id)
	assert.deepEqual([shelf.hasCopy(id), files()], [false, [`${id}.wav`]])
	shelf.copied(id)
	assert.equal(shelf.hasCopy(id), true)
	for (const path of [shelf.copy(id), `${shelf.copy(id)}.part`, shelf.returning(id)]) writeFileSync(path, 'sound')
	shelf.discardHalves(id)
	assert.deepEqual(files(), [`${id}.opus`, `${id}.wav`])
	shelf.discardAudio(id)
	shelf.discardAudio(id)
	assert.deepEqual([shelf.hasCopy(id), files()], [false, []])
	for (const path of [shelf.copy, shelf.returning]) assert.throws(() => path.call(shelf, '../x'), /Not an id/)
})

test('a file that can’t be deleted stays and is told of once, at a start too; whatever else goes', context => {
	const folder = folderFor(context)
	// A folder in its place can't be deleted as a file can, whoever asks.
	mkdirSync(join(folder, 'audio', `${id}.wav.part`), { recursive: true })
	const told: string[] = []
	const shelf = new Shelf(folder, (file, code) => told.push(`${file} ${code !== ''}`))
	assert.deepEqual(told, [`${id}.wav.part true`])
	mkdirSync(shelf.journal(id))
	for (const path of [shelf.copy(id), `${shelf.copy(id)}.part`, shelf.levels(id)]) writeFileSync(path, 'sound')
	assert.deepEqual([shelf.discardAudio(id), shelf.discardJournal(id), shelf.discardCopy(id)], [false, false, true])
	assert.deepEqual(readdirSync(join(folder, 'audio')).sort(), [`${id}.wav`, `${id}.wav.part`])
	assert.deepEqual(told.slice(1), [`${id}.wav true`])
	for (const path of [shelf.journal(id), shelf.returning(id)]) rmdirSync(path)
	assert.equal(shelf.discardAudio(id), true)
	const upload = shelf.upload(id) ?? ''
	mkdirSync(upload)
	assert.deepEqual([shelf.discardUpload(upload), shelf.discardUpload(join(folder, 'talk.mp3'))], [false, true])
})
