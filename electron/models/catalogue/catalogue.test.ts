import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import * as v from 'valibot'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { kindOf } from '../../../native-bridge/kinds/registry.ts'
import { SPEAKERS_ENGINE, SPEAKERS_FILES } from '../../../native-bridge/kinds/speakers.ts'
import { OfferedModel } from '../../contract/models.ts'
import { CATALOGUE, offered, ownEntries } from './catalogue.ts'
import { CatalogueEntry, downloadBytes, partsOf } from './entry.ts'

for (const entry of CATALOGUE) {
	test(`${entry.id} can be had and loaded, and says what one wants to know`, () => {
		assert.deepEqual(v.parse(CatalogueEntry, entry), entry)
		for (const part of partsOf(entry)) assert.match(part.url, /^https:\/\/github\.com\/k2-fsa\/sherpa-onnx\/releases\/download\//)
		const needed = kindOf(entry.model)?.files ?? (entry.model.engine === SPEAKERS_ENGINE ? SPEAKERS_FILES : null)
		assert.ok(needed, 'an engine knows its kind')
		assert.equal(entry.purposes.includes('speakers'), entry.model.engine === SPEAKERS_ENGINE)
		const roles = entry.model.files.map(file => file.role)
		for (const role of needed) assert.ok(roles.includes(role), `it has a file ${role}`)
		assert.equal(new Set(entry.model.languages).size, entry.model.languages.length)
		for (const language of entry.model.languages) assert.notEqual(new Intl.DisplayNames('en', { type: 'language' }).of(language), undefined)
		assert.deepEqual(v.parse(OfferedModel, offered(entry, false)), offered(entry, false))
	})
}

test('no two have one name or one archive', () => {
	for (const named of [
		(entry: CatalogueEntry) => entry.id,
		(entry: CatalogueEntry) => partsOf(entry).at(-1)?.url,
		(entry: CatalogueEntry) => entry.model.name
	])
		assert.equal(new Set(CATALOGUE.map(named)).size, CATALOGUE.length)
})

test('those that give no text above 9 seconds are never given more than 8', () => {
	for (const entry of CATALOGUE.filter(each => each.archive.url.includes('moonshine'))) assert.equal(entry.model.segmentSeconds, 8)
})

test('of what comes in parts all are counted, and one of unknown size makes the sum unknown', () => {
	const part = (bytes: number | null) => ({ url: 'https://example.org/a.onnx', bytes, sha256: null })
	assert.deepEqual(
		[
			downloadBytes({ archive: part(5) }),
			downloadBytes({ archive: part(5), beside: [part(7)] }),
			downloadBytes({ archive: part(5), beside: [part(null)] })
		],
		[5, 12, null]
	)
})

test('a licence that is not open is to be accepted, once', () => {
	const entry = CATALOGUE.find(each => each.id === 'sense-voice')
	assert.ok(entry)
	assert.deepEqual([offered(entry, false).accepted, offered(entry, true).accepted], [false, true])
})

test('the user’s own entries are read one by one, and a broken one is named', context => {
	const folder = folderFor(context)
	writeFileSync(join(folder, 'mine.json'), JSON.stringify({ ...CATALOGUE[0], id: 'mine' }))
	writeFileSync(join(folder, 'escapes.json'), JSON.stringify({ ...CATALOGUE[0], id: '../mine' }))
	writeFileSync(join(folder, 'half.json'), '{')
	const { entries, broken } = ownEntries(folder)
	assert.deepEqual([entries.map(each => each.id), broken.sort()], [['mine'], ['escapes.json', 'half.json']])
	assert.deepEqual(ownEntries(join(folder, 'nowhere')), { entries: [], broken: [] })
})
