import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Feed } from './feed.ts'
import { Unread } from './unread.ts'

test('keeps what is said while no window is there, for the next that comes, once', () => {
	const feed = new Feed()
	const unread = new Unread(feed)
	const say = (text: string) => feed.emit({ type: 'notice', problem: { code: 'disk-full', facts: {}, text } })
	const texts = (reader: number) => unread.take(reader).map(problem => problem.text)

	say('The library was damaged.')
	say('The disk is full.')
	say('The library was damaged.')
	assert.deepEqual(texts(1), ['The disk is full.', 'The library was damaged.'])
	// A window is there: it hears for itself.
	say('A dump was deleted.')
	assert.deepEqual([texts(1), texts(2)], [[], []])
	unread.gone(1)
	say('Window 2 hears this.')
	unread.gone(2)
	for (const n of [1, 2, 3, 4]) say(`By night, ${n}.`)
	assert.deepEqual(texts(3), ['By night, 2.', 'By night, 3.', 'By night, 4.'])
})
