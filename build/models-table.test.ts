import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CATALOGUE } from '../electron/models/catalogue/catalogue.ts'
import { MODELS_DOC, modelsDoc } from './models-table.ts'

test('docs/models.md is what the catalogue says (npm run models)', () => {
	assert.equal(readFileSync(MODELS_DOC, 'utf8'), modelsDoc(CATALOGUE))
})

test('what is not known is not claimed', () => {
	const [entry] = CATALOGUE
	assert.ok(entry)
	const unknown = { ...entry, diskBytes: null, archive: { ...entry.archive, bytes: null, sha256: null } }
	assert.match(modelsDoc([unknown]), /\| – \| – \| – \| \[MIT\].*\| first seen \|/)
})
