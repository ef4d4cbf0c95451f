import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import { ok } from '../../native-bridge/protocol/problem.ts'
import type { Wish } from '../contract/wish.ts'
import { Landed } from '../ledger/landed.ts'
import { Sources } from '../ledger/sources.ts'
import { ledgerFor } from '../ledger/test-ledger.ts'
import { Transcripts } from '../ledger/transcripts.ts'
import { Intake } from './intake.ts'
import { Uploads } from './uploads.ts'
import { WatchFolder } from './watch-folder.ts'
import { watchable } from './watchable.ts'

/** A watched folder in a world where time passes only by `pass`, and every job can be said to be done. */
function setUp(context: TestContext) {
	const folder = folderFor(context)
	const data = join(folder, 'in', 'data')
	mkdirSync(data, { recursive: true })
	const db = ledgerFor(context, folder)
	const [ledger, sources, landed] = [new Transcripts(db), new Sources(db), new Landed(db)]
	const pathOf = (upload: string) => join(folder, upload)
	const uploads = new Uploads({ folder, pathOf, isTaken: () => false, read: () => [], now: Date.now, room: async () => null })
	const intake = new Intake({ ledger, sources, uploads, uploadPath: pathOf, except: () => [], added: () => {}, now: Date.now })
	const log = openLog(folder, 'main')
	const world = { folder: join(folder, 'in') as string | null, at: 0, told: [] as string[], wish: null as Wish | null }
	const begin = () => {
		const watch = new WatchFolder({
			...{ landed, intake, log },
			wanted: () => ({ folder: world.folder, format: 'txt', wish: world.wish }),
			stateOf: id => ledger.get(id)?.state ?? null,
			exported: async id => ok({ extension: 'txt', bytes: Buffer.from(`Text of ${ledger.get(id)?.title}`) }),
			except: () => [data],
			tell: problem => world.told.push(problem.code),
			now: () => world.at
		})
		context.after(() => watch.stop())
		return watch
	}
	context.after(() => intake.stop())
	let watch = begin()
	return {
		...{ world, data, ledger },
		put: (name: string, text = name) => writeFileSync(join(folder, 'in', name), text),
		files: () => readdirSync(join(folder, 'in')).filter(name => name !== 'data'),
		titles: () =>
			ledger
				.list()
				.map(each => each.title)
				.sort(),
		/** Two looks, six seconds apart. */
		pass: async () => {
			await watch.look()
			world.at += 6_000
			await watch.look()
		},
		done: () => {
			for (const { id } of ledger.list()) ledger.saveJob(id, { state: 'done' })
		},
		restart: () => {
			watch.stop()
			watch = begin()
		},
		root: folder
	}
}

test('transcribes what lands, not what was there, and writes the text beside it, once', async context => {
	const { put, pass, done, files, titles, data } = setUp(context)
	put('old.mp3')
	await pass()
	put('talk.mp3')
	put('letter.txt', 'Dear Sir')
	put('letter.mp3')
	writeFileSync(join(data, 'journal.wav'), 'ours')
	await pass()
	assert.deepEqual(titles(), ['letter', 'talk'])
	done()
	await pass()
	await pass()
	assert.deepEqual(files().sort(), ['letter 2.txt', 'letter.mp3', 'letter.txt', 'old.mp3', 'talk.mp3', 'talk.txt'])
	assert.deepEqual(titles(), ['letter', 'talk'])
})

test('goes on after a restart: with what landed meanwhile, and with texts that are due', async context => {
	const { put, pass, done, files, titles, restart } = setUp(context)
	await pass()
	put('first.mp3')
	await pass()
	restart()
	put('second.mp3')
	done()
	await pass()
	assert.deepEqual([titles(), files().includes('first.txt')], [['first', 'second'], true])
})

test('writes the text of content that is known already, without transcribing it again', async context => {
	const { put, pass, done, files, titles } = setUp(context)
	await pass()
	put('talk.mp3', 'sound')
	await pass()
	done()
	put('copy.mp3', 'sound')
	await pass()
	assert.deepEqual([titles(), files().includes('copy.txt')], [['talk'], true])
})

test('says once that the folder is away, and takes what landed when it is back', async context => {
	const { put, pass, titles, world, root } = setUp(context)
	await pass()
	renameSync(join(root, 'in'), join(root, 'away'))
	await pass()
	await pass()
	assert.deepEqual(world.told, ['watch-unreadable'])
	renameSync(join(root, 'away'), join(root, 'in'))
	put('talk.mp3')
	await pass()
	assert.deepEqual([titles(), world.told.length], [['talk'], 1])
})

test('begins anew with another folder, and with the same one that was given up in between', async context => {
	const { put, pass, titles, world } = setUp(context)
	await pass()
	const { folder } = world
	world.folder = null
	await pass()
	put('between.mp3')
	world.folder = folder
	await pass()
	await pass()
	assert.deepEqual(titles(), [])
})

test('takes a folder as it is written, and none that is missing, a file, or our own', async context => {
	const { root, put, data } = setUp(context)
	put('talk.mp3')
	const say = async (path: string) => {
		const answer = await watchable(path, [join(root, 'to'), data])
		return answer.ok ? answer.value : answer.problem.code
	}
	assert.deepEqual(
		[await say(`"${root}"`), await say(join(root, 'none')), await say(join(root, 'in', 'talk.mp3')), await say(data), await say('music')],
		[root, 'path-missing', 'watch-no-folder', 'watch-own-folder', 'bad-path']
	)
})

test('what lands is heard as is wished for the folder', async context => {
	const { put, pass, world, ledger } = setUp(context)
	await pass()
	world.wish = { model: 'large', language: 'zh' }
	put('talk.mp3')
	await pass()
	assert.deepEqual(
		ledger.list().map(({ wish }) => wish),
		[world.wish]
	)
})
