import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { ApiClient } from './api-client.ts'
import { startHost } from './host.ts'
import { clips, longSpeech } from './speech.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-queue-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function wav(name: string, seconds: number, seed: number): string {
	longSpeech(join(folder, name), seconds, seed)
	return join(folder, name)
}

const textOf = async (client: ApiClient, id: string) =>
	(await client.request('transcript.get', { transcript: id })).segments.map(({ from, to, text }) => ({ from, to, text }))

const text = (client: ApiClient, id: string) =>
	client.next(`text of ${id}`, event => event.type === 'segment' && event.segment.transcript === id)

test('main is killed twice in a queue of good and bad files: each is done once, in the order that was chosen, and the bad ones say why', {
	timeout: 240_000
}, async () => {
	const dataDir = join(folder, 'killed')
	const good = [wav('first.wav', 40, 1), wav('second.wav', 30, 2), wav('third.wav', 20, 3), wav('paused.wav', 20, 4)]
	const bad = { 'letter.mp3': Buffer.from('Dear Sir, this is not music.\n'.repeat(40)), 'noise.bin': randomBytes(50_000), 'empty.wav': '' }
	for (const [name, bytes] of Object.entries(bad)) writeFileSync(join(folder, name), bytes)
	const cut = join(folder, 'cut.wav')
	writeFileSync(cut, readFileSync(clips[3] ?? '').subarray(0, 60_000))
	const [first = '', second = '', third = '', paused = ''] = good
	const paths = [first, join(folder, 'letter.mp3'), second, join(folder, 'noise.bin'), cut, join(folder, 'empty.wav'), third, paused]

	const one = await startHost({ dataDir })
	const page = await one.connect()
	const added = (await page.request('files.add-paths', { paths: [...paths, join(folder, 'missing.wav')] })).added
	const idOf = (path: string) => added[paths.indexOf(path)] ?? ''
	const order: string[] = []
	await page.request('queue.move', { transcript: idOf(third), before: idOf(second) })
	await page.request('transcript.pause', { transcript: idOf(paused) })
	await text(page, idOf(first))
	await one.kill('SIGKILL')

	const two = await startHost({ dataDir })
	const again = await two.connect()
	await text(again, idOf(third))
	for (const event of again.events()) if (event.type === 'transcript' && event.transcript.state === 'done') order.push(event.transcript.id)
	await two.kill('SIGKILL')

	const three = await startHost({ dataDir })
	try {
		const client = await three.connect()
		assert.equal(client.snapshot.transcripts.find(({ id }) => id === idOf(paused))?.state, 'paused')
		const ends = await Promise.all(added.filter(id => id !== idOf(paused)).map(id => client.over(id)))
		for (const event of client.events())
			if (event.type === 'transcript' && event.transcript.state === 'done' && !order.includes(event.transcript.id))
				order.push(event.transcript.id)
		assert.deepEqual(
			order.filter(id => [first, second, third].map(idOf).includes(id)),
			[first, third, second].map(idOf)
		)
		const byName = Object.fromEntries(ends.map(end => [end.sourceName, end]))
		for (const name of [...Object.keys(bad), 'missing.wav']) {
			assert.equal(byName[name]?.state, 'failed', name)
			assert.match(byName[name]?.problem?.text ?? '', /^\p{Lu}.{20,}[.?]$/u)
		}
		assert.deepEqual([byName['cut.wav']?.state, (byName['cut.wav']?.notices.length ?? 0) > 0], ['done', true])

		await client.request('transcript.resume', { transcript: idOf(paused) })
		assert.equal((await client.over(idOf(paused))).state, 'done')
		assert.equal((await client.request('transcripts.list', {})).length, added.length)
		// The same as of those that nobody disturbed.
		for (const path of good) {
			const [calm] = await client.drop(path)
			await client.over(calm?.id ?? '')
			assert.deepEqual(await textOf(client, idOf(path)), await textOf(client, calm?.id ?? ''), path)
		}
		const { transcripts } = await client.request('queue.clear', {})
		assert.deepEqual(new Set(transcripts), new Set(ends.filter(end => end.state === 'failed').map(end => end.id)))
		await client.request('transcript.restore', { transcript: transcripts[0] ?? '' })
		client.close()
	} finally {
		await three.stop()
	}
})

test('a decoder that crashes, hangs or eats memory over a file is ended and recorded, another reads the file, and the queue goes on', {
	timeout: 240_000
}, async t => {
	const whole = wav('whole.wav', 300, 5)
	const names = [
		'crash-decoded-1.wav',
		'hang-opened-1.wav',
		'crash-opened-3.wav',
		'eat-opened-1.wav',
		'crash-opened-1.wav',
		'crash-opened-2.wav'
	]
	const paths = names.map(name => join(folder, name))
	for (const [n, path] of paths.entries()) {
		// What takes a while to read dies in the middle of it. Of the one that is only read, there is nothing to hear.
		if (path.includes('decoded')) copyFileSync(whole, path)
		else if (path.includes('eat')) writeFileSync(path, readFileSync(whole).fill(0, 44))
		else longSpeech(path, 10, 10 + n)
	}
	const before = process.env.NODE_OPTIONS
	process.env.NODE_OPTIONS = `${before ?? ''} --import ${pathToFileURL(join(import.meta.dirname, 'dying-decoder.mjs'))}`
	const host = await startHost()
	process.env.NODE_OPTIONS = before ?? ''
	try {
		const client = await host.connect()
		const { added } = await client.request('files.add-paths', { paths: [...paths, clips[2] ?? ''], again: true })
		const ends = await Promise.all(added.map(id => client.over(id, 200_000)))
		assert.deepEqual(
			ends.map(({ state, problem }) => problem?.code ?? state),
			['done', 'done', 'every-decoder-died', 'done', 'done', 'done', 'done']
		)
		// Where the first decoder died in the middle the second goes on: nothing is missing, and so nothing is said.
		assert.deepEqual([ends[0]?.notices, ends[0]?.gaps], [[], 0])
		const calm = await client.drop(whole)
		const undisturbed = await client.over(calm[0]?.id ?? '')
		assert.ok(Math.abs((ends[0]?.samples ?? 0) - undisturbed.samples) < 160)
		assert.deepEqual(
			(await textOf(client, added[0] ?? '')).map(segment => segment.text),
			(await textOf(client, undisturbed.id)).map(segment => segment.text)
		)
		const exits = await client.request('exits.list', { limit: 50 })
		const of = (n: number) => exits.filter(exit => exit.jobs.some(job => job.transcript === added[n])).map(exit => exit.killedFor)
		t.diagnostic(exits.map(exit => exit.explanation.text).join('\n'))
		assert.deepEqual([0, 1, 2, 4, 5, 6].map(of), [
			[null, null],
			['hang', 'hang'],
			new Array(6).fill(null),
			[null, null],
			[null, null, null, null],
			[]
		])
		// Where more was read before it died, that was another place.
		assert.ok(of(3).length >= 2 && of(3).every(reason => reason === 'memory'), of(3).join())
		assert.deepEqual(new Set(exits.map(exit => exit.role)), new Set(['decoder']))
		client.close()
	} finally {
		await host.stop()
	}
})
