import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { type Rank, Turns } from './turns.ts'

/** Turns whose work ends when the test says so; `order` is what began. */
function scene() {
	const turns = new Turns()
	const order: string[] = []
	const ends = new Map<string, () => void>()
	const take = (rank: Rank, name: string) =>
		turns.take(rank, () => {
			order.push(name)
			return new Promise<string>(resolve => ends.set(name, () => resolve(name)))
		})
	const end = async (name: string) => {
		ends.get(name)?.()
		await turnOfTheLoop()
	}
	return { take, end, order }
}

test('live finals go before those of files, whatever came first', async () => {
	const { take, end, order } = scene()
	void take('file', 'file 1')
	void take('file', 'file 2')
	void take('file', 'file 3')
	void take('live', 'live')
	for (const name of ['file 1', 'live', 'file 2', 'file 3']) await end(name)
	assert.deepEqual(order, ['file 1', 'live', 'file 2', 'file 3'])
})

test('a partial waits for the work that runs, and is done when nothing else came', async () => {
	const { take, end, order } = scene()
	void take('file', 'file')
	const partial = take('partial', 'partial')
	await end('file')
	await end('partial')
	assert.equal(await partial, 'partial')
	assert.deepEqual(order, ['file', 'partial'])
})

test('a partial is refused when a final waits', async () => {
	const { take, end, order } = scene()
	void take('live', 'running')
	void take('file', 'waiting')
	assert.equal(await take('partial', 'partial'), null)
	await end('running')
	await end('waiting')
	assert.deepEqual(order, ['running', 'waiting'])
})

test('a waiting partial is refused when a final comes', async () => {
	const { take, end, order } = scene()
	void take('live', 'running')
	const partial = take('partial', 'partial')
	void take('live', 'next')
	assert.equal(await partial, null)
	await end('running')
	assert.deepEqual(order, ['running', 'next'])
})

test('work that fails fails for its own asker, and the next goes on', async () => {
	const turns = new Turns()
	const failing = turns.take('file', () => Promise.reject(new Error('no')))
	const next = turns.take('file', () => Promise.resolve('yes'))
	await assert.rejects(failing, /no/)
	assert.equal(await next, 'yes')
})
