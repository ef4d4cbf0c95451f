import assert from 'node:assert/strict'
import { openSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { fingerprintOf, WHOLE_BYTES } from './fingerprint.ts'

test('is that of the whole content, whatever the file is called', async context => {
	const folder = folderFor(context)
	for (const [name, text] of [
		['a', 'sound'],
		['b', 'sound'],
		['c', 'noise']
	] as const)
		writeFileSync(join(folder, name), text)
	const of = (name: string) => fingerprintOf(join(folder, name), 5)
	// As sha256sum says it.
	assert.equal(await of('a'), 'sha256:dd29442deca69f52c50006b831cb216edf78a7da33748f0a80ff19f2ebe57ecd')
	assert.equal(await of('b'), await of('a'))
	assert.notEqual(await of('a'), await of('c'))
})

test('reads 64 MB of a file of 10 GB: its beginning, its end, and between', async context => {
	const path = join(folderFor(context), 'long')
	const bytes = 10e9
	writeFileSync(path, '')
	// Sparse: it takes no room.
	truncateSync(path, bytes)
	const before = await fingerprintOf(path, bytes)
	assert.match(before ?? '', /^sha256-of-64:/)
	const file = openSync(path, 'r+')
	writeSync(file, 'x', bytes - 1)
	const end = await fingerprintOf(path, bytes)
	writeSync(file, 'x', Math.floor(((bytes - WHOLE_BYTES / 64) * 31) / 63) + 100)
	const middle = await fingerprintOf(path, bytes)
	assert.equal(new Set([before, end, middle]).size, 3)
})

test('is unknown of what can not be read, or is shorter than was said', async context => {
	const path = join(folderFor(context), 'a')
	assert.equal(await fingerprintOf(path, 5), null)
	writeFileSync(path, 'sound')
	assert.equal(await fingerprintOf(path, 6), null)
})
