import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Platform, platformOf } from './platform.ts'

const cases: readonly [agent: string, browser: Platform['browser'], system: Platform['system']][] = [
	['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', 'chromium', 'other'],
	[
		'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
		'chromium',
		'windows'
	],
	['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0', 'firefox', 'mac'],
	[
		'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
		'safari',
		'mac'
	],
	['curl/8', 'other', 'other']
]
for (const [agent, browser, system] of cases) {
	test(`knows ${browser} on ${system}`, () => assert.deepEqual(platformOf(agent), { browser, system }))
}
