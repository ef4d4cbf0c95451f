import assert from 'node:assert/strict'
import { test } from 'node:test'
import en from './en.json' with { type: 'json' }
import { type Key, localeOf, wordsFor } from './words.ts'
import chinese from './zh-CN.json' with { type: 'json' }

const names = (message: string) => [...message.matchAll(/\{(\w+)/g)].map(match => match[1]).sort()

test('says everything in both languages, with the same arguments', () => {
	assert.deepEqual(Object.keys(chinese), Object.keys(en))
	const differing = (Object.keys(en) as Key[]).filter(key => names(en[key]).join() !== names(chinese[key]).join())
	assert.deepEqual(differing, [])
})

test('every message can be written', () => {
	const args = { jobs: 2, n: 1, error: 'x', logs: 'y', path: 'z' }
	for (const locale of ['en', 'zh-CN'] as const)
		for (const key of Object.keys(en) as Key[]) assert.notEqual(wordsFor(locale).t(key, args), '', key)
	assert.equal(wordsFor('en').t('tray.working', { jobs: 1 }), 'Holdfast: 1 transcript under way')
})

test('speaks the first of the system’s languages that it knows', () => {
	assert.deepEqual([['fr', 'zh-Hans-CN', 'en'], ['en-GB', 'zh'], ['fr'], ['zht'], []].map(localeOf), ['zh-CN', 'en', 'en', 'en', 'en'])
})
