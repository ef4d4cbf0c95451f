import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { Settings } from '../../../electron/contract/settings.ts'
import { addressOf } from './address.ts'

test('an address is told to main as it takes it, however it was written', () => {
	for (const [written, told] of [
		['https:/example.org/models', 'https://example.org/models'],
		[' HTTPS://Example.org/models/ ', 'https://example.org/models/'],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080/']
	] as const) {
		assert.equal(addressOf(written), told)
		assert.ok(v.is(Settings.entries.modelMirror, told) && v.is(Settings.entries.proxy, told))
	}
})

test('what is no address of the web is none', () => {
	for (const written of ['', 'example.org', 'localhost:8080', 'ftp://example.org', 'https://']) assert.equal(addressOf(written), null)
})
