import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { Sources } from '../ledger/sources.ts'
import { idOf, ledgerFor } from '../ledger/test-ledger.ts'
import { Transcripts } from '../ledger/transcripts.ts'
import { Intake } from './intake.ts'
import { Uploads } from './uploads.ts'

function setUp(context: TestContext) {
	const folder = folderFor(context)
	const db = ledgerFor(context, folder)
	const [ledger, sources] = [new Transcripts(db), new Sources(db)]
	const uploadPath = (upload: string) => join(folder, 'uploads', upload)
	mkdirSync(join(folder, 'uploads'))
	mkdirSync(join(folder, 'music'))
	const uploads = new Uploads({
		folder: join(folder, 'uploads'),
		pathOf: uploadPath,
		isTaken: path => sources.has(path),
		read: () => sources.read(join(folder, 'uploads/')),
		now: Date.now,
		room: async () => null
	})
	const intake = new Intake({ ledger, sources, uploads, uploadPath, except: () => [], added: () => {}, now: Date.now })
	context.after(() => intake.stop())
	const put = (name: string, text: string) => {
		const path = join(folder, 'music', name)
		writeFileSync(path, text)
		return path
	}
	return { folder, ledger, sources, uploads, intake, put, uploadPath, music: join(folder, 'music') }
}

test('says of a file whose content is there already where it is, and makes no second of it', async context => {
	const { intake, put, ledger, music } = setUp(context)
	const path = put('talk.mp3', 'sound')
	const first = await intake.addPaths([path])
	copyFileSync(path, join(music, 'copy.mp3'))
	put('noise.mp3', 'noise')
	const again = await intake.addPaths([path, join(music, 'copy.mp3'), join(music, 'noise.mp3')])
	assert.deepEqual(
		again.duplicates.map(({ name, transcript, title }) => [name, transcript, title]),
		[
			['talk.mp3', first.added[0], 'talk'],
			['copy.mp3', first.added[0], 'talk']
		]
	)
	assert.equal(ledger.get(again.added[0] ?? '')?.title, 'noise')
	assert.equal((await intake.addPaths([path], { again: true })).added.length, 1)
})

test('of two alike that come at once one is a duplicate', async context => {
	const { intake, put } = setUp(context)
	const [a, b] = await Promise.all([intake.addPaths([put('a.mp3', 'sound')]), intake.addPaths([put('b.mp3', 'sound')])])
	assert.deepEqual([a?.added.length, b?.added.length, b?.duplicates[0]?.transcript], [1, 0, a?.added[0]])
})

test('knows a file again that was moved since, and an upload of which nothing is left', async context => {
	const { intake, put, sources, uploadPath } = setUp(context)
	const path = put('talk.mp3', 'sound')
	const [id = ''] = (await intake.addPaths([path])).added
	while (sources.get(id)?.fingerprint === null) await new Promise(resolve => setTimeout(resolve, 2))
	rmSync(path)
	assert.equal((await intake.addPaths([put('moved.mp3', 'sound')])).duplicates.length, 1)

	writeFileSync(uploadPath(idOf(1)), 'noise')
	const [upload = ''] = (await intake.addUploads([{ upload: idOf(1), name: 'noise.mp3' }], false)).added
	rmSync(uploadPath(idOf(1)))
	assert.equal((await intake.addPaths([put('noise.mp3', 'noise')])).duplicates[0]?.transcript, upload)
})

test('an upload that is here already waits for an answer: it is none that was left, and can become a transcript all the same', async context => {
	const { intake, put, uploads, uploadPath } = setUp(context)
	await intake.addPaths([put('talk.mp3', 'sound')])
	const upload = { upload: idOf(1), name: 'copy.mp3' }
	await uploads.take(
		upload.upload,
		{ name: 'copy.mp3', bytes: 5, changedAt: 7, purpose: { for: 'transcript' } },
		0,
		Readable.from(['sound'])
	)
	assert.deepEqual([(await uploads.list()).length, (await intake.addUploads([upload], false)).duplicates.length], [1, 1])
	assert.deepEqual([await uploads.list(), existsSync(uploadPath(upload.upload))], [[], true])
	assert.equal((await intake.addUploads([upload], true)).added.length, 1)
})

