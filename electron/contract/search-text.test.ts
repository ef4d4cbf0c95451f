import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findIn, searchable, termsOf } from './search-text.ts'

const found = (text: string, query: string) => findIn(text, termsOf(query))?.map(([from, to]) => text.slice(from, to)) ?? null

test('case and diacritics make no difference, and the last word may go on', () => {
	assert.deepEqual(found('Le Café est fermé.', 'cafe FERM'), ['Café', 'fermé'])
	assert.equal(found('Le Café est fermé.', 'ferm cafe'), null)
	assert.equal(found('Le Café est fermé.', 'caf '), null, 'a word is over with a space after it')
})

test('what stands in quotes is found as it stands there', () => {
	assert.deepEqual(found('the budget of the year', '"of the year"'), ['of the year'])
	assert.equal(found('the year of the budget', '"of the year"'), null)
	assert.equal(found('of the years', '"of the year"'), null)
	assert.deepEqual(found('of the years', '"of the year'), ['of the years'], 'quotes that are still open')
})

test('two Chinese characters are found beside each other only', () => {
	assert.deepEqual(found('我们在讨论预算的问题', '预算'), ['预算'])
	assert.equal(found('我们预先计算', '预算'), null)
	assert.equal(searchable('预算2026年').trim().split(/\s+/).join('|'), '预|算|2026|年')
})

test('signs alone look for nothing', () => {
	assert.deepEqual(termsOf(' "" * - “”'), [])
	assert.deepEqual(termsOf("don't"), [{ tokens: ['don', 't'], open: true }])
})
