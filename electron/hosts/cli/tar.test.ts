import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { Pieces, readTarHeader, TAR_END, tarHeader, tarPadding } from './tar.ts'

test('the system’s own tar reads what is written', { skip: process.platform === 'win32' && 'there is no GNU tar' }, context => {
	const folder = folderFor(context)
	const files: [string, string][] = [
		['audio/empty.wav', ''],
		['settings.json', 'x'.repeat(512)],
		['ledger.sqlite', 'päge'.repeat(300)]
	]
	const parts = files.flatMap(([name, text]) => {
		const bytes = Buffer.from(text)
		return [tarHeader(name, bytes.length, 1_700_000_000_000), bytes, tarPadding(bytes.length)]
	})
	writeFileSync(join(folder, 'a.tar'), Buffer.concat([...parts, TAR_END]))
	execFileSync('tar', ['xf', 'a.tar'], { cwd: folder })
	assert.deepEqual(
		files.map(([name]) => readFileSync(join(folder, name), 'utf8')),
		files.map(([, text]) => text)
	)
})

test('names and sizes are read back, also of more than eight gigabytes', () => {
	for (const size of [0, 1, 8 ** 11 - 1, 8 ** 11, 5e12])
		assert.deepEqual(readTarHeader(tarHeader('audio/a.wav', size, 0)), { name: 'audio/a.wav', size })
	assert.equal(readTarHeader(TAR_END.subarray(0, 512)), null)
})

test('what was changed on its way, or points elsewhere, is no header', () => {
	const head = tarHeader('audio/a.wav', 7, 0)
	head[3] = 0x7a
	assert.equal(readTarHeader(head), undefined)
	const link = tarHeader('audio/a.wav', 0, 0)
	link.write('2', 156)
	link.write(
		`${link
			.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0)
			.toString(8)
			.padStart(6, '0')}\0 `,
		148
	)
	assert.equal(readTarHeader(link), undefined)
})

test('a stream is given out in the sizes that are asked for', async () => {
	const source = async function* () {
		for (const text of ['ab', '', 'cdefg', 'h']) yield Buffer.from(text)
	}
	const pieces = new Pieces(source())
	const read = async (bytes: number) => String(await pieces.exactly(bytes))
	assert.deepEqual([await read(3), await read(0), await read(4), await read(1), await pieces.exactly(1)], ['abc', '', 'defg', 'h', null])
})
