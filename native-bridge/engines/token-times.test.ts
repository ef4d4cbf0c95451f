import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SAMPLE_RATE } from '../protocol/units.ts'
import type { Heard } from './guards.ts'
import { texts, timedWords } from './token-times.ts'

const range = { from: 1 * SAMPLE_RATE, to: 5 * SAMPLE_RATE }

/** Words with where they begin and end, in seconds of the journal; the audio began at second 1. */
function times(text: string, tokens: string, at: readonly number[], durations?: readonly number[]) {
	const heard: Heard = { text, tokens: tokens.split('|'), times: at, ...(durations && { durations }) }
	const timed = timedWords(text, [{ at: range.from, heard }], range, 'zh')
	const seconds = (samples: number) => Math.round((samples / SAMPLE_RATE) * 100) / 100
	return timed && { exact: timed.exact, words: timed.words.map(({ text, from, to }) => [text, seconds(from), seconds(to)]) }
}

test('a word is where its pieces are, until the next one begins, and no longer than a token lasts', () => {
	assert.deepEqual(times('going home', ' go|ing| ho|me', [0.1, 0.3, 0.5, 1.5]), {
		exact: true,
		words: [
			['going', 1.1, 1.5],
			['home', 1.5, 2.9]
		]
	})
})

test('where the model says how long a token lasts, that counts', () => {
	assert.deepEqual(times('going home', ' going| home', [0, 1], [0.7, 0.2]), {
		exact: true,
		words: [
			['going', 1, 1.7],
			['home', 2, 2.2]
		]
	})
})

test('case, punctuation and marks of pieces make no difference; letters written byte by byte are one letter', () => {
	assert.deepEqual(times('Hello, 你好。', 'HE@@|LLO|你|<0xE5>|<0xA5>|<0xBD>', [0, 0.2, 1, 1.2, 1.2, 1.2]), {
		exact: true,
		words: [
			['Hello,', 1, 1.6],
			['你好。', 2, 2.2]
		]
	})
	assert.deepEqual(texts(['▁a', '<0xE5>', '<0xA5>', '<0xBD>', 'b']), [' a', '好', '', '', 'b'])
})

test('a number that was rewritten lies between its neighbours, and the times are not called exact', () => {
	assert.deepEqual(times('about 22 men', ' about| twen|ty| two| men', [0, 1, 1.2, 1.5, 2]), {
		exact: false,
		words: [
			['about', 1, 1.4],
			['22', 1.4, 3],
			['men', 3, 3.4]
		]
	})
})

test('a model that gives no times, or not for each token, gives none', () => {
	assert.equal(times('a b', ' a| b', []), null)
	assert.equal(times('a b', ' a| b', [1]), null)
})

test('a word is as sure as the mean of its tokens; one that the model did not write, or says nothing of, has no such number', () => {
	const sure = (text: string, logProbs?: readonly number[]) => {
		const heard: Heard = { text, tokens: [' go', 'ing', ' home'], times: [0, 1, 2], ...(logProbs && { logProbs }) }
		return timedWords(text, [{ at: range.from, heard }], range, 'en')?.words.map(({ confidence }) => confidence)
	}
	const half = Math.log(0.5)
	assert.deepEqual(sure('Going home.', [0, 2 * half, half]), [0.5, 0.5])
	assert.deepEqual(sure('Going 22 home.', [half, half, 0]), [0.5, undefined, 1])
	assert.deepEqual(sure('Going home.'), [undefined, undefined])
	assert.deepEqual(sure('Going home.', [half]), [undefined, undefined])
})
