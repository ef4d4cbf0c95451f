import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Added, Partial } from '../../electron/contract/intake.ts'
import type { Wish } from '../../electron/contract/wish.ts'
import type { Client } from '../api/client.ts'
import { fail, ok, type Result } from '../api/problem.ts'
import type { UploadHears } from '../api/upload.ts'
import { createUploadsStore, type FileCarrier, sendsFiles } from './uploads.ts'

/**
 * A main that makes a transcript `t-<name>` of each upload and path but those called `known…`, which are there, and a carrier whose copies end
 * when they are told to. `left`: what pages before have left.
 */
function setUp(
	copy: (name: string, signal: AbortSignal, id: string, hears: UploadHears, purpose: Partial['purpose']) => Promise<Result<null>>,
	paths = false,
	given: (Omit<Partial, 'purpose'> & { purpose?: Partial['purpose'] })[] = []
) {
	const left = given.map(each => ({ purpose: { for: 'transcript' as const }, ...each }))
	const log: string[] = []
	const wishes: { now: Wish | null; asked: (Wish | null | undefined)[] } = { now: null, asked: [] }
	const answers: Record<string, (params: never) => unknown> = {
		'uploads.list': () => left,
		'upload.discard': ({ upload }: { upload: string }) => {
			log.push(`discard ${upload.length === 36 ? 'id' : upload}`)
			return {}
		},
		'transcript.find-source': ({ transcript }: { transcript: string }) => {
			log.push(`found ${transcript}`)
			return {}
		},
		'models.import': ({ upload }: { upload: { name: string } | null }) => {
			log.push(`model ${upload?.name}`)
			return {}
		},
		'files.add-paths': ({ paths, again = false, wish }: { paths: string[]; again?: boolean; wish?: Wish | null }) => {
			wishes.asked.push(wish)
			return added(
				paths.map(path => ({ path, upload: null, name: path.slice(1) })),
				again
			)
		},
		'files.add-uploads': ({
			uploads,
			again = false,
			wish
		}: {
			uploads: { upload: string; name: string }[]
			again?: boolean
			wish?: Wish | null
		}) => {
			wishes.asked.push(wish)
			return added(
				uploads.map(each => ({ ...each, path: null })),
				again
			)
		}
	}
	function added(given: { path: string | null; upload: string | null; name: string }[], again: boolean): Added {
		const isNew = ({ name }: { name: string }) => again || !name.startsWith('known')
		log.push(`added ${given.map(each => each.name)}${again ? ' again' : ''}`)
		const duplicates = given.filter(each => !isNew(each)).map(each => ({ ...each, transcript: `t-${each.name}`, title: each.name }))
		return { added: given.filter(isNew).map(each => `t-${each.name}`), duplicates, leftOut: { other: 0, hidden: 0 }, problems: [] }
	}
	const client: Client = {
		start: () => {},
		sendAudio: () => {},
		request: async (name, params) => ok(answers[name]?.(params as never)) as never
	}
	const carrier: FileCarrier = {
		pathsOf: paths ? files => files.map(file => `/${file.name}`) : null,
		upload: (file, { upload, purpose }, signal, hears) => copy(file.name, signal, upload, hears, purpose)
	}
	const uploads = createUploadsStore(client, carrier, {
		open: id => log.push(`open ${id}`),
		arrived: id => log.push(`arrived ${id}`),
		tell: problem => log.push(problem.code),
		wish: () => wishes.now
	})
	return { uploads, log, wishes }
}

test('a file is heard as it was wished when it was added, though that has changed by the time it is here', async () => {
	const here = Promise.withResolvers<Result<null>>()
	const { uploads, wishes } = setUp(() => here.promise)
	const [large, small] = [
		{ model: 'large', language: null },
		{ model: 'small', language: 'zh' }
	]
	wishes.now = large
	const done = uploads.add([new File(['sound'], 'a')])
	wishes.now = small
	here.resolve(ok(null))
	await done
	const byPath = setUp(async () => ok(null), true)
	byPath.wishes.now = small
	await byPath.uploads.add([new File(['sound'], 'a')])
	await byPath.uploads.addPaths(['/a'])
	assert.deepEqual([wishes.asked, byPath.wishes.asked], [[large], [small, small]])
})

const files = ['a', 'b', 'c'].map(name => new File(['sound'], name))

test('copies files, adds each as soon as it is there and shows the first', async () => {
	const { uploads, log } = setUp(async () => ok(null))
	await uploads.add(files)
	assert.deepEqual([...log].sort(), ['added a', 'added b', 'added c', 'arrived t-a'])
	assert.deepEqual(uploads.getState().uploads, [])
})

