import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settingsPageFor } from './system-settings.ts'

test('who was refused is led to the page of the system’s settings that refuses, where there is one', () => {
	const cases: readonly [code: string, platform: string, page: string | null][] = [
		['microphone-refused', 'macos', 'microphone'],
		['microphone-refused', 'windows', 'microphone'],
		['microphone-refused', 'linux', null],
		['microphone-lost', 'macos', null],
		['system-audio-refused', 'macos', 'system-audio'],
		['system-audio-refused', 'windows', null],
		['system-audio-silent', 'macos', 'system-audio'],
		['system-audio-silent', 'windows', 'system-audio'],
		['system-audio-silent', 'linux', null],
		['system-audio-stuck', 'macos', null]
	]
	for (const [code, platform, page] of cases) assert.equal(settingsPageFor({ code, facts: { platform } }), page, `${code} on ${platform}`)
	assert.equal(settingsPageFor({ code: 'microphone-refused', facts: {} }), null)
})
