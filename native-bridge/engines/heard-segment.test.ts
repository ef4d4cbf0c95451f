import assert from 'node:assert/strict'
import { test } from 'node:test'
import { confidenceOf, heardSegment, languageOf } from './heard-segment.ts'
import type { Part } from './recognise.ts'

const part = (more: Partial<Part['heard']> = {}): Part => ({ at: 0, heard: { text: '', tokens: [], ...more } })

test('the language is what the model found, what it was told, its only one, or the only one of such letters', () => {
	const all = ['zh', 'en', 'ja', 'ko']
	const check = (text: string, expected: string, languages = all, chosen: string | null = null, parts = [part()]) =>
		assert.equal(languageOf(text, parts, languages, chosen), expected, text)
	check('Hallo', 'de', ['en', 'de'], null, [part({ language: 'de' })])
	check('Hallo', 'de', ['en', 'de'], 'de')
	check('Hallo', 'en', ['en'])
	check('Hello', 'en')
	check('你好世界', 'zh')
	check('日本です', 'ja')
	check('안녕하세요', 'ko')
	check('我用 phone', 'en')
	check('Hallo', 'und', ['en', 'de'])
	check('привет', 'und')
})

test('confidence is the mean of what the model thought of its tokens, and unknown when it does not say', () => {
	assert.equal(confidenceOf([part({ logProbs: [0, 0] })]), 1)
	assert.equal(confidenceOf([part({ logProbs: [Math.log(0.5)] }), part({ logProbs: [Math.log(0.5)] })]), 0.5)
	assert.equal(confidenceOf([part()]), null)
	assert.equal(confidenceOf([part({ logProbs: [Number.NaN] })]), null)
})

test('a model that gives no times has them estimated, over what was speech', () => {
	const rest = { islands: [{ from: 100, to: 200 }], languages: ['en'], chosen: null, guards: ['loop'] }
	assert.deepEqual(heardSegment({ from: 0, to: 300 }, 'yes', [part({ text: 'yes', tokens: [' yes'] })], rest), {
		from: 0,
		to: 300,
		text: 'yes',
		words: [{ text: 'yes', from: 100, to: 200 }],
		times: 'estimated',
		confidence: null,
		language: 'en',
		guards: ['loop']
	})
	const timed = part({ text: 'yes', tokens: [' yes'], times: [0.01], durations: [0.005] })
	const segment = heardSegment({ from: 0, to: 300 }, 'yes', [timed], rest)
	assert.deepEqual([segment.times, segment.words], ['exact', [{ text: 'yes', from: 160, to: 240 }]])
})