test('shows the one that the user wants, or none when the user went elsewhere', async () => {
	const { uploads, log } = setUp(async () => ok(null))
	const done = uploads.add(files)
	uploads.want(uploads.getState().uploads[1]?.id ?? null)
	await done
	assert.deepEqual([...log].sort(), ['added a', 'added b', 'added c', 'arrived t-b'])
	const later = uploads.add(files.slice(0, 1))
	uploads.want(null)
	await later
	assert.deepEqual(log.slice(4), ['added a'])
})

test('keeps a file that could not be copied until it is tried again or taken away, and goes on with the rest', async () => {
	let broken = true
	const { uploads, log } = setUp(async name => (name === 'a' && broken ? fail('upload-interrupted', 'Lost.') : ok(null)))
	await uploads.add(files)
	const [left] = uploads.getState().uploads
	assert.deepEqual([left?.name, left?.state, left?.problem?.code], ['a', 'failed', 'upload-interrupted'])
	assert.deepEqual(log, ['added b', 'added c'])
	broken = false
	uploads.retry(left?.id ?? '')
	await uploads.add([])
	await new Promise(resolve => setImmediate(resolve))
	assert.deepEqual(uploads.getState().uploads, [])
})

test('stops a copy that is cancelled', async () => {
	const { uploads } = setUp(
		(_, signal) => new Promise(resolve => signal.addEventListener('abort', () => resolve(fail('upload-cancelled', 'Cancelled.'))))
	)
	const done = uploads.add(files.slice(0, 1))
	await new Promise(resolve => setImmediate(resolve))
	uploads.cancel(uploads.getState().uploads[0]?.id ?? '')
	await done
	assert.deepEqual(uploads.getState().uploads, [])
})

const soon = () => new Promise(resolve => setImmediate(resolve))

test('adds files in the order in which they were given, though a smaller one is here first', async () => {
	const here: Record<string, () => void> = {}
	const { uploads, log } = setUp(name => new Promise(resolve => Object.assign(here, { [name]: () => resolve(ok(null)) })))
	const done = uploads.add(files)
	await soon()
	here.b?.()
	await soon()
	assert.deepEqual(log, [])
	here.a?.()
	await soon()
	here.c?.()
	await done
	assert.deepEqual(log, ['added a', 'arrived t-a', 'added b', 'added c'])
})

test('one that waits for room, fails or is cancelled holds up none of those behind it', async () => {
	const room = Promise.withResolvers<Result<null>>()
	const { uploads, log } = setUp(async (name, _signal, _id, hears) => {
		if (name !== 'a') return ok(null)
		hears.waits({ for: 'room', missing: 1 })
		return await room.promise
	})
	const done = uploads.add(files)
	await soon()
	assert.deepEqual(log, ['added b', 'added c'])
	room.resolve(ok(null))
	await done
	assert.deepEqual(log, ['added b', 'added c', 'added a', 'arrived t-a'])
})

test('one that is cancelled while it waits for those before it becomes no transcript', async () => {
	const first = Promise.withResolvers<Result<null>>()
	const { uploads, log } = setUp(async name => (name === 'a' ? await first.promise : ok(null)))
	const done = uploads.add(files.slice(0, 2))
	await soon()
	uploads.cancel(uploads.getState().uploads[1]?.id ?? '')
	first.resolve(ok(null))
	await done
	assert.deepEqual(log, ['added a', 'arrived t-a', 'discard id'])
	assert.deepEqual(uploads.getState().uploads, [])
})

test('copies two at once, and no more', async () => {
	let [now, most] = [0, 0]
	const { uploads } = setUp(async () => {
		most = Math.max(most, ++now)
		await new Promise(resolve => setTimeout(resolve, 1))
		now--
		return ok(null)
	})
	await uploads.add([...files, ...files, ...files])
	assert.equal(most, 2)
})

test('asks what is to become of files that are there already, and does it', async () => {
	const known = [new File(['x'], 'known.mp3')]
	const { uploads, log } = setUp(async () => ok(null))
	await uploads.add(known)
	assert.deepEqual(
		uploads.getState().duplicates.map(each => [each.name, each.transcript]),
		[['known.mp3', 't-known.mp3']]
	)
	await uploads.addAgain()
	assert.deepEqual([log, uploads.getState().duplicates], [['added known.mp3', 'added known.mp3 again', 'open t-known.mp3'], []])
	await uploads.add(known)
	uploads.leave()
	assert.deepEqual([log.at(-1), uploads.getState().duplicates], ['discard id', []])
})

