import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OfferedModel } from '../../../electron/contract/models.ts'
import { fitting, languagesOf, languagesToUseFor } from './filter.ts'

const model = (id: string, languages: string[], diskBytes: number, purposes: OfferedModel['purposes']): OfferedModel => ({
	...{ id, name: id, languages, languageCount: languages[0] === 'mul' ? 1600 : languages.length, purposes, downloadBytes: null, diskBytes },
	...{ memoryBytes: null, licence: { id: 'mit', name: 'MIT', url: 'https://a.test', open: true }, accepted: true, times: 'exact' },
	...{ confidence: false, punctuation: true, segmentSeconds: 20, source: 'https://a.test/a', pinned: true }
})
const offered = [
	model('all', ['mul'], 300, ['many-languages']),
	model('whisper', ['en', 'zh', 'de'], 90, ['fast', 'many-languages']),
	model('large', ['zh'], 200, ['accurate']),
	model('small', ['zh'], 50, ['fast']),
	model('english', ['en'], 20, ['fast', 'live']),
	model('voices', ['mul'], 10, ['speakers'])
]

for (const [what, wish, means] of [
	['anything', { language: null, purpose: null }, 'english small whisper large all'],
	['Chinese', { language: 'zh', purpose: null }, 'small large whisper all'],
	['fast Chinese', { language: 'zh', purpose: 'fast' }, 'small whisper'],
	['Swahili', { language: 'sw', purpose: null }, 'all'],
	['live Swahili', { language: 'sw', purpose: 'live' }, ''],
	['what tells speakers apart', { language: 'sw', purpose: 'speakers' }, 'voices']
] as const)
	test(`who looks for ${what} is shown: ${means}`, () => {
		assert.equal(
			fitting(offered, wish)
				.map(each => each.id)
				.join(' '),
			means
		)
	})

test('two spellings of a language are one', () => {
	const both = [model('a', ['jw'], 10, ['fast']), model('b', ['jv'], 20, ['fast'])]
	assert.deepEqual([languagesOf(both, code => code), fitting(both, { language: 'jv', purpose: null }).length], [['jv'], 2])
})

test('languages are offered by their names, and “all” is none', () => {
	const names: Record<string, string> = { en: 'English', zh: 'Chinese', de: 'German' }
	assert.deepEqual(
		languagesOf(offered, code => names[code] ?? code),
		['zh', 'en', 'de']
	)
})

test('a model is put to use for what is spoken or for the window’s language, if it knows them, and not where it is in use', () => {
	const use = (languages: string[], spoken: string, own: string, is: 'away' | 'loaded' | 'next' = 'away') =>
		languagesToUseFor({ languages, loaded: is === 'loaded', next: is === 'next' }, spoken, own).join(' ')
	assert.deepEqual(
		[
			use(['zh'], 'en', 'zh'),
			use(['zh', 'en'], 'en', 'zh'),
			use(['en'], 'en', 'en'),
			use(['mul'], 'fr', 'en'),
			use(['ja', 'ko'], 'en', 'zh')
		],
		['zh', 'en zh', 'en', 'fr en', 'ja']
	)
	assert.deepEqual(
		[use(['zh', 'en'], 'en', 'zh', 'loaded'), use(['zh'], 'zh', 'zh', 'loaded'), use(['zh'], 'zh', 'zh', 'next')],
		['zh', '', '']
	)
})
