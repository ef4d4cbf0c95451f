import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Install, Model } from '../../electron/contract/models.ts'
import { type ModelsState, modelsAfter, modelsHere } from './models.ts'

const nothing: ModelsState = { models: [], voices: [], offered: null, installs: [], busy: new Set(), verified: {} }
const row = (id: string, bytes = 0): Install => ({
	...{ id, name: id, state: 'downloading', imported: false, bytes, total: 100 },
	...{ bytesPerSecond: null, secondsLeft: null, problem: null }
})

test('models on their way keep their order while they come, and go when they are here', () => {
	const told = [row('a'), row('b'), row('a', 50)].reduce((state, install) => modelsAfter(state, { type: 'install', install }), nothing)
	assert.deepEqual(
		told.installs.map(each => [each.id, each.bytes]),
		[
			['a', 50],
			['b', 0]
		]
	)
	assert.deepEqual(
		modelsAfter(told, { type: 'install-removed', id: 'a', installed: 'a' }).installs.map(each => each.id),
		['b']
	)
})

test('what was found in the files of a model is said of those files only', () => {
	const [a, b] = ['a', 'b'].map(id => ({ id, purpose: 'text' }) as Model)
	const found = { ...nothing, verified: { a: ['model.onnx'], b: 'reading' } } as const
	assert.ok(a && b)
	assert.deepEqual(modelsAfter(found, { type: 'install-removed', id: 'a', installed: 'a' }).verified, { b: 'reading' }, 'downloaded anew')
	assert.deepEqual(modelsAfter(found, { type: 'install-removed', id: 'a' }).verified, found.verified, 'its download was given up')
	assert.deepEqual(modelsHere(found, [b]).verified, { b: 'reading' }, 'deleted')
	assert.deepEqual(modelsHere(found, [a, b]).verified, found.verified)
})
