import assert from 'node:assert/strict'
import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { FileWindow } from './file-window.ts'
import { folderFor } from './test-media.ts'

const STEP = 65_536

/** A file in which each byte is its place modulo 251. */
async function windowOn(context: TestContext, size: number): Promise<FileWindow> {
	const path = join(await folderFor(context), 'bytes')
	await writeFile(
		path,
		Uint8Array.from({ length: size }, (_, n) => n % 251)
	)
	const file = await open(path)
	context.after(() => file.close())
	return new FileWindow(file, size, STEP)
}

test('what is asked for in order is read in large steps, what is asked for here and there in small ones', async context => {
	const file = await windowOn(context, 1_000_000)
	assert.deepEqual([...(await file.read(500_000, 3))], [8, 9, 10])
	assert.equal(file.at(516_000, 1_000), null)
	await file.read(517_000, 4)
	assert.equal(file.at(517_000 + STEP - 2, 2)?.[0], (517_000 + STEP - 2) % 251)
	await file.read(3, 1)
	assert.equal(file.at(40_000, 1), null)
	assert.equal(file.at(517_000, 4), null)
})

test('a piece larger than a step is read whole', async context => {
	const file = await windowOn(context, 1_000_000)
	const bytes = await file.read(100, 300_000)
	assert.deepEqual([bytes.length, bytes.at(-1)], [300_000, 300_099 % 251])
})

test('at the file’s end there is less, and outside of it nothing', async context => {
	const file = await windowOn(context, 1_000)
	assert.equal((await file.read(990, 100)).length, 10)
	for (const from of [1_000, 2 ** 60, -5, Number.MAX_VALUE]) assert.equal((await file.read(from, 10)).length, 0)
})
