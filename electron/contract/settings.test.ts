import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KEYS } from './settings.ts'

test('keys for the whole system need more than what is typed into a text', () => {
	const good = ['CommandOrControl+Alt+R', 'Control+Shift+9', 'Shift+Control+R', 'Alt+Space', 'Super+F5', 'F9', 'Shift+F24']
	const bad = ['R', 'Shift+R', 'F25', 'Control', 'Control+', 'Control+Alt', 'Control+ä', '+R', 'Alt+Shift', 'F9 ', '', 'Control+R+S']
	assert.deepEqual(
		good.filter(keys => !KEYS.test(keys)),
		[]
	)
	assert.deepEqual(
		bad.filter(keys => KEYS.test(keys)),
		[]
	)
})
