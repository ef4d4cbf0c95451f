import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseModel } from './model.ts'

const tiny = {
	name: 'Moonshine tiny',
	engine: 'sherpa',
	kind: 'moonshine',
	language: 'en',
	files: ['encoder.onnx', 'tokens.txt'],
	tokens: 32_768,
	origin: 'npm'
}

test('reads what a model says of itself, and nothing that is not that', () => {
	assert.deepEqual(parseModel(JSON.stringify(tiny)), tiny)
	for (const wrong of ['', '{', '[]', JSON.stringify({ ...tiny, name: ' ' }), JSON.stringify({ ...tiny, tokens: 0 })])
		assert.equal(parseModel(wrong), null, wrong)
})

test('a file of a model is beside its description, whatever that says', () => {
	for (const file of ['../silero-vad/silero_vad.onnx', '/etc/passwd', 'a/b', 'a\\b', '..', '.', 'C:x'])
		assert.equal(parseModel(JSON.stringify({ ...tiny, files: [file] })), null, file)
})
