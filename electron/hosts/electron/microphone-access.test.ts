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
	return `${result.ok ? 'may' : `${result.problem.code} ${result.problem.facts.settings ?? 'no page'}`}${asked}`
}

const cases: readonly [platform: NodeJS.Platform, status: Status, answer: boolean, expected: string][] = [
	['darwin', 'granted', false, 'may'],
	['darwin', 'not-determined', true, 'may, asked'],
	['darwin', 'not-determined', false, 'microphone-denied-by-system microphone, asked'],
	['darwin', 'denied', true, 'microphone-denied-by-system microphone'],
	['darwin', 'restricted', true, 'microphone-restricted no page'],
	['win32', 'granted', false, 'may'],
	['win32', 'denied', false, 'microphone-denied-by-system microphone'],
	['win32', 'unknown', false, 'may'],
	['linux', 'denied', false, 'may']
]
for (const [platform, status, answer, expected] of cases)
	test(`${status} on ${platform}${answer ? ', and the user would allow it' : ''}: ${expected}`, async () =>
		assert.equal(await outcome(platform, status, answer), expected))

test('a page of the system’s settings is one of four addresses, or there is none', () => {
	assert.match(settingsAddress('darwin', 'microphone') ?? '', /^x-apple\.systempreferences:/)
	assert.match(settingsAddress('win32', 'system-audio') ?? '', /^ms-settings:/)
	assert.equal(settingsAddress('linux', 'microphone'), null)
})
