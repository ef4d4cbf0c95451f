import assert from 'node:assert/strict'
import { appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startHost } from './host.ts'
import { clips } from './speech.ts'

async function until(what: string, condition: () => boolean, ms = 90_000): Promise<void> {
	for (const end = performance.now() + ms; !condition(); await sleep(100)) if (performance.now() > end) assert.fail(`In vain: ${what}`)
}

function folderWith(context: TestContext): { folder: string; dataDir: string } {
	const root = mkdtempSync(join(tmpdir(), 'holdfast-watch-'))
	context.after(() => rmSync(root, { recursive: true, force: true }))
	mkdirSync(join(root, 'in'))
	return { folder: join(root, 'in'), dataDir: join(root, 'data') }
}

test('what lands in the watched folder is transcribed when it has stopped growing, its text written beside it, once, though main is killed in the middle', {
	timeout: 300_000
}, async context => {
	const { folder, dataDir } = folderWith(context)
	const [, first = '', , , second = ''] = clips
	copyFileSync(second, join(folder, 'was there.wav'))
	const host = await startHost({ dataDir })
	const client = await host.connect()
	await assert.rejects(client.request('settings.set', { watchFolder: join(folder, 'none') }), { code: 'path-missing' })
	const set = await client.request('settings.set', { watchFolder: `"${folder}"` })
	assert.equal(set.watchFolder, folder)
	// What was there is seen before anything lands.
	await sleep(1_000)

	// As a recorder writes it: bit by bit, its length only at the end.
	const sound = readFileSync(first)
	writeFileSync(join(folder, 'talk.txt'), 'My own notes.')
	for (let from = 0; from < sound.length; from += Math.ceil(sound.length / 6)) {
		appendFileSync(join(folder, 'talk.wav'), sound.subarray(from, from + Math.ceil(sound.length / 6)))
		await sleep(1_500)
		assert.deepEqual(await client.request('transcripts.list', {}), [])
	}
	await client.wait('the job', message => message.type === 'event' && message.event.type === 'segment', 60_000)
	await host.kill('SIGKILL')

	const next = await startHost({ dataDir })
	try {
		await until('the text beside it', () => existsSync(join(folder, 'talk 2.txt')))
		const text = readFileSync(join(folder, 'talk 2.txt'), 'utf8')
		assert.match(text, /\w+ \w+/)
		assert.equal(readFileSync(join(folder, 'talk.txt'), 'utf8'), 'My own notes.')
		// A second copy of it lands: no second transcript, but its text.
		copyFileSync(join(folder, 'talk.wav'), join(folder, 'copy.wav'))
		await until('the text of the copy', () => existsSync(join(folder, 'copy.txt')))
		assert.equal(readFileSync(join(folder, 'copy.txt'), 'utf8'), text)
		const again = await next.connect()
		const [only, ...more] = await again.request('transcripts.list', {})
		assert.deepEqual([only?.title, only?.state, more.length], ['talk', 'done', 0])
		again.close()
		await sleep(5_000)
		assert.deepEqual(readdirSync(folder).sort(), ['copy.txt', 'copy.wav', 'talk 2.txt', 'talk.txt', 'talk.wav', 'was there.wav'])
	} finally {
		await next.stop()
	}
})
