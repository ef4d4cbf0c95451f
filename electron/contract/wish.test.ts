import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heldWish, type Wish } from './wish.ts'

const HERE = [
	{ id: 'tiny', languages: ['en'] },
	{ id: 'many', languages: ['en', 'zh', 'jw'] }
]

test('of a wish stays what the models that are here can do', () => {
	const cases: [Wish, Wish, ('model' | 'language')?][] = [
		[
			{ model: 'many', language: 'zh' },
			{ model: 'many', language: 'zh' }
		],
		[
			{ model: 'many', language: 'jv' },
			{ model: 'many', language: 'jv' }
		],
		[
			{ model: 'many', language: 'detect' },
			{ model: 'many', language: 'detect' }
		],
		// A model of one language has nothing to find out.
		[
			{ model: 'tiny', language: 'detect' },
			{ model: 'tiny', language: null }
		],
		[
			{ model: 'tiny', language: 'zh' },
			{ model: 'tiny', language: null }
		],
		[{ model: 'tiny', language: 'zh' }, { model: null, language: 'zh' }, 'language'],
		[
			{ model: 'gone', language: 'zh' },
			{ model: null, language: 'zh' }
		],
		[
			{ model: null, language: 'fr' },
			{ model: null, language: null }
		]
	]
	for (const [wish, wanted, first] of cases) assert.deepEqual(heldWish(wish, HERE, first), wanted, JSON.stringify(wish))
})
