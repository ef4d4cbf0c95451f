import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wishAsked } from './wish.ts'

const HERE = [
	{ id: 'tiny-en', name: 'Tiny', languages: ['en'], purpose: 'text' as const },
	{ id: 'many', name: 'Many languages', languages: ['en', 'zh'], purpose: 'text' as const },
	{ id: 'voices', name: 'Voices', languages: ['mul'], purpose: 'speakers' as const }
]

function asked(model?: string, language?: string): unknown {
	const wish = wishAsked({ model, language }, HERE)
	return wish.ok ? wish.value : wish.problem.code
}

test('a model is known by its id and by its name, a language by its code', () => {
	assert.deepEqual(
		[asked(), asked('tiny-en'), asked('many languages', 'zh'), asked(undefined, 'zh'), asked('many', 'detect')],
		[
			null,
			{ model: 'tiny-en', language: null },
			{ model: 'many', language: 'zh' },
			{ model: null, language: 'zh' },
			{ model: 'many', language: 'detect' }
		]
	)
})

test('what can’t be is refused at once', () => {
	assert.deepEqual(
		[asked('gone'), asked('voices'), asked('tiny-en', 'zh'), asked('tiny-en', 'detect'), asked(undefined, 'fr'), asked('many', 'Chinese')],
		['no-model', 'no-model', 'model-lacks-language', 'model-lacks-language', 'model-lacks-language', 'bad-language']
	)
})
