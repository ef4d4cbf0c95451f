import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { endsWithLastPage } from './file-end.ts'
import { FIXTURES } from './test-media.ts'

const WHOLE = readFileSync(FIXTURES.opus)

test('a whole Ogg file ends with its last page', () => {
	assert.equal(endsWithLastPage(WHOLE), true)
	assert.equal(endsWithLastPage(WHOLE.subarray(-5_000)), true)
})

test('an Ogg file cut in a page, between pages or in a page’s header does not', () => {
	const lastPage = WHOLE.lastIndexOf('OggS')
	for (const end of [WHOLE.length - 1, lastPage, lastPage + 10, lastPage + 30]) {
		assert.equal(endsWithLastPage(WHOLE.subarray(0, end)), false, `cut at ${end}`)
	}
})

test('bytes that are no Ogg at all do not', () => {
	assert.equal(endsWithLastPage(new Uint8Array(1_000)), false)
	assert.equal(endsWithLastPage(new Uint8Array()), false)
})
