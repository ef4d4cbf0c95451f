import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '../api/client.ts'
import { fail, ok, type Result } from '../api/problem.ts'
import { createUploadsStore, type FileCarrier } from './uploads.ts'

/** A main that makes a transcript `t-<name>` of each upload, and a carrier whose copies end when they are told to. */
function setUp(copy: (name: string, signal: AbortSignal) => Promise<Result<null>>) {
	const log: string[] = []
	const client: Client = {
		start: () => {},
		sendAudio: () => {},
		request: async (_, params) => {
			const { uploads } = params as { uploads: { name: string }[] }
			log.push(`added ${uploads.map(each => each.name)}`)
			return ok(uploads.map(each => ({ id: `t-${each.name}` }))) as never
		}
	}
	const carrier: FileCarrier = { pathsOf: null, upload: (file, _, signal) => copy(file.name, signal) }
	const uploads = createUploadsStore(client, carrier, { open: id => log.push(`open ${id}`), tell: problem => log.push(problem.code) })
	return { uploads, log }
}

const files = ['a', 'b', 'c'].map(name => new File(['sound'], name))

test('copies one file after the other, adds each at once and shows the first', async () => {
	const { uploads, log } = setUp(async () => ok(null))
	await uploads.add(files)
	assert.deepEqual(log, ['added a', 'open t-a', 'added b', 'added c'])
	assert.deepEqual(uploads.getState().uploads, [])
})

test('shows the one that the user wants, or none when the user went elsewhere', async () => {
	const { uploads, log } = setUp(async () => ok(null))
	const done = uploads.add(files)
	uploads.want(uploads.getState().uploads[1]?.id ?? null)
	await done
	assert.deepEqual(log, ['added a', 'added b', 'open t-b', 'added c'])
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
