import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Folder } from '../electron/contract/moving.ts'
import { fillDisk, smallDisk } from '../native-bridge/journal/test-folder.ts'
import type { ApiClient } from './api-client.ts'
import { type RunningHost, startHost } from './host.ts'
import { databaseFaults } from './left-over.ts'
import { clips } from './speech.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-move-'))
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))

/** So much that a move is seen while it copies. */
const BALLAST = 150_000_000
type Stage = NonNullable<Folder['move']>['stage']

/** What must be the same wherever the library is: every byte of audio and models, and what each transcript says. */
async function told(client: ApiClient, library: string) {
	const transcripts = await client.request('transcripts.list', {})
	const said = []
	for (const { id } of transcripts) said.push((await client.request('transcript.get', { transcript: id })).segments)
	const files = ['audio', 'models'].flatMap(name =>
		readdirSync(join(library, name), { recursive: true, encoding: 'utf8' })
			.map(inside => join(name, inside))
			.filter(path => statSync(join(library, path)).isFile())
			.sort()
			.map(path => [
				path,
				createHash('sha256')
					.update(readFileSync(join(library, path)))
					.digest('hex')
			])
	)
	return { said, files, settings: readFileSync(join(library, 'settings.json'), 'utf8') }
}

/** Waits until a move is at a stage, or over. */
async function until(client: ApiClient, stage: Stage | null): Promise<void> {
	await client.wait(`the move at ${stage}`, m => m.type === 'event' && m.event.type === 'move' && (m.event.move?.stage ?? null) === stage)
}

/** A page that comes back whenever main is away, until nothing moves any more; gives it and the folder that is in use. */
async function settled(host: RunningHost): Promise<{ client: ApiClient; path: string }> {
	for (const end = performance.now() + 90_000; performance.now() < end; await sleep(50)) {
		const client = await host.connectAgain()
		if (client.snapshot.folder?.move === null) return { client, path: client.snapshot.folder.path }
		client.close()
	}
	throw new Error('The move does not end.')
}

function onlyLibrary(home: string, library: string): void {
	for (const name of readdirSync(folder).map(each => join(folder, each)))
		if (name !== library && existsSync(name)) assert.equal(existsSync(join(name, 'ledger.sqlite')), false, `${name} holds a library too`)
	if (home !== library)
		for (const name of readdirSync(home)) assert.match(name, /^place\.(json|lock)$|^cache$/, `${name} was left in the old folder`)
	assert.equal(existsSync(join(library, 'arriving.json')), false)
}

test('a library moves, moves again and moves back, whoever is killed on the way: one whole library, and the page finds it', {
	timeout: 300_000
}, async () => {
	const home = join(folder, 'home')
	const places = ['first', 'second'].map(name => join(folder, name))
	let host = await startHost({ dataDir: home, guarded: true })
	try {
		let client = await host.connect()
		await client.request('settings.set', { standby: 'off' })
		const [job] = await client.drop(clips[0] ?? '')
		assert.equal((await client.over(job?.id ?? '')).state, 'done')
		mkdirSync(join(home, 'models/ballast'), { recursive: true })
		writeFileSync(join(home, 'models/ballast/model'), Buffer.alloc(BALLAST, 'x'))
		const before = await told(client, home)
		const [first = '', second = ''] = places
		const kills: readonly [to: string, at: Stage, who: 'nobody' | 'main' | 'all'][] = [
			[first, 'copying', 'main'],
			[second, 'restarting', 'main'],
			[first, 'copying', 'all'],
			[home, 'nobody' as Stage, 'nobody'],
			[second, 'deleting', 'all']
		]
		for (const [to, at, who] of kills) {
			const main = await client.readyPid('main')
			await client.request('folder.move', { to })
			if (at === 'deleting') client = await host.connectAgain()
			if (who !== 'nobody' && at !== 'deleting') await until(client, at)
			if (at === 'deleting') {
				while (client.snapshot.folder?.move?.stage !== 'deleting') {
					client.close()
					client = await host.connectAgain()
				}
			}
			if (who === 'main') process.kill(main, 'SIGKILL')
			if (who === 'all') {
				await host.kill('SIGKILL')
				process.kill(await client.readyPid('main'), 'SIGKILL')
				await client.closed
				host = await startHost({ dataDir: home, guarded: true, standby: true })
			} else if (who === 'nobody' || at === 'restarting' || at === 'copying') await client.closed
			const now = await settled(host)
			client = now.client
			assert.equal(now.path, to, `${at} ${who}`)
			onlyLibrary(home, to)
			assert.deepEqual(await told(client, to), before, `${at} ${who}`)
		}
		client.close()
		await host.stop()
		assert.deepEqual(databaseFaults(join(second, 'ledger.sqlite')), [])
		// A drive that is not connected.
		rmSync(second, { recursive: true })
		await assert.rejects(
			startHost({ dataDir: home, guarded: true, standby: true }),
			/Your library was moved to .*second, and is not there now/
		)
		assert.deepEqual(readdirSync(home).sort(), ['cache', 'place.json', 'place.lock'])
	} finally {
		await host.stop()
	}
})

function fillAtOnce(disk: string): void {
	try {
		writeFileSync(join(disk, 'fill'), Buffer.alloc(250_000_000))
	} catch {
		// Full.
	}
	fillDisk(disk)
}

test('what can’t work is said before anything is copied, and a drive that fills up meanwhile leaves everything where it was', {
	timeout: 120_000
}, async context => {
	const tiny = smallDisk(context, 1_024)
	const disk = smallDisk(context, 400_000)
	if (tiny === null || disk === null) return
	const home = mkdtempSync(join(folder, 'full-'))
	const host = await startHost({ dataDir: home, guarded: true })
	context.after(() => host.stop())
	const client = await host.connect()
	mkdirSync(join(home, 'models/ballast'), { recursive: true })
	writeFileSync(join(home, 'models/ballast/model'), Buffer.alloc(BALLAST, 'x'))
	const before = await told(client, home)
	const refused: [string, RegExp][] = [
		['elsewhere', /is not a complete path/],
		[home, /in this folder already/],
		[join(home, 'audio'), /lies in the one that is to be moved/],
		[folder, /is not empty/],
		[join(folder, 'not', 'there'), /can’t write to/],
		[tiny, /not enough room/]
	]
	for (const [to, why] of refused) await assert.rejects(client.request('folder.move', { to }), why)
	writeFileSync(join(disk, 'lost+found'), Buffer.alloc(140_000_000))
	const failed = client.next('why it failed', event => event.type === 'notice' && event.problem)
	const main = await client.readyPid('main')
	await client.request('folder.move', { to: disk })
	// Else a busy machine might copy all of it first.
	process.kill(main, 'SIGSTOP')
	fillAtOnce(disk)
	process.kill(main, 'SIGCONT')
	const problem = await failed
	assert.equal(problem.code, 'move-failed', problem.text)
	assert.match(problem.text, /there is not enough room\. Everything is where it was/)
	await until(client, null)
	assert.deepEqual(readdirSync(disk).sort(), ['fill', 'lost+found'])
	assert.deepEqual(await told(client, home), before)
	client.close()
})
