import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Device } from '../../stores/microphones.ts'
import { type MicrophoneOption, microphoneOptions } from './microphone-options.ts'

const usb = { id: 'u', label: 'USB microphone' }
const builtIn = { id: 'b', label: 'Built-in' }

const cases: readonly [what: string, devices: readonly Device[], chosen: string | null, expected: MicrophoneOption[]][] = [
	['none is there', [], null, [{ is: 'default', label: null }]],
	[
		'the browser tells which one the system has chosen',
		[{ id: 'default', label: 'Default - USB microphone' }, { id: 'communications', label: 'Communications - Built-in' }, builtIn, usb],
		'b',
		[
			{ is: 'default', label: 'USB microphone' },
			{ is: 'named', id: 'b', label: 'Built-in' },
			{ is: 'named', id: 'u', label: 'USB microphone' }
		]
	],
	[
		'no microphone was allowed yet',
		[
			{ id: 'b', label: '' },
			{ id: 'u', label: '' }
		],
		null,
		[
			{ is: 'default', label: null },
			{ is: 'unnamed', id: 'b', n: 1 },
			{ is: 'unnamed', id: 'u', n: 2 }
		]
	],
	[
		'the one chosen before is not connected',
		[builtIn],
		'u',
		[
			{ is: 'default', label: null },
			{ is: 'named', id: 'b', label: 'Built-in' },
			{ is: 'unplugged', id: 'u' }
		]
	]
]
for (const [what, devices, chosen, expected] of cases) {
	test(`the list of microphones when ${what}`, () => assert.deepEqual(microphoneOptions(devices, chosen), expected))
}
