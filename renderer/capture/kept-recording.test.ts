import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepRecording, keptRecording } from './kept-recording.ts'
import { plainOptions } from './recorder.ts'

function storage(): Storage {
	const items = new Map<string, string>()
	const kept = {
		getItem: (key: string) => items.get(key) ?? null,
		setItem: (key: string, value: string) => void items.set(key, value),
		removeItem: (key: string) => void items.delete(key)
	}
	return kept as unknown as Storage
}

test('the page that is loaded next in the same tab finds what was recorded, and how', () => {
	const tab = storage()
	const kept = { recording: 'r', options: { ...plainOptions('mic'), systemAudio: true } }
	assert.equal(keptRecording(tab), null)
	keepRecording(tab, kept)
	assert.deepEqual(keptRecording(tab), kept)
	keepRecording(tab, null)
	assert.equal(keptRecording(tab), null)
})

test('what can’t be read or kept is as if there had been nothing', () => {
	const tab = storage()
	for (const nonsense of ['', '{', '{"recording":7}']) {
		tab.setItem('holdfast.recording', nonsense)
		assert.equal(keptRecording(tab), null)
	}
	const forbidden = {
		setItem: () => {
			throw new DOMException('', 'SecurityError')
		}
	} as unknown as Storage
	keepRecording(forbidden, { recording: 'r', options: plainOptions(null) })
	keepRecording(null, null)
	assert.equal(keptRecording(null), null)
})
