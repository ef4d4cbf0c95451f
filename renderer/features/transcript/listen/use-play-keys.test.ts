import assert from 'node:assert/strict'
import { test } from 'node:test'
import { playKeyOf } from './use-play-keys.ts'

test('takes a key for playback only by itself, but brackets also where Alt writes them', () => {
	const pressed = (key: string, held: 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | null = null) =>
		playKeyOf({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...(held && { [held]: true }) })
	assert.deepEqual(
		[
			pressed('ArrowLeft'),
			pressed('L'),
			pressed('ArrowLeft', 'altKey'),
			pressed('f', 'altKey'),
			pressed('[', 'altKey'),
			pressed('s', 'ctrlKey')
		],
		['ArrowLeft', 'l', '', '', '[', '']
	)
})
