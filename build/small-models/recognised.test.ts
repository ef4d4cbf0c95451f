import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { recognise } from '../../electron/models/recognise/recognise.ts'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { SMALL_MODELS, writeSmallModel } from './make.ts'

/** Files that a model may have besides, by which its kind is not known. */
const BESIDES = ['bpe-vocab', 'rule-fst', 'rule-far']

for (const [name, model] of Object.entries(SMALL_MODELS))
	test(`brought without its model.json, ${name} is recognised by its files as ${model.engine} ${model.kind}`, async context => {
		const folder = folderFor(context)
		writeSmallModel(folder, name, model)
		const described = JSON.parse(readFileSync(join(folder, name, 'model.json'), 'utf8'))
		rmSync(join(folder, name, 'model.json'))
		const found = await recognise(join(folder, name), name)
		assert.ok(found.ok, found.ok ? '' : found.problem.text)
		assert.deepEqual([found.value.engine, found.value.kind], [model.engine, model.kind])
		const needed = (files: { role: string; name: string }[]) =>
			files
				.filter(file => !BESIDES.includes(file.role))
				.map(file => `${file.role} ${file.name}`)
				.sort()
		assert.deepEqual(needed(found.value.files), needed(described.files))
	})
