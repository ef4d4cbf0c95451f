import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { pageFile, servePages } from './pages.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-pages-'))
after(() => rmSync(folder, { recursive: true }))
const root = join(folder, 'renderer')
mkdirSync(join(root, 'assets'), { recursive: true })
writeFileSync(join(root, 'index.html'), '<!doctype html>')
writeFileSync(join(root, 'assets', 'index-B4.js'), 'export {}')
writeFileSync(join(root, '.stamp'), 'hidden')
writeFileSync(join(folder, 'secret.html'), 'secret')
writeFileSync(join(folder, 'one.wav'), '0123456789')

const film = (id: string) => (id === 'film' ? { path: join(folder, 'one.wav'), type: 'video/mp4' } : null)
const keptExport = (id: string) =>
	id === 'kept' ? { headers: { 'Content-Disposition': 'attachment' }, open: () => Readable.from([Buffer.from('Said.\n')]) } : null
const serve = servePages({ root, audioPath: id => (id === 'one' ? join(folder, 'one.wav') : null), film, keptExport })
const get = (url: string, headers: Record<string, string> = {}, method = 'GET') => serve(new Request(url, { headers, method }))

const inside: readonly [pathname: string, file: string | null][] = [
	['/', 'index.html'],
	['/index.html', 'index.html'],
	['/assets/index-B4.js', 'assets/index-B4.js'],
	['/%69ndex.html', 'index.html'],
	['', null],
	['//index.html', null],
	['/assets/', null],
	['/.stamp', null],
	['/..', null],
	['/../secret.html', null],
	['/assets/../../secret.html', null],
	['/%2e%2e/secret.html', null],
	['/..%2fsecret.html', null],
	['/%2e%2e%2fsecret.html', null],
	['/..%5csecret.html', null],
	['/..\\secret.html', null],
	['/%2fetc/passwd', null],
	['//etc/passwd', null],
	['/C:/Windows/win.ini', null],
	['/C%3A%5CWindows%5Cwin.ini', null],
	['/index.html::$DATA', null],
	['/index.html%00.js', null],
	['/%', null],
	['/%c0%ae%c0%ae/secret.html', null]
]
for (const [pathname, file] of inside) {
	test(`${JSON.stringify(pathname)} is ${file ?? 'nothing'}`, () => assert.equal(pageFile(pathname), file))
}

test('pages come with their type and the strict policy', async () => {
	const page = await get('app://holdfast/')
	assert.equal(page.status, 200)
	assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8')
	assert.equal(await page.text(), '<!doctype html>')
	const script = await get('app://holdfast/assets/index-B4.js?v=1#x')
	assert.equal(script.headers.get('content-type'), 'text/javascript; charset=utf-8')
	for (const response of [page, script, await get('app://holdfast/none.js'), await get('app://holdfast/audio/one')]) {
		assert.match(response.headers.get('content-security-policy') ?? '', /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/)
		assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
	}
})

test('what is not there, not ours or not a page is not found', async () => {
	const urls = [
		'app://holdfast/none.js',
		'app://holdfast/.stamp',
		'app://holdfast/assets',
		'app://holdfast/%2e%2e%2fsecret.html',
		'app://holdfast/../secret.html',
		'app://elsewhere/index.html',
		'app://holdfast.evil/index.html',
		'file:///etc/passwd',
		'app://holdfast/audio/two',
		'app://holdfast/audio/..%2fone.wav'
	]
	assert.deepEqual(
		await Promise.all(urls.map(async url => (await get(url)).status)),
		urls.map(() => 404)
	)
})

test('nothing can be sent to it', async () => {
	assert.equal((await get('app://holdfast/', {}, 'POST')).status, 405)
})

const ranges: readonly [range: string | null, status: number, body: string, contentRange: string | null][] = [
	[null, 200, '0123456789', null],
	['bytes=0-', 206, '0123456789', 'bytes 0-9/10'],
	['bytes=3-5', 206, '345', 'bytes 3-5/10'],
	['bytes=8-99', 206, '89', 'bytes 8-9/10'],
	['bytes=-4', 206, '6789', 'bytes 6-9/10'],
	['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
	['bytes=10-', 416, '', 'bytes */10'],
	['bytes=-0', 416, '', 'bytes */10'],
	['bytes=5-3', 200, '0123456789', null],
	['bytes=0-1,4-5', 200, '0123456789', null],
	['lines=1-2', 200, '0123456789', null]
]
for (const [range, status, body, contentRange] of ranges) {
	test(`audio with ${range ?? 'no range'} is a ${status}`, async () => {
		const response = await get('app://holdfast/audio/one', range === null ? {} : { range })
		assert.deepEqual([response.status, await response.text(), response.headers.get('content-range')], [status, body, contentRange])
		if (status !== 416) assert.equal(response.headers.get('content-length'), String(body.length))
	})
}

test('audio is named for what it is', async () => {
	writeFileSync(join(folder, 'two.opus'), 'OggS')
	const serveCopy = servePages({ root, audioPath: () => join(folder, 'two.opus'), film, keptExport })
	const type = async (answer: Promise<Response>) => (await answer).headers.get('content-type')
	assert.equal(await type(get('app://holdfast/audio/one')), 'audio/wav')
	assert.equal(await type(serveCopy(new Request('app://holdfast/audio/two'))), 'audio/ogg; codecs=opus')
})

test('a long file arrives whole, in pieces', async () => {
	const bytes = Buffer.alloc(200_001, 'abcdefg')
	writeFileSync(join(folder, 'one.wav'), bytes)
	assert.ok(bytes.equals(Buffer.from(await (await get('app://holdfast/audio/one')).arrayBuffer())))
	assert.ok(
		bytes.subarray(70_000).equals(Buffer.from(await (await get('app://holdfast/audio/one', { range: 'bytes=70000-' })).arrayBuffer()))
	)
})

test('gives a range of a film, and nothing of a transcript that was made of none', async () => {
	const part = await serve(new Request('app://holdfast/films/film', { headers: { range: 'bytes=0-3' } }))
	assert.deepEqual([part.status, part.headers.get('content-type'), (await part.arrayBuffer()).byteLength], [206, 'video/mp4', 4])
	assert.equal((await serve(new Request('app://holdfast/films/one'))).status, 404)
})

test('gives an export that was asked for to be saved, and nothing that was not', async () => {
	const file = await serve(new Request('app://holdfast/exports/kept'))
	assert.deepEqual([file.status, await file.text()], [200, 'Said.\n'])
	assert.equal(file.headers.get('content-disposition'), 'attachment')
	assert.equal((await serve(new Request('app://holdfast/exports/other'))).status, 404)
})
