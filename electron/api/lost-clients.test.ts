import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type LostClient, LostClients } from './lost-clients.ts'

/** Time stands at 1,000 and passes when told. */
function watching(context: TestContext) {
	context.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000 })
	const told: LostClient[] = []
	return { clients: new LostClients(lost => told.push(lost)), told, pass: (ms: number) => context.mock.timers.tick(ms) }
}

test('a page whose line broke and that does not come back is lost, five seconds later', context => {
	const { clients, told, pass } = watching(context)
	clients.came('a')
	pass(2_000)
	const recording = { id: 'r', samples: 16_000 }
	clients.broke('a', recording)
	pass(4_999)
	assert.deepEqual(told, [])
	pass(1)
	assert.deepEqual(told, [{ page: 'a', since: 1_000, at: 3_000, recording }])
})

test('a page that comes back in time is not lost; when it breaks again it has been there since it first came', context => {
	const { clients, told, pass } = watching(context)
	clients.came('a')
	clients.broke('a', null)
	pass(3_000)
	clients.came('a')
	pass(60_000)
	assert.deepEqual(told, [])
	clients.broke('a', null)
	pass(5_000)
	assert.deepEqual(told, [{ page: 'a', since: 1_000, at: 64_000, recording: null }])
})

test('a page that said goodbye is not lost, and each page is looked after by itself', context => {
	const { clients, told, pass } = watching(context)
	for (const page of ['a', 'b', 'c']) clients.came(page)
	clients.left('a')
	clients.broke('b', null)
	pass(60_000)
	assert.deepEqual(
		told.map(lost => lost.page),
		['b']
	)
})

test('a goodbye that overtakes the end of the line, or comes after it, counts; for a while', context => {
	const { clients, told, pass } = watching(context)
	for (const page of ['a', 'b']) clients.came(page)
	clients.left('a')
	clients.broke('a', null)
	clients.broke('b', null)
	pass(1_000)
	clients.left('b')
	// Even before its first word.
	clients.left('c')
	clients.came('c')
	clients.broke('c', null)
	pass(60_000)
	assert.equal(told.length, 0)
	// Out of the browser's cache it is back, and may be lost like any other.
	clients.came('a')
	clients.broke('a', null)
	pass(60_000)
	assert.deepEqual(
		told.map(lost => lost.page),
		['a']
	)
})

test('nobody is lost when main itself ends', context => {
	const { clients, told, pass } = watching(context)
	for (const page of ['a', 'b']) clients.came(page)
	clients.broke('a', null)
	clients.close()
	clients.broke('b', null)
	pass(60_000)
	assert.deepEqual(told, [])
})
