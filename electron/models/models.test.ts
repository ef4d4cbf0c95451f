import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { Models } from './models.ts'
import { describeModel } from './test-models.ts'

function models(context: TestContext) {
	const folder = folderFor(context)
	return { folder, models: new Models(folder, { id: 'tiny', engine: 'sherpa-offline' }) }
}

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
		{ id: 'large', name: 'Large', engine: 'scripted', language: 'en', loaded: false },
		{ id: 'tiny', name: 'Tiny', engine: 'sherpa-offline', language: 'en', loaded: true }
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

test('what is to be loaded is told with the engine that can', context => {
	const { folder, models: all } = models(context)
	assert.deepEqual(all.order(all.chosen), { type: 'load', engine: 'sherpa-offline', model: 'tiny', modelDir: folder })
})
