import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transcriptWith } from '../../electron/contract/test-transcript.ts'
import { wholesOf, wordsOf } from './wholes.ts'

test('a recording in which only the other side spoke has words', () => {
	const webinar = transcriptWith({ id: 'webinar', words: 0 })
	const sound = transcriptWith({ id: 'its sound', partOf: 'webinar', channel: 'others', words: 7 })
	const file = transcriptWith({ id: 'file', words: 3 })
	assert.deepEqual(wholesOf([sound, webinar, file]), [{ ...webinar, words: 7 }, file])
	const all = { 'its sound': sound, webinar, file }
	assert.deepEqual([wordsOf(all, 'webinar'), wordsOf(all, 'file'), wordsOf(all, 'gone'), wordsOf(null, 'file')], [7, 3, 0, 0])
})
