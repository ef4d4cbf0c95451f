import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { JournalReader } from './reader.ts'
import { folderFor } from './test-folder.ts'
import { JournalWriter } from './writer.ts'

test('reads ranges as far as they exist, while the journal grows', context => {
	const path = join(folderFor(context), 'a.wav')
	const writer = JournalWriter.open(path)
	assert.ok(writer.ok)
	const reader = new JournalReader(path)
	const seen = () => [reader.samples(), [...reader.read(0, 4)], [...reader.read(2, 6)], [...reader.read(9, 12)]]

	assert.deepEqual(seen(), [0, [], [], []])
	writer.value.append(Int16Array.of(1, -2, 3))
	assert.deepEqual(seen(), [3, [1, -2, 3], [3], []])
	writer.value.append(Int16Array.of(-32_768, 32_767))
	assert.deepEqual(seen(), [5, [1, -2, 3, -32_768], [3, -32_768, 32_767], []])
	// Half a sample, as a death in the middle of a write leaves it.
	appendFileSync(path, Buffer.of(7))
	assert.deepEqual(seen(), [5, [1, -2, 3, -32_768], [3, -32_768, 32_767], []])
	reader.close()
	writer.value.close()
})

test('gives nothing for a range that is empty or backwards', context => {
	const path = join(folderFor(context), 'a.wav')
	const writer = JournalWriter.open(path)
	assert.ok(writer.ok)
	writer.value.append(Int16Array.of(1, 2, 3))
	const reader = new JournalReader(path)
	assert.deepEqual([reader.read(1, 1).length, reader.read(2, 1).length], [0, 0])
	reader.close()
	writer.value.close()
})

test('throws when there is no journal: main says which journals exist', context => {
	assert.throws(() => new JournalReader(join(folderFor(context), 'missing.wav')), { code: 'ENOENT' })
})
