import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CATALOGUE } from './catalogue/catalogue.ts'
import { missingModel } from './missing.ts'

const here = [{ id: 'small', name: 'Small one' }]
const [offered] = CATALOGUE
assert.ok(offered)

test('a chosen model that is gone is named as people know it, with what is used and whether it can be fetched', () => {
	const said = (id: string, all = here) => missingModel({ spoken: 'zh', model: { zh: id, en: 'gone too' } }, all, 'small', CATALOGUE)
	assert.deepEqual(said(offered.id)?.facts, { model: offered.id, name: offered.model.name, now: 'Small one', offered: 'yes' })
	assert.deepEqual(said('my-own')?.facts, { model: 'my-own', name: 'my-own', now: 'Small one', offered: 'no' })
	assert.match(said('my-own')?.text ?? '', /“my-own”.* works with Small one\.$/)
	assert.match(said('my-own', [])?.text ?? '', /nothing is transcribed\.$/)
})

test('nothing is said of one that is here, or where none was chosen', () => {
	assert.equal(missingModel({ spoken: 'zh', model: { zh: 'small' } }, here, 'small', CATALOGUE), null)
	assert.equal(missingModel({ spoken: 'en', model: { zh: 'gone' } }, here, 'small', CATALOGUE), null)
})
