/** Files as they should not be, through the real worker: each ends as text, as a gap or as a sentence, and the next file is read. */
import assert from 'node:assert/strict'
import { randomFillSync } from 'node:crypto'
import {
	appendFileSync,
	copyFileSync,
	linkSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	truncateSync,
	writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { before, type TestContext, test } from 'node:test'
import { FIXTURES, folderFor, likeness, SPEECH, wavHeaderOf, wavOf } from '../decode/test-media.ts'
import { JournalReader } from '../journal/reader.ts'
import { DecodeProcess } from './test-decode-process.ts'

let attempts = 0

/** A folder, and a worker that goes with the test. */
async function stage(context: TestContext) {
	const folder = await folderFor(context)
	const worker = new DecodeProcess(folder)
	context.after(() => worker.kill())
	const journal = join(folder, 'journal.wav')
	return {
		folder,
		worker,
		/** What came of a file: the code of its refusal, or samples and the codes of its problems. */
		async outcome(path: string, keep = false) {
			if (!keep) rmSync(journal, { force: true })
			const end = await worker.decode(path, journal, `a${attempts++}`)
			if (end.type === 'failed') {
				assert.match(end.problem.text, /^[A-Z].*[.?]$/s)
				return end.problem.code
			}
			for (const { text } of end.problems) assert.match(text, /^[A-Z].*[.?]$/s)
			return { samples: end.samples, problems: end.problems.map(problem => problem.code), gaps: end.gaps.length }
		},
		audio() {
			const reader = new JournalReader(journal)
			try {
				return reader.read(0, reader.samples())
			} finally {
				reader.close()
			}
		}
	}
}

const whole = { samples: SPEECH.length, problems: [], gaps: 0 }
let seconds: Buffer

before(() => {
	// 40 s of stereo: enough to be in the middle of it.
	seconds = wavOf(44_100, 2, 13)
})

test('what is no sound says what it is, under any name', async context => {
	const { folder, worker, outcome } = await stage(context)
	const check = async (name: string, content: Uint8Array | string, code: string) => {
		writeFileSync(join(folder, name), content)
		assert.equal(await outcome(join(folder, name)), code, name)
	}
	await check('empty.mp3', '', 'source-empty')
	await check('random.wav', randomFillSync(Buffer.alloc(100_000)), 'not-media')
	await check('zeros.flac', Buffer.alloc(100_000), 'other-than-media')
	await check('one byte.ogg', 'O', 'other-than-media')
	await check(
		'locked archive.m4a',
		Buffer.concat([Buffer.from('PK\x03\x04\x14\x00\x01\x00\x63\x00', 'latin1'), randomFillSync(Buffer.alloc(5_000))]),
		'other-than-media'
	)
	await check('page.mp3', '<!DOCTYPE html><html><body>404 Not Found</body></html>', 'other-than-media')
	await check('letter.m4a', 'Dear Sir,\n'.repeat(1_000), 'other-than-media')
	await check('picture.mp4', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(500)]), 'other-than-media')
	await check('header alone.wav', wavHeaderOf(16_000, 1, 0), 'nothing-decoded')
	await check('only OggS.opus', 'OggS', 'other-than-media')
	assert.equal(await outcome(FIXTURES.mp3).then(end => typeof end === 'object' && end.samples), SPEECH.length)
	assert.equal(worker.end, null)
})

test('copy protection is named', async context => {
	const { folder, outcome } = await stage(context)
	const path = join(folder, 'song')
	const patched = (from: string, to: string) => Buffer.from(readFileSync(FIXTURES.m4a).toString('latin1').replace(from, to), 'latin1')
	writeFileSync(path, patched('mp4a', 'drms'))
	assert.equal(await outcome(path), 'protected')
	writeFileSync(path, patched('mp4a', 'enca'))
	assert.equal(await outcome(path), 'protected')
	assert.equal(await outcome(FIXTURES.locked), 'protected')
	const head = Buffer.from(`3026b2758e66cf11a6d900aa0062ce6c${'00'.repeat(14)}fbb3112223bdd211b4b700a0c955fc6e`, 'hex')
	writeFileSync(path, Buffer.concat([head, randomFillSync(Buffer.alloc(10_000))]))
	assert.equal(await outcome(path), 'protected')
})

test('a codec that nobody knows is named', async context => {
	const { folder, outcome, worker } = await stage(context)
	const path = join(folder, 'strange.m4a')
	writeFileSync(path, Buffer.from(readFileSync(FIXTURES.m4a).toString('latin1').replace('mp4a', 'Zq7x').replace('esds', 'xxxx'), 'latin1'))
	assert.equal(await outcome(path), 'codec-unsupported')
	const said = worker.said.at(-1)
	assert.match(said?.type === 'failed' ? said.problem.text : '', /Zq7x/)
})

