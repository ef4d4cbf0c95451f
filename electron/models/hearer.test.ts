import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEFAULT_SETTINGS } from '../contract/settings.ts'
import type { Wish } from '../contract/wish.ts'
import { hearerFor } from './hearer.ts'
import type { InstalledModel } from './installed.ts'

const USUAL = { id: 'tiny', engine: 'sherpa-offline' }
const model = (id: string, languages: string[], purpose: InstalledModel['purpose'] = 'text'): InstalledModel => ({
	...{ id, name: `The ${id}`, engine: 'sherpa-offline', purpose, languages, language: languages[0] ?? 'und' },
	...{ bytes: 1, verifiable: false, modelDir: '/models' }
})
const HERE = [model('tiny', ['en']), model('many', ['en', 'zh', 'jw']), model('all', ['mul']), model('voices', ['mul'], 'speakers')]

function heard(wish: Partial<Wish>, settings: Partial<typeof DEFAULT_SETTINGS> = {}): string {
	const found = hearerFor({ model: null, language: null, ...wish }, HERE, { ...DEFAULT_SETTINGS, ...settings }, USUAL)
	return found.ok ? `${found.value.id} ${found.value.wishes.language}` : found.problem.code
}

test('a wish says who hears, and in which language; what it leaves open is as the settings say', () => {
	const cases: [Partial<Wish>, string, Partial<typeof DEFAULT_SETTINGS>?][] = [
		[{}, 'tiny en'],
		[{ model: 'many' }, 'many en'],
		[{ model: 'many' }, 'many zh', { spoken: 'zh' }],
		[{ model: 'many' }, 'many null', { detectLanguage: true }],
		[{ model: 'many', language: 'zh' }, 'many zh', { detectLanguage: true }],
		[{ model: 'many', language: 'detect' }, 'many null'],
		// The model of that language, where there is one.
		[{ language: 'zh' }, 'many zh'],
		[{ language: 'zh' }, 'all null', { model: { zh: 'all' } }],
		[{ language: 'fr' }, 'all null'],
		// As models spell it.
		[{ model: 'many', language: 'jv' }, 'many jw']
	]
	assert.deepEqual(
		cases.map(([wish, , settings]) => heard(wish, settings)),
		cases.map(([, wanted]) => wanted)
	)
})

test('a model that is not here, hears no text, or does not know the language is a sentence', () => {
	assert.deepEqual(
		[
			heard({ model: 'gone' }),
			heard({ model: 'voices' }),
			heard({ model: 'tiny', language: 'zh' }),
			heard({ language: 'zh' }, { model: { zh: 'tiny' } })
		],
		['no-model', 'no-model', 'model-lacks-language', 'model-lacks-language']
	)
})
