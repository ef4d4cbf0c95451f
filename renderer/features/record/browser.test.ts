import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Browser, browserOf } from './browser.ts'

const cases: readonly [agent: string, browser: Browser][] = [
	['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', 'chromium'],
	['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0', 'firefox'],
	['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15', 'safari'],
	['curl/8', 'other']
]
for (const [agent, browser] of cases) {
	test(`knows ${browser} by its own name`, () => assert.equal(browserOf(agent), browser))
}
