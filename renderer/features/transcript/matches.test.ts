import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchesIn } from './matches.ts'

const found = (text: string, query: string, exactCase?: boolean) =>
	matchesIn(text, query, exactCase).map(({ from, to }) => text.slice(from, to))

test('finds what is written, whatever its capitals, unless they matter', () => {
	assert.deepEqual(matchesIn('The theme', 'the'), [
		{ from: 0, to: 3 },
		{ from: 4, to: 7 }
	])
	assert.deepEqual(found('The theme', 'The', true), ['The'])
	assert.deepEqual(found('Straße ÄRGER', 'ärger'), ['ÄRGER'])
})

test('signs of patterns are plain signs, and one space is as good as two', () => {
	assert.deepEqual(found('a.b axb (a.b) [1-2] c:\\d', 'a.b'), ['a.b', 'a.b'])
	assert.deepEqual(found('[1-2] c:\\d', '[1-2] c:\\d'), ['[1-2] c:\\d'])
	assert.deepEqual(found('two  words, two\nwords', ' two words '), ['two  words', 'two\nwords'])
})

test('Chinese and what is written with two code units', () => {
	assert.deepEqual(matchesIn('我们讨论预算，预算', '预算'), [
		{ from: 4, to: 6 },
		{ from: 7, to: 9 }
	])
	assert.deepEqual(matchesIn('a 😀 b', '😀'), [{ from: 2, to: 4 }])
})

test('nothing is found for nothing', () => {
	assert.deepEqual(matchesIn('a b', ''), [])
	assert.deepEqual(matchesIn('a b', '  '), [])
})

test('diacritics and wide forms are found without them, with the marks upon them, unless it is to be exact', () => {
	assert.deepEqual(found('Résumé, re\u0301sume\u0301, resume', 'resume'), ['Résumé', 're\u0301sume\u0301', 'resume'])
	assert.deepEqual(found('resume Ｒｅｓｕｍｅ', 'RÉSUMÉ'), ['resume', 'Ｒｅｓｕｍｅ'])
	assert.deepEqual(found('Résumé resume', 'resume', true), ['resume'])
	assert.deepEqual(found('deﬁne', 'fi'), ['ﬁ'])
	assert.deepEqual(found('deﬁne', 'e'), ['e', 'e'])
	assert.deepEqual(found('السَّلَام', 'السلام'), ['السَّلَام'])
	assert.deepEqual(found('한국 한글', '한'), ['한', '한'])
})
