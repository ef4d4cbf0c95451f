import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SUBTITLE_PRESETS } from '../../../electron/contract/exporting.ts'
import { preferencesOf } from '../../stores/preferences.ts'
import { optionsOf, withPreset } from './wish.ts'

const format = (takes: { times?: boolean; marks?: boolean; subtitles?: boolean; audio?: boolean }) => ({
	...{ id: 'a', name: 'A', extension: 'a', mime: 'text/a' },
	takes: { times: takes.times ?? null, marks: takes.marks ?? false, subtitles: takes.subtitles ?? false, audio: takes.audio ?? false }
})
const wish = preferencesOf({}).exporting

test('a format is told what it heeds, and nothing else', () => {
	assert.deepEqual(optionsOf(wish, format({}), true), {})
	assert.deepEqual(optionsOf(wish, format({ times: true }), true), { times: true })
	assert.deepEqual(optionsOf({ ...wish, times: { a: false, b: true } }, format({ times: true }), true), { times: false })
	assert.deepEqual(optionsOf(wish, format({ audio: true }), true), { audio: true })
	assert.deepEqual(optionsOf(wish, format({ audio: true }), false), { audio: false })
	assert.deepEqual(optionsOf({ ...wish, marks: true }, format({ marks: true }), true), { marks: true })
	assert.deepEqual(optionsOf({ ...wish, preset: 'bbc' }, format({ subtitles: true }), true), { subtitles: SUBTITLE_PRESETS.bbc })
	const rules = { ...SUBTITLE_PRESETS.calm, lines: 3 }
	assert.deepEqual(optionsOf({ ...wish, preset: 'own', rules }, format({ subtitles: true }), true), { subtitles: rules })
})

test('the user’s own rules begin as those before, and are kept while others are looked at', () => {
	const begun = withPreset({ ...wish, preset: 'bbc' }, 'own')
	assert.deepEqual(begun.rules, SUBTITLE_PRESETS.bbc)
	assert.deepEqual(withPreset(withPreset(begun, 'netflix'), 'own').rules, SUBTITLE_PRESETS.netflix, 'none were made')
	const rules = { ...begun.rules, lineLength: 30 }
	assert.deepEqual(withPreset(withPreset({ ...begun, rules }, 'calm'), 'own').rules, rules)
})

test('what was kept of the last export and can’t be any more is as if nothing had been chosen', () => {
	assert.deepEqual(preferencesOf({ exporting: { format: 3, preset: 'dvd', rules: { lines: 99 }, times: 'yes' } }).exporting, wish)
	assert.equal(preferencesOf({ exporting: { format: 'vtt' } }).exporting.format, 'vtt')
})
