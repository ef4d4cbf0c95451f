import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SUBTITLE_PRESETS } from '../../electron/contract/exporting.ts'
import { createPreferencesStore, type Preferences, preferencesOf } from './preferences.ts'

const unchosen: Preferences = {
	language: 'system',
	theme: 'system',
	microphone: null,
	library: { order: 'newest', kind: 'all', tag: null },
	exporting: { format: 'txt', times: {}, audio: true, marks: false, preset: 'calm', rules: SUBTITLE_PRESETS.calm },
	echoCancellation: false,
	noiseSuppression: false,
	autoGainControl: false,
	systemAudio: false,
	recordingWish: { model: null, language: null },
	filesWish: { model: null, language: null },
	rate: 1,
	volume: 1,
	films: true,
	skipSilence: false
}

const cases: readonly [what: string, kept: unknown, expected: Preferences][] = [
	['nothing was kept', {}, unchosen],
	['it is no record', null, unchosen],
	['it is text', 'dark', unchosen],
	['it was kept before there was a choice', { theme: 'dark', microphone: 'usb' }, { ...unchosen, theme: 'dark', microphone: 'usb' }],
	['one value can’t be', { theme: 'pink', systemAudio: true, echoCancellation: 1 }, { ...unchosen, systemAudio: true }]
]
for (const [what, kept, expected] of cases) {
	test(`preferences when ${what}`, () => assert.deepEqual(preferencesOf(kept), expected))
}

function storageOf(kept: string | null) {
	let value = kept
	return {
		getItem: () => value,
		setItem: (_key: string, now: string) => {
			value = now
		}
	}
}

test('what one window chose is not lost when another, opened before, chooses something else', () => {
	const storage = storageOf(null)
	const [first, second] = [createPreferencesStore(storage), createPreferencesStore(storage)]
	first.setState({ language: 'zh-CN', theme: 'dark' })
	second.setState({ echoCancellation: true })
	first.setState({ exporting: { ...first.getState().exporting, format: 'srt' } })
	second.setState({ theme: 'light' })
	assert.deepEqual(createPreferencesStore(storage).getState(), {
		...unchosen,
		language: 'zh-CN',
		theme: 'light',
		echoCancellation: true,
		exporting: { ...unchosen.exporting, format: 'srt' }
	})
})

test('what is kept and can’t be read is written over by the next choice', () => {
	for (const kept of ['{', 'null', '"dark"']) {
		const storage = storageOf(kept)
		createPreferencesStore(storage).setState({ theme: 'dark' })
		assert.deepEqual(createPreferencesStore(storage).getState(), { ...unchosen, theme: 'dark' })
	}
})
