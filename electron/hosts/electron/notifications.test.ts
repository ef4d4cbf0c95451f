import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsFor } from './messages/words.ts'
import { notificationOf } from './notifications.ts'

const english = wordsFor('en')

test('one transcript is named and led to, several are counted', () => {
	assert.equal(notificationOf([], english), null)
	assert.deepEqual(notificationOf([{ id: 'x', title: 'A talk', end: 'done' }], english), {
		options: { title: 'Transcribed', body: 'A talk' },
		hash: '#/transcripts/x'
	})
	assert.equal(notificationOf([{ id: 'x', title: 'A talk', end: 'failed' }], english)?.options.title, 'Not transcribed')
	const several = notificationOf(
		['a', 'b'].map(id => ({ id, title: id.repeat(200), end: 'done' as const })),
		english
	)
	assert.deepEqual([several?.options.title, several?.options.body?.length, several?.hash], ['2 transcripts are done', 120, '#/'])
})
