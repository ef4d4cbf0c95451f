import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { libraryOf, lookUp } from './look-up.ts'
import { writePlace } from './place-file.ts'

function libraryIn(folder: string): string {
	mkdirSync(folder, { recursive: true })
	writeFileSync(join(folder, 'ledger.sqlite'), '')
	return folder
}
const problem = (home: string) => {
	const found = lookUp(home)
	return found.ok ? null : found.problem.code
}

test('a folder that was never moved is its own library, also before it is there', context => {
	const home = join(folderFor(context), 'home')
	assert.deepEqual(lookUp(home), { ok: true, value: { seat: home, library: home, move: null } })
})

test('it is followed to where it was moved, and on from there when that folder was moved by its own name', async context => {
	const root = folderFor(context)
	const [second, third] = [join(root, 'second'), libraryIn(join(root, 'third'))]
	libraryIn(second)
	await writePlace(root, { library: second, move: null })
	assert.deepEqual(lookUp(root), { ok: true, value: { seat: root, library: second, move: null } })
	rmSync(join(second, 'ledger.sqlite'))
	await writePlace(second, { library: third, move: null })
	assert.deepEqual(lookUp(root), { ok: true, value: { seat: second, library: third, move: null } })
	await writePlace(third, { library: root, move: null })
	assert.equal(problem(root), 'place-unreadable')
})

test('a drive that is not connected, or whose folder is empty without it, is no empty library', async context => {
	const root = folderFor(context)
	await writePlace(root, { library: join(root, 'drive', 'holdfast'), move: null })
	assert.equal(problem(root), 'library-missing')
	mkdirSync(join(root, 'drive', 'holdfast'), { recursive: true })
	assert.equal(problem(root), 'library-missing')
	assert.equal(libraryOf(root), null)
	libraryIn(join(root, 'drive', 'holdfast'))
	assert.equal(problem(root), null)
})

test('a folder that a library is on its way to is none yet, and what can’t be read is not taken for nothing', context => {
	const root = folderFor(context)
	writeFileSync(join(root, 'arriving.json'), '{}')
	assert.equal(problem(root), 'library-arriving')
	writeFileSync(join(root, 'place.json'), '{"library": 7')
	assert.equal(problem(root), 'place-unreadable')
})
