import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppEvent } from '../contract/events.ts'
import { Feed } from './feed.ts'

const removed = (n: number): AppEvent => ({ type: 'transcripts-removed', transcripts: [String(n)] })
function feedOf(events: number): Feed {
	const feed = new Feed()
	for (let n = 1; n <= events; n++) feed.emit(removed(n))
	return feed
}

test('numbers events from one', () => {
	const feed = new Feed()
	const heard: unknown[] = []
	const stop = feed.listen(event => heard.push(event))
	feed.emit(removed(1))
	feed.emit(removed(2))
	stop()
	feed.emit(removed(3))
	assert.deepEqual(heard, [
		{ n: 1, event: removed(1) },
		{ n: 2, event: removed(2) }
	])
	assert.equal(feed.last, 3)
})

test('gives what a window missed, or null when it needs a snapshot', () => {
	const feed = feedOf(5)
	const cases: [name: string, epoch: string | null, after: number | null, numbers: number[] | null][] = [
		['nothing missed', feed.epoch, 5, []],
		['two missed', feed.epoch, 3, [4, 5]],
		['all missed', feed.epoch, 0, [1, 2, 3, 4, 5]],
		['a first visit', null, null, null],
		['another life of main', 'other', 3, null],
		['a number that was not given out yet', feed.epoch, 6, null],
		['no number', feed.epoch, null, null]
	]
	for (const [name, epoch, after, numbers] of cases) assert.deepEqual(feed.since(epoch, after)?.map(({ n }) => n) ?? null, numbers, name)
	assert.notEqual(new Feed().epoch, feed.epoch)
	assert.deepEqual(new Feed().since(null, 0), null)
})

test('keeps the last 5,000 for windows that were away', () => {
	const feed = feedOf(5_010)
	assert.deepEqual(
		[
			feed.since(feed.epoch, 10)?.length,
			feed.since(feed.epoch, 10)?.[0]?.n,
			feed.since(feed.epoch, 9),
			feed.since(feed.epoch, 5_009)?.length
		],
		[5_000, 11, null, 1]
	)
})