test('a rate that no sound has is not believed', async context => {
	const { folder, worker, outcome } = await stage(context)
	const path = join(folder, 'fast.wav')
	for (const rate of [1, 800_000_000]) {
		const content = wavOf(16_000, 1)
		content.writeUInt32LE(rate, 24)
		content.writeUInt32LE(rate * 2, 28)
		writeFileSync(path, content)
		assert.equal(await outcome(path), 'rate-unbelievable', `${rate}`)
	}
	assert.ok((worker.peakBytes() ?? 0) < 300e6)
})

test('content counts, not the name', async context => {
	const { folder, outcome, audio } = await stage(context)
	const path = (name: string) => {
		copyFileSync(FIXTURES.flac, join(folder, name))
		return join(folder, name)
	}
	const names = [
		'speech.mp3',
		'speech',
		'speech.exe',
		'.hidden',
		'-rf',
		'a:b?.wav',
		'http://x'.replaceAll('/', '_'),
		'%20 %s %n.m3u8',
		"it's $HOME `ls`;.ogg"
	]
	if (process.platform !== 'win32') names.push('new\nline.mp3', 'quote".mp3', 'back\\slash.mp3', 'a*?[1]<>|.mp3')
	names.push('Füße ☃ 𝄞 日本語 \u202egnp.mp3', `${'long'.repeat(60)}.mp3`)
	for (const name of names) {
		assert.deepEqual(await outcome(path(name)), whole, name)
		assert.ok(likeness(audio(), SPEECH) > 0.99, name)
	}
})

test('links and folders deep down are read like any file', { skip: process.platform === 'win32' }, async context => {
	const { folder, outcome } = await stage(context)
	symlinkSync(FIXTURES.opus, join(folder, 'link'))
	assert.deepEqual(await outcome(join(folder, 'link')), whole)
	symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'))
	assert.equal(await outcome(join(folder, 'dangling')), 'source-missing')
	symlinkSync(join(folder, 'circle'), join(folder, 'circle'))
	assert.equal(await outcome(join(folder, 'circle')), 'source-unreadable')
	const deep = join(folder, ...new Array<string>(40).fill('a folder'))
	mkdirSync(deep, { recursive: true })
	copyFileSync(FIXTURES.opus, join(deep, 'speech'))
	assert.deepEqual(await outcome(join(deep, 'speech')), whole)
	assert.equal(await outcome(join(folder, 'n'.repeat(300))), 'source-unreadable')
})

test('a file that is moved or deleted while it is read gives all of it', { skip: process.platform === 'win32' }, async context => {
	const { folder, worker, outcome } = await stage(context)
	for (const go of [renameSync, (path: string) => rmSync(path)]) {
		const path = join(folder, 'leaving.wav')
		writeFileSync(path, wavOf(44_100, 2, 100))
		const end = outcome(path)
		const attempt = `a${attempts - 1}`
		await worker.until('opened', message => message.attempt === attempt)
		go(path, join(folder, 'elsewhere'))
		assert.deepEqual(await end, { samples: SPEECH.length * 100, problems: [], gaps: 0 })
		assert.equal(await outcome(path), 'source-missing')
	}
})

test('a file that grows while it is read says so', async context => {
	const { folder, worker, outcome } = await stage(context)
	const path = join(folder, 'growing.wav')
	writeFileSync(path, Buffer.concat([wavHeaderOf(44_100, 2, 0), seconds.subarray(44), seconds.subarray(44)]))
	const end = outcome(path)
	const attempt = `a${attempts - 1}`
	await worker.until('opened', message => message.attempt === attempt)
	appendFileSync(path, seconds.subarray(44))
	const came = await end
	assert.ok(typeof came === 'object' && came.samples >= SPEECH.length * 26)
	assert.deepEqual(came.problems, ['source-grew'])
})

test('a file that is cut short while it is read gives what there was', async context => {
	const { folder, worker, outcome } = await stage(context)
	const path = join(folder, 'shrinking.wav')
	writeFileSync(path, wavOf(44_100, 2, 200))
	const end = outcome(path)
	const attempt = `a${attempts - 1}`
	await worker.until('opened', message => message.attempt === attempt)
	truncateSync(path, 5_000_000)
	const came = await end
	assert.ok(typeof came === 'object' && came.samples > 0 && came.samples < SPEECH.length * 200)
	assert.ok(came.problems.includes('source-changed-meanwhile'), `${came.problems}`)
})

test('a file that is written anew between two tries is not mixed with the old one', async context => {
	const { folder, outcome } = await stage(context)
	const path = join(folder, 'note.wav')
	linkSync(FIXTURES.opus, path)
	assert.deepEqual(await outcome(path), whole)
	rmSync(path)
	copyFileSync(FIXTURES.fiveSentences, path)
	assert.equal(await outcome(path, true), 'source-changed')
})
