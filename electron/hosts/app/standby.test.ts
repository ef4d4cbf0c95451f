import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wantsStandby } from './standby.ts'

test('a standby is had when the user says so, else when there is memory, and is not started and ended by turns', () => {
	const cases: [choice: 'auto' | 'on' | 'off', has: boolean, gigabytes: number, wanted: boolean][] = [
		['on', false, 0.1, true],
		['off', true, 64, false],
		['auto', false, 1.4, false],
		['auto', false, 1.6, true],
		['auto', true, 1, true],
		['auto', true, 0.4, false]
	]
	for (const [choice, has, gigabytes, wanted] of cases)
		assert.equal(wantsStandby(choice, has, gigabytes * 1e9), wanted, `${choice} ${has} ${gigabytes}`)
})
