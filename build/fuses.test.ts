import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuses } from './fuses.ts'

test('every fuse is set on purpose, and none is on that lets others run code as us', () => {
	assert.deepEqual(fuses('release'), {
		runAsNode: false,
		enableCookieEncryption: false,
		enableNodeOptionsEnvironmentVariable: false,
		enableNodeCliInspectArguments: false,
		enableEmbeddedAsarIntegrityValidation: true,
		onlyLoadAppFromAsar: true,
		loadBrowserProcessSpecificV8Snapshot: false,
		grantFileProtocolExtraPrivileges: false
	})
})

test('a build for tests differs in nothing but the inspector', () => {
	assert.deepEqual(fuses('test'), { ...fuses('release'), enableNodeCliInspectArguments: true })
})
