import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { Uploads } from './uploads.ts'

const ID = '0b9f3a52-7f0e-4a7e-9a53-6f0f6f0d5c11'
const facts = { name: 'talk.mp3', bytes: 10, changedAt: 7, purpose: { for: 'model' as const } }
const DAY_MS = 24 * 3_600_000

function setUp(context: TestContext, free: number | null = null) {
	const folder = folderFor(context)
	const world = { taken: new Set<string>(), read: [] as string[], mayBeLost: false, now: Date.now(), free }
	const uploads = new Uploads({
		folder,
		pathOf: upload => (/^[0-9a-f-]{36}$/.test(upload) ? join(folder, upload) : null),
		isTaken: path => world.taken.has(path),
		read: () => world.read,
		mayBeLost: () => world.mayBeLost,
		now: () => world.now,
		room: async () => world.free
	})
	return {
		folder,
		world,
		uploads,
		path: join(folder, ID),
		send: (offset: number, text: string) => uploads.take(ID, facts, offset, Readable.from([Buffer.from(text)]))
	}
}

test('keeps what has come when the line breaks, and goes on from there, in a main that knows nothing of it too', async context => {
	const { uploads, path, send, folder } = setUp(context)
	const broken = new PassThrough()
	const first = uploads.take(ID, facts, 0, broken)
	broken.write('abcd')
	await until(() => existsSync(`${path}.part`) && readFileSync(`${path}.part`, 'utf8') === 'abcd')
	assert.deepEqual(await uploads.list(), [])
	broken.destroy()
	assert.equal((await first)?.is, 'broken')
	assert.deepEqual(await uploads.standing(ID, 10), { is: 'received', bytes: 4 })
	assert.deepEqual(await uploads.list(), [{ upload: ID, ...facts, received: 4 }])

	const next = new Uploads({ folder, pathOf: () => path, isTaken: () => false, read: () => [], now: Date.now, room: async () => null })
	assert.deepEqual(await next.take(ID, facts, 4, Readable.from([Buffer.from('efghij')])), { is: 'received', bytes: 10 })
	assert.equal(readFileSync(path, 'utf8'), 'abcdefghij')
	// Its answer was lost, and it is sent once more.
	assert.deepEqual(await send(4, 'efghij'), { is: 'received', bytes: 10 })
	assert.deepEqual(await uploads.list(), [{ upload: ID, ...facts, received: 10 }])
})

test('takes only what comes after what is here, and no more than it was to be', async context => {
	const { send, uploads, path } = setUp(context)
	assert.deepEqual(await send(3, 'defghij'), { is: 'elsewhere', offset: 0 })
	assert.deepEqual(await send(0, 'abc'), { is: 'received', bytes: 3 })
	assert.deepEqual(await send(0, 'abc'), { is: 'elsewhere', offset: 3 })
	assert.deepEqual(await send(3, 'defghijklm'), { is: 'too-long' })
	assert.equal(existsSync(path), false)
	assert.equal(await uploads.take('../ledger', facts, 0, Readable.from([])), null)
})

test('says that the disk failed when the last step does, keeps what came, and goes on from there', async context => {
	const { folder, path, send, uploads } = setUp(context)
	const inTheWay = new Uploads({
		...{ folder, pathOf: () => path, isTaken: () => false, read: () => [], now: Date.now },
		room: async () => {
			mkdirSync(path)
			return null
		}
	})
	const taken = await inTheWay.take(ID, facts, 0, Readable.from([Buffer.from('abcdefghij')]))
	assert.equal(taken?.is, 'broken')
	rmdirSync(path)
	assert.deepEqual(await uploads.standing(ID, 10), { is: 'received', bytes: 10 })
	assert.deepEqual(await send(10, ''), { is: 'received', bytes: 10 })
	assert.equal(readFileSync(path, 'utf8'), 'abcdefghij')
})

test('gives the place to who comes later: the line of the one before may be dead', async context => {
	const { uploads, send, path } = setUp(context)
	const dead = new PassThrough()
	const first = uploads.take(ID, facts, 0, dead)
	dead.write('abcd')
	await until(() => existsSync(`${path}.part`) && readFileSync(`${path}.part`, 'utf8') === 'abcd')
	const second = await send(4, 'efghij')
	assert.deepEqual([(await first)?.is, second], ['broken', { is: 'received', bytes: 10 }])
})

test('begins nothing for which there is no room, keeps what is here, and goes on when there is', async context => {
	const { uploads, send, world } = setUp(context)
	assert.deepEqual(await send(0, 'abcd'), { is: 'received', bytes: 4 })
	world.free = 5
	assert.deepEqual(await uploads.standing(ID, 10), { is: 'full', free: 5 })
	assert.deepEqual(await send(4, 'efghij'), { is: 'full', free: 5 })
	world.free = 6
	assert.deepEqual(await uploads.standing(ID, 10), { is: 'received', bytes: 4 })
	assert.deepEqual(await send(4, 'efghij'), { is: 'received', bytes: 10 })
})

test('throws away what nobody went on with for a day, and what is taken back, but no file of a transcript', async context => {
	const { uploads, send, world, folder, path } = setUp(context)
	await send(0, 'abcd')
	await uploads.tidy()
	assert.equal((await uploads.list()).length, 1)
	world.now += DAY_MS + 60_000
	await uploads.tidy()
	assert.deepEqual(readdirSync(folder), [])

	await send(0, 'abcdefghij')
	world.taken.add(path)
	await uploads.claimed(ID)
	await uploads.tidy()
	await uploads.discard(ID)
	assert.deepEqual([readdirSync(folder), await uploads.list()], [[ID], []])
	world.taken.clear()
	utimesSync(path, 0, 0)
	await uploads.tidy()
	assert.deepEqual(readdirSync(folder), [])
})

test('keeps what is all here while a ledger lies aside that may know whose it is, however old it is', async context => {
	const { uploads, send, world, folder } = setUp(context)
	await send(0, 'abcdefghij')
	await uploads.claimed(ID)
	world.mayBeLost = true
	world.now += 100 * DAY_MS
	await uploads.tidy()
	assert.deepEqual(readdirSync(folder), [ID])
	world.mayBeLost = false
	await uploads.tidy()
	assert.deepEqual(readdirSync(folder), [])
})

test('one that can’t be deleted stays, and the others go', async context => {
	const { uploads, send, world, folder } = setUp(context)
	await send(0, 'abcd')
	// A folder in its place can't be deleted as a file can, whoever asks.
	const stuck = [ID.replace('0', '1'), ID.replace('0', 'f')]
	for (const name of stuck) mkdirSync(join(folder, name))
	world.read.push(join(folder, stuck[0] ?? ''))
	world.now += DAY_MS + 60_000
	await uploads.tidy()
	await uploads.discard(stuck[1] ?? '')
	assert.deepEqual(readdirSync(folder).sort(), stuck)
})

async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise(resolve => setTimeout(resolve, 2))
}

test('keeps one that was read for a day, should other sound of it be wanted', async context => {
	const { uploads, world, path, send } = setUp(context)
	await send(0, 'abcdefghij')
	world.taken.add(path)
	world.read.push(path)
	await uploads.tidy()
	assert.equal(existsSync(path), true)
	world.now += 25 * 3_600_000
	await uploads.tidy()
	assert.equal(existsSync(path), false)
})
