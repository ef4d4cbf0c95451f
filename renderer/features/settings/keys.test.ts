import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keysOf, shownKeys } from './keys.ts'

const press = (code: string, ...held: ('ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey')[]) =>
	keysOf({ ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...Object.fromEntries(held.map(key => [key, true])), code })

test('keys are told as Electron writes them, by their place on the keyboard', () => {
	assert.deepEqual(
		[
			press('KeyR', 'ctrlKey', 'altKey'),
			press('Digit7', 'metaKey', 'shiftKey'),
			press('Space', 'altKey'),
			press('F9'),
			press('F9', 'shiftKey'),
			press('KeyR', 'altKey', 'shiftKey', 'ctrlKey')
		],
		['Control+Alt+R', 'Super+Shift+7', 'Alt+Space', 'F9', 'Shift+F9', 'Control+Alt+Shift+R']
	)
})

test('what every text needs is refused, and what is only held waits for a key', () => {
	assert.deepEqual(
		[press('KeyR'), press('KeyR', 'shiftKey'), press('Enter', 'ctrlKey'), press('ControlLeft', 'ctrlKey'), press('AltRight', 'altKey')],
		['too-few', 'too-few', 'too-few', 'held', 'held']
	)
})

test('they are shown as the system’s keyboard has them', () => {
	assert.deepEqual([shownKeys('Control+Alt+R', true), shownKeys('Control+Super+F9', false)], ['⌃⌥R', 'Ctrl+Win+F9'])
})
