import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tarOf } from './tar-of.ts'

/** What stands in it, by the rules of the format: heads of 512 bytes with numbers in octal, contents filled up to whole blocks, two empty ones. */
async function read(archive: File): Promise<[path: string, content: string][]> {
	const bytes = Buffer.from(await archive.arrayBuffer())
	const found: [string, string][] = []
	let at = 0
	while (bytes[at] !== 0) {
		const head = Buffer.from(bytes.subarray(at, at + 512))
		const field = (from: number, to: number) => head.subarray(from, to).toString().replace(/\0.*$/s, '')
		const [path, size, sum] = [field(0, 100), Number.parseInt(field(124, 136), 8), Number.parseInt(field(148, 156), 8)]
		assert.deepEqual([field(257, 263), head.subarray(263, 265).toString(), field(156, 157)], ['ustar', '00', '0'])
		head.fill(' ', 148, 156)
		assert.equal(
			head.reduce((all, byte) => all + byte),
			sum
		)
		found.push([path, bytes.subarray(at + 512, at + 512 + size).toString()])
		at += 512 + Math.ceil(size / 512) * 512
	}
	assert.deepEqual(bytes.subarray(at), Buffer.alloc(1_024))
	return found
}

test('files of a folder are one archive of its name, as other programs read it', async () => {
	const files: [string, string][] = [
		['model.onnx', 'x'.repeat(1_300)],
		['empty.txt', ''],
		['词表.txt', '好 1\n'],
		['block.bin', 'y'.repeat(512)]
	]
	const archive = tarOf(
		'a model',
		files.map(([name, content]) => new File([content], name))
	)
	assert.equal(archive.name, 'a model')
	assert.equal(archive.size % 512, 0)
	assert.deepEqual(await read(archive), files)
})

test('a file whose name has no room is left out, and of no files there is an archive too', async () => {
	assert.deepEqual(await read(tarOf('a', [new File(['x'], 'n'.repeat(101)), new File(['y'], 'n'.repeat(100))])), [['n'.repeat(100), 'y']])
	assert.deepEqual(await read(tarOf('a', [])), [])
})
