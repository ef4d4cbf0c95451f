import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { bz2Of, gzOf, type TestEntry, tarOf, zipOf } from './test-archives.ts'
import { unpack } from './unpack.ts'

const WEIGHTS = randomBytes(3_000_000)
const MODEL: readonly TestEntry[] = [
	{ path: 'tiny/', type: 'Directory' },
	{ path: 'tiny/encoder.onnx', content: WEIGHTS },
	{ path: 'tiny/tokens.txt', content: 'a 0\nb 1\n' },
	{ path: 'tiny/test_wavs/', type: 'Directory' },
	{ path: 'tiny/test_wavs/0.wav', content: randomBytes(70_000) },
	{ path: 'tiny/README.md', content: 'About.' }
]

/** What comes of an archive: the names, or the problem, and which folder. */
async function opened(context: TestContext, archive: Buffer | ((path: string) => Promise<void>)) {
	const folder = folderFor(context)
	const path = join(folder, 'archive')
	if (typeof archive === 'function') await archive(path)
	else writeFileSync(path, archive)
	mkdirSync(join(folder, 'into'))
	const result = await unpack(path, join(folder, 'into'))
	const { facts, code } = result.ok ? { facts: { why: null }, code: 'ok' } : result.problem
	return {
		folder,
		into: join(folder, 'into'),
		names: result.ok ? result.value : [],
		code,
		why: facts.why ?? null,
		beside: readdirSync(folder).sort()
	}
}

for (const [kind, make] of [
	['tar', () => tarOf(MODEL)],
	['tar.gz', () => gzOf(MODEL)],
	['tar.bz2', () => bz2Of(tarOf(MODEL))],
	['tar.bz2 of two streams', () => [bz2Of(tarOf(MODEL).subarray(0, 1_000_000)), bz2Of(tarOf(MODEL).subarray(1_000_000))]],
	[
		'zip',
		() => (path: string) =>
			zipOf(
				path,
				MODEL.filter(each => each.type !== 'Directory')
			)
	]
] as const)
	test(`takes a model out of a ${kind}: its files, not its recordings`, async context => {
		const made = make()
		if (made === null || (Array.isArray(made) && made.includes(null))) return context.skip('there is no bzip2 here')
		const { into, names, code } = await opened(context, Array.isArray(made) ? Buffer.concat(made as Buffer[]) : (made as Buffer))
		assert.deepEqual([code, names], ['ok', ['encoder.onnx', 'tokens.txt', 'README.md']])
		assert.deepEqual(readFileSync(join(into, 'encoder.onnx')), WEIGHTS)
		assert.equal(readFileSync(join(into, 'tokens.txt'), 'utf8'), 'a 0\nb 1\n')
		assert.equal(readdirSync(into).length, 3)
	})

const hostile: [what: string, why: string, archive: (context: TestContext) => Buffer | ((path: string) => Promise<void>)][] = [
	['a way out', 'outside', () => gzOf([{ path: '../evil.onnx', content: 'x' }])],
	['a way out behind a good file', 'outside', () => gzOf([...MODEL, { path: 'tiny/../../evil.onnx', content: 'x' }])],
	['a place of its own choice', 'outside', () => gzOf([{ path: '/tmp/evil.onnx', content: 'x' }])],
	['a link', 'link', () => gzOf([{ path: 'tiny/tokens.txt', type: 'SymbolicLink', linkpath: '/etc/passwd' }])],
	['a second name for a file', 'link', () => gzOf([{ path: 'tiny/tokens.txt', type: 'Link', linkpath: '../../settings.json' }])],
	[
		'a link, and a file through it',
		'link',
		() =>
			gzOf([
				{ path: 'tiny', type: 'SymbolicLink', linkpath: '..' },
				{ path: 'tiny/evil.onnx', content: 'x' }
			])
	],
	['a device', 'device', () => gzOf([{ path: 'tiny/zero', type: 'CharacterDevice' }])],
	['thousands of files', 'many', () => gzOf(Array.from({ length: 3_000 }, (_, n) => ({ path: `tiny/a/${n}` })))],
	[
		'two files of one name',
		'twice',
		() =>
			gzOf([
				{ path: 'a/tokens.txt', content: 'a' },
				{ path: 'b/tokens.txt', content: 'b' }
			])
	],
	['nothing but zeros, very many', 'bomb', () => gzOf([{ path: 'tiny/encoder.onnx', content: Buffer.alloc(200_000_000) }])],
	['zeros that nobody would take', 'bomb', () => gzOf([{ path: 'tiny/a/b/c.bin', content: Buffer.alloc(200_000_000) }])],
	['a way out of a zip', 'outside', () => path => zipOf(path, [{ path: 'aa/evil.onnx', content: 'x' }], ['aa/evil', '../evil'])],
	['a link in a zip', 'link', () => path => zipOf(path, [{ path: 'tiny/tokens.txt', content: '/etc/passwd', type: 'SymbolicLink' }])],
	['a zip of zeros', 'bomb', () => path => zipOf(path, [{ path: 'encoder.onnx', content: Buffer.alloc(200_000_000) }])]
]
for (const [what, why, archive] of hostile)
	test(`refuses ${what}, and writes nothing outside`, async context => {
		const result = await opened(context, archive(context))
		assert.deepEqual([result.code, result.why, result.beside], ['archive-hostile', why, ['archive', 'into']])
		assert.equal(existsSync('/tmp/evil.onnx'), false)
	})

test('refuses a bomb of bzip2 without ever holding it', async context => {
	const bomb = bz2Of(tarOf([{ path: 'tiny/encoder.onnx', content: Buffer.alloc(300_000_000) }]))
	if (bomb === null) return context.skip('there is no bzip2 here')
	assert.ok(bomb.length < 10_000)
	const before = process.memoryUsage().rss
	assert.equal((await opened(context, bomb)).why, 'bomb')
	assert.ok(process.memoryUsage().rss - before < 250_000_000)
})

test('of half an archive, or one with a bit fallen over, nothing is used', async context => {
	const whole = [tarOf(MODEL), gzOf(MODEL), bz2Of(tarOf(MODEL))].filter(each => each !== null)
	for (const archive of whole) assert.equal((await opened(context, archive.subarray(0, archive.length / 2))).code, 'archive-damaged')
	for (const archive of whole.slice(1)) {
		const bent = Buffer.from(archive)
		bent[bent.length >> 1] = (bent[bent.length >> 1] ?? 0) ^ 4
		assert.equal((await opened(context, bent)).code, 'archive-damaged')
	}
	assert.equal(
		(await opened(context, path => zipOf(path, [{ path: 'tokens.txt', content: 'a 0\nb 1\n' }], ['a 0\nb 1', 'a 0\nb 2']))).code,
		'archive-damaged'
	)
})

test('what is no archive is called that, and an archive in an archive is none', async context => {
	for (const other of [Buffer.alloc(0), Buffer.from('<html>'), randomBytes(10_000), gzipSync(gzOf(MODEL))])
		assert.equal((await opened(context, other)).code, 'archive-unknown')
})
