import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askForMicrophone, settingsAddress } from './microphone-access.ts'

type Status = 'not-determined' | 'granted' | 'denied' | 'restricted' | 'unknown'

async function outcome(platform: NodeJS.Platform, status: Status, answer = false): Promise<string> {
	let asked = ''
	const system = {
		getMediaAccessStatus: () => status,
		askForMediaAccess: async () => {
			asked = ', asked'
			return answer
		}
	}
	const result = await askForMicrophone(system, platform)
	return `${result}${asked}`
}

const cases: readonly [platform: NodeJS.Platform, status: Status, answer: boolean, expected: string][] = [
	['darwin', 'granted', false, 'given'],
	['darwin', 'not-determined', true, 'given, asked'],
	['darwin', 'not-determined', false, 'denied, asked'],
	['darwin', 'denied', true, 'denied'],
	['darwin', 'restricted', true, 'restricted'],
	['win32', 'granted', false, 'given'],
	['win32', 'denied', false, 'denied'],
	['win32', 'unknown', false, 'given'],
	['linux', 'denied', false, 'given']
]
for (const [platform, status, answer, expected] of cases)
	test(`${status} on ${platform}${answer ? ', and the user would allow it' : ''}: ${expected}`, async () =>
		assert.equal(await outcome(platform, status, answer), expected))

test('a page of the system’s settings is one of four addresses, or there is none', () => {
	assert.match(settingsAddress('darwin', 'microphone') ?? '', /^x-apple\.systempreferences:/)
	assert.match(settingsAddress('win32', 'system-audio') ?? '', /^ms-settings:/)
	assert.equal(settingsAddress('linux', 'microphone'), null)
})
