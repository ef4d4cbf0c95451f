import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseModel } from './model.ts'

const tiny = {
	name: 'Moonshine tiny',
	engine: 'sherpa-offline',
	kind: 'moonshine',
	languages: ['en'],
	files: [
		{ role: 'encoder', name: 'encoder.onnx', bytes: 5 },
		{ role: 'tokens', name: 'tokens.txt' }
	],
	tokens: 32_768,
	origin: 'npm'
}

test('reads what a model says of itself, and nothing that is not that', () => {
	assert.deepEqual(parseModel(JSON.stringify(tiny)), tiny)
	const wrong = [
		{ name: ' ' },
		{ tokens: 0 },
		{ languages: [] },
		{ languages: ['English'] },
		{ segmentSeconds: 60 },
		{ files: ['encoder.onnx'] },
		{ files: [{ role: 'encoder', name: 'encoder.onnx', sha256: 'abc' }] }
	].map(change => JSON.stringify({ ...tiny, ...change }))
	for (const text of ['', '{', '[]', ...wrong]) assert.equal(parseModel(text), null, text)
})

test('a file of a model is beside its description, whatever that says', () => {
	for (const name of ['../silero-vad/silero_vad.onnx', '/etc/passwd', 'a/b', 'a\\b', '..', '.', 'C:x'])
		assert.equal(parseModel(JSON.stringify({ ...tiny, files: [{ role: 'encoder', name }] })), null, name)
})
