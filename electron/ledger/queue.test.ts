import assert from 'node:assert/strict'
import { test } from 'node:test'
import { APART, Queue } from './queue.ts'
import { fileNamed, idOf, ledgerFor } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'

const ids = [1, 2, 3, 4].map(idOf)
const [A, B, C, D] = ids as [string, string, string, string]

function line(context: Parameters<typeof ledgerFor>[0]) {
	const db = ledgerFor(context)
	const ledger = new Transcripts(db)
	for (const id of ids) ledger.add(fileNamed(id))
	const order = () =>
		[...ledger.list()]
			.sort((a, b) => a.place - b.place)
			.map(row => row.id[0])
			.join('')
	const moved = (...asked: Parameters<Queue['move']>) => {
		const done = new Queue(db).move(...asked)
		assert.ok(done.ok)
		for (const { transcript, place } of done.value) assert.equal(ledger.get(transcript)?.place, place)
		return [order(), done.value.length]
	}
	return { moved, ledger, order }
}

test('a file is put before any other or behind all, and nobody else has to move', context => {
	const { moved } = line(context)
	assert.deepEqual(moved(D, A), ['4123', 1])
	assert.deepEqual(moved(D, C), ['1243', 1])
	assert.deepEqual(moved(A, null), ['2431', 1])
	assert.deepEqual(moved(B, B), ['2431', 1])
	assert.deepEqual(moved(B, idOf(9)), ['4312', 1])
})

test('where there is no room left between two, those that wait move, and come before whatever is added later', context => {
	const { moved, ledger, order } = line(context)
	ledger.saveJob(B, { state: 'done' })
	const steps = Array.from({ length: 2 * Math.log2(APART) + 2 }, (_, i) => moved(i % 2 === 0 ? D : C, i % 2 === 0 ? C : D))
	assert.deepEqual(new Set(steps.map(([, many]) => many)), new Set([1, 3]), 'both ways were gone')
	assert.match(String(steps.at(-1)?.[0]), /1.*34/)
	ledger.add(fileNamed(idOf(5)))
	assert.match(order(), /5$/)
})