test('goes on with what a page before has left when the same file is chosen again, and only then', async () => {
	const file = new File(['sound'], 'talk.mp3', { lastModified: 7 })
	const there = { upload: 'begun', name: 'talk.mp3', bytes: 5, received: 3, changedAt: 7 }
	const ids: string[] = []
	const copy = async (_name: string, _signal: AbortSignal, id: string) => {
		ids.push(id)
		return ok(null)
	}
	const { uploads } = setUp(copy, false, [there])
	await uploads.lookForLeft()
	assert.deepEqual(
		uploads.getState().uploads.map(each => [each.state, each.sent]),
		[['left', 3]]
	)
	await uploads.add([new File(['other'], 'talk.mp3', { lastModified: 8 })])
	assert.notEqual(ids[0], 'begun')
	await uploads.add([file])
	assert.deepEqual([ids[1], uploads.getState().uploads], ['begun', []])
})

test('asks for the transcript of what has arrived although its page went away', async () => {
	const { uploads, log } = setUp(async () => ok(null), false, [{ upload: 'whole', name: 'talk.mp3', bytes: 5, received: 5, changedAt: 7 }])
	await uploads.lookForLeft()
	assert.deepEqual([log, uploads.getState().uploads], [['added talk.mp3'], []])
})

test('does not ask again of a duplicate when the page is loaded anew, and leaves it to another that may still ask', async () => {
	const left = [{ upload: 'whole', name: 'known.mp3', bytes: 5, received: 5, changedAt: 7 }]
	const { uploads, log } = setUp(async () => ok(null), false, left)
	await uploads.lookForLeft()
	assert.deepEqual([log, uploads.getState().duplicates], [['added known.mp3'], []])
})

test('gives 1,000 files by path in batches and shows the first', async () => {
	const { uploads, log } = setUp(async () => ok(null), true)
	await uploads.add(Array.from({ length: 1_000 }, (_, n) => new File([], `${n}.mp3`)))
	assert.deepEqual(
		[log.filter(line => line.startsWith('added')).length, log.filter(line => line.startsWith('arrived'))],
		[5, ['arrived t-0.mp3']]
	)
})

test('says what was left out of folders, and takes the file of a transcript that was not found', async () => {
	const { uploads, log } = setUp(async () => ok(null))
	await uploads.addChosen(Promise.resolve({ files: [], leftOut: { other: 2, hidden: 1 } }))
	await uploads.findSource('t1', new File(['x'], 'talk.mp3'))
	assert.deepEqual(log, ['left-out', 'found t1'])
})

test('who leaves a page is asked because of what it sends, not because of what another page left', async () => {
	const left = { upload: 'old', name: 'talk.wav', bytes: 10, received: 4, changedAt: 1 }
	const here = Promise.withResolvers<Result<null>>()
	const { uploads } = setUp(() => here.promise, false, [left])
	await uploads.lookForLeft()
	assert.deepEqual([uploads.getState().uploads.length, sendsFiles(uploads.getState())], [1, false])
	const done = uploads.add([new File(['sound'], 'a')])
	assert.equal(sendsFiles(uploads.getState()), true)
	here.resolve(ok(null))
	await done
})

test('a model that broke off, and the file of a transcript, become that and no recording, in another page too', async () => {
	const [model, source] = [{ for: 'model' as const }, { for: 'source' as const, transcript: 't1' }]
	const facts = { bytes: 5, changedAt: 7 }
	const said: unknown[] = []
	const { uploads, log } = setUp(
		async (_name, _signal, _id, _hears, purpose) => {
			said.push(purpose)
			return ok(null)
		},
		false,
		[
			{ upload: 'part', name: 'thing.tar.gz', received: 3, purpose: model, ...facts },
			{ upload: 'whole', name: 'other.zip', received: 5, purpose: model, ...facts },
			{ upload: 'found', name: 'talk.mp3', received: 5, purpose: source, ...facts }
		]
	)
	await uploads.lookForLeft()
	assert.deepEqual(log, ['model other.zip', 'found t1'])
	// Chosen again beside recordings.
	await uploads.add([new File(['sound'], 'thing.tar.gz', { lastModified: 7 })])
	assert.deepEqual([log[2], said, uploads.getState().uploads], ['model thing.tar.gz', [model], []])
})
