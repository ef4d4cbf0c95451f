import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsFor } from './messages/words.ts'
import { whileRecording } from './questions.ts'

test('whoever only presses Return or Escape loses nothing', () => {
	for (const locale of ['en', 'zh-CN'] as const) {
		const closing = whileRecording('close', wordsFor(locale))
		assert.deepEqual([closing.answers[closing.defaultId ?? 9], closing.answers[closing.cancelId ?? 9]], ['go-on', 'cancel'])
		assert.equal(closing.buttons?.length, closing.answers.length)
		const quitting = whileRecording('quit', wordsFor(locale))
		assert.deepEqual([quitting.answers[quitting.defaultId ?? 9], quitting.answers[quitting.cancelId ?? 9]], ['cancel', 'cancel'])
	}
})
