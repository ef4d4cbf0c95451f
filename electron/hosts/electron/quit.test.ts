import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { quitInOrder } from './quit.ts'

test('a quit waits for the work to be put away, once', async () => {
	const app = new EventEmitter()
	const exited = Promise.withResolvers<number | undefined>()
	let stops = 0
	let prevented = 0
	quitInOrder(Object.assign(app, { exit: exited.resolve }), async () => void stops++)
	for (let i = 0; i < 2; i++) app.emit('before-quit', { preventDefault: () => prevented++ })
	assert.deepEqual([await exited.promise, stops, prevented], [0, 1, 2])
})

test('a quit does not wait for ever', async () => {
	const app = new EventEmitter()
	const exited = Promise.withResolvers<number | undefined>()
	quitInOrder(Object.assign(app, { exit: exited.resolve }), () => new Promise(() => {}), 5)
	app.emit('before-quit', { preventDefault: () => {} })
	assert.equal(await exited.promise, 1)
})