test('makes one transcript of an upload, however often it is asked', async context => {
	const { intake, uploadPath, ledger } = setUp(context)
	writeFileSync(uploadPath(idOf(1)), 'sound')
	const ask = () => intake.addUploads([{ upload: idOf(1), name: 'talk.mp3' }], false)
	await ask()
	rmSync(uploadPath(idOf(1)))
	assert.deepEqual([(await ask()).problems, ledger.list().length], [[], 1])
})

test('looks through folders, and says what it left out', async context => {
	const { intake, put, music, ledger } = setUp(context)
	mkdirSync(join(music, 'day 1'))
	for (const name of ['day 1/a.mp3', 'b.mp3', 'notes.txt', '.hidden.mp3']) put(name, name)
	const { leftOut, problems, added } = await intake.addPaths([music])
	assert.deepEqual([added.map(id => ledger.get(id)?.title), leftOut, problems], [['b', 'a'], { other: 1, hidden: 1 }, []])
})

test('says what is wrong with a path that somebody wrote, and keeps one that was given as a transcript that says so', async context => {
	const { intake, music, put } = setUp(context)
	put('talk.mp3', 'sound')
	const missing = join(music, 'none.mp3')
	const written = await intake.addPaths([` "${join(music, 'talk.mp3')}"`, missing, 'talk.mp3', ''], { written: true })
	assert.deepEqual([written.added.length, written.problems.map(each => each.code)], [1, ['path-missing', 'bad-path']])
	assert.equal((await intake.addPaths([missing])).added.length, 1)
})

test('says of a file that was changed between being added and being read that it was, once', async context => {
	const { intake, put, sources } = setUp(context)
	const [id = ''] = (await intake.addPaths([put('talk.mp3', 'sound')])).added
	const { bytes, changedAt } = sources.get(id) ?? assert.fail()
	const say = (bytes: number, changedAt: number) => intake.opened(id, { bytes, changedAt }).map(({ code, facts }) => `${code} ${facts.how}`)
	assert.deepEqual(
		[say(bytes, changedAt), say(9, changedAt + 1), say(9, changedAt + 1), say(9, changedAt + 2)],
		[[], ['source-changed-since grown'], [], ['source-changed-since changed']]
	)
})

test('takes the file of a transcript where it lies now, and no other', async context => {
	const { intake, put, sources, music } = setUp(context)
	const path = put('talk.mp3', 'sound')
	const [id = ''] = (await intake.addPaths([path])).added
	while (sources.get(id)?.fingerprint === null) await new Promise(resolve => setTimeout(resolve, 2))
	rmSync(path)
	const other = await intake.moved(id, put('other.mp3', 'noise'), null)
	assert.equal(other.ok ? '' : other.problem.code, 'other-file')
	assert.equal((await intake.moved(id, put('here.mp3', 'sound'), null)).ok, true)
	assert.equal(sources.get(id)?.path, join(music, 'here.mp3'))
})

test('makes a transcript of each track and channel that is asked for, while the file is there', async context => {
	const { intake, put, ledger, sources, uploadPath } = setUp(context)
	const path = put('film.mkv', 'sound')
	const { added } = await intake.addPaths([path])
	const [film = ''] = added
	const choices = [
		{ track: 1, channel: null, title: 'Film, track 2' },
		{ track: null, channel: 0, title: 'Film, left' }
	]
	const made = await intake.addChoices(film, choices)
	assert.ok(made.ok)
	assert.deepEqual(
		made.value.map(id => {
			const row = ledger.get(id)
			return [row?.title, row?.sourcePath, row?.sourceTrack, row?.sourceChannel, row?.state]
		}),
		[
			['Film, track 2', path, 1, null, 'queued'],
			['Film, left', path, null, 0, 'queued']
		]
	)
	rmSync(path)
	const gone = await intake.addChoices(film, choices)
	assert.deepEqual([gone.ok, !gone.ok && gone.problem.code], [false, 'source-gone'])

	// Uploads are read when the last transcript of them is.
	const upload = '11111111-1111-4111-8111-111111111111'
	writeFileSync(uploadPath(upload), 'other sound')
	const [one = ''] = (await intake.addUploads([{ upload, name: 'a.mkv' }], false)).added
	const other = await intake.addChoices(one, choices.slice(0, 1))
	ledger.saveJob(one, { ended: true })
	const read = () => sources.read(uploadPath(''))
	assert.deepEqual(read(), [])
	for (const id of other.ok ? other.value : []) ledger.saveJob(id, { ended: true })
	assert.deepEqual(read(), [uploadPath(upload)])
})
