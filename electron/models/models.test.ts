import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { Models, modelFor, wishesFor } from './models.ts'
import { describeModel } from './test-models.ts'

function models(context: TestContext) {
	const folder = folderFor(context)
	return { folder, models: new Models(folder, { id: 'tiny', engine: 'sherpa-offline' }) }
}

const english = { purpose: 'text', language: 'en', languages: ['en'], verifiable: false, shipped: true }

test('lists the folders that say what they are and have all of it, by name, and which one is loaded', context => {
	const { folder, models: all } = models(context)
	describeModel(folder, 'tiny', { name: 'Tiny', engine: 'sherpa-offline', files: [{ role: 'encoder', name: 'encoder.onnx' }] })
	writeFileSync(join(folder, 'tiny/encoder.onnx'), '12345')
	describeModel(folder, 'large', { name: 'Large' })
	describeModel(folder, 'half', { files: [{ role: 'encoder', name: 'encoder.onnx' }] })
	mkdirSync(join(folder, 'silero-vad'))
	mkdirSync(join(folder, 'broken'))
	writeFileSync(join(folder, 'broken/model.json'), '{')
	writeFileSync(join(folder, 'played.json'), '{}')
	assert.deepEqual(all.list(), [
		{ id: 'large', name: 'Large', engine: 'scripted', ...english, bytes: 0, loaded: false, next: false, unheeded: [] },
		{ id: 'tiny', name: 'Tiny', engine: 'sherpa-offline', ...english, bytes: 5, loaded: true, next: false, unheeded: [] }
	])
	assert.deepEqual([all.find('tiny')?.bytes, all.find('half'), all.find('..')], [5, null, null])
})

test('knows at once what was taken away, and of no folder nothing', context => {
	const { folder, models: all } = models(context)
	describeModel(folder, 'tiny')
	assert.equal(all.list().length, 1)
	rmSync(join(folder, 'tiny'), { recursive: true })
	assert.deepEqual([all.list(), all.find('tiny')], [[], null])
	rmSync(folder, { recursive: true })
	assert.deepEqual(all.list(), [])
	mkdirSync(folder)
})

test('of several that tell speakers apart the wished one is used while it is here, else the first by name', context => {
	const { folder, models: all } = models(context)
	assert.equal(all.speakers('any'), null)
	describeModel(folder, 'text', { name: 'A text' })
	for (const id of ['b', 'a']) describeModel(folder, id, { name: id.toUpperCase(), engine: 'sherpa-speakers' })
	assert.deepEqual(
		[null, 'b', 'gone', 'text'].map(wanted => all.speakers(wanted)?.id),
		['a', 'b', 'a', 'a']
	)
})

test('what was lent is not the one that is gone back to', context => {
	const { models: all } = models(context)
	all.chosen = { id: 'large', engine: 'scripted', lent: 'recording' }
	assert.equal(all.usual.id, 'tiny')
	all.chosen = { id: 'large', engine: 'scripted' }
	assert.equal(all.usual.id, 'large')
})

test('what is to be loaded is told with the engine that can', context => {
	const { folder, models: all } = models(context)
	assert.deepEqual(all.order(all.chosen), { type: 'load', engine: 'sherpa-offline', model: 'tiny', modelDir: folder })
})

test('the user’s own come before those that came with Holdfast, and are loaded from where they are', context => {
	const [shipped, own] = [folderFor(context), folderFor(context)]
	describeModel(shipped, 'tiny', { name: 'Tiny' })
	describeModel(own, 'tiny', { name: 'Tiny, mine' })
	describeModel(own, 'large', { name: 'Large' })
	describeModel(own, '.new-half', { name: 'Half' })
	const all = new Models(shipped, { id: 'tiny', engine: 'scripted' }, own)
	assert.deepEqual(
		all.list().map(model => [model.id, model.name, model.shipped, model.loaded]),
		[
			['large', 'Large', false, false],
			['tiny', 'Tiny, mine', false, true]
		]
	)
	assert.equal(all.order(all.chosen).modelDir, own)
})

const there = [
	{ id: 'voices', engine: 'v', languages: ['mul', 'en'], purpose: 'speakers' },
	{ id: 'tiny', engine: 'a', languages: ['en'], purpose: 'text' },
	{ id: 'whisper', engine: 'b', languages: ['en', 'zh'], purpose: 'text' },
	{ id: 'all', engine: 'c', languages: ['mul'], purpose: 'text' }
] as const
for (const [what, spoken, choices, models, means] of [
	['nothing was chosen', 'en', {}, there, 'tiny'],
	['one was', 'en', { en: 'whisper' }, there, 'whisper'],
	['one was that is gone', 'en', { en: 'gone' }, there, 'tiny'],
	['another language is spoken', 'zh', {}, there, 'whisper'],
	['one that only a model for all has', 'sw', {}, there, 'all'],
	['one that none has', 'sw', {}, there.slice(0, 3), 'tiny'],
	['there is no model at all', 'zh', { zh: 'gone' }, [], 'tiny']
] as const)
	test(`the engine begins with ${means} when ${what}`, () => {
		assert.equal(modelFor(spoken, choices, models, { id: 'tiny', engine: 'a' }).id, means)
	})

test('one that is at work stays when what was chosen is gone, or nothing was, unless the usual one knows the language', () => {
	const now = { id: 'all', engine: 'c' }
	const means = (spoken: string) => modelFor(spoken, { zh: 'gone' }, there, { id: 'tiny', engine: 'a' }, now).id
	assert.deepEqual([means('zh'), means('en')], ['all', 'tiny'])
})

test('a model is told the language that is spoken as it spells it, unless it is to find out, or doesn’t know it', () => {
	const asked = { spoken: 'jv', detectLanguage: false, hotwords: ['Holdfast'], numbers: true }
	const language = (languages: string[], detectLanguage = false) => wishesFor({ ...asked, detectLanguage }, languages).language
	assert.deepEqual([language(['en', 'jw']), language(['en', 'jw'], true), language(['en']), language([])], ['jw', null, null, null])
	assert.deepEqual(wishesFor(asked, ['jv']), { language: 'jv', hotwords: ['Holdfast'], numbers: true })
})
