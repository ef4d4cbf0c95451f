import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alignment } from './live-alignment.ts'
import { speechWithPauses } from './live-speech.ts'

test('finds utterances in a recording that begins later, is fainter, and lost some audio on the way', () => {
	const { audio, utterances } = speechWithPauses(12, 4)
	assert.ok(utterances.length >= 2)
	const cut = (utterances[0]?.to ?? 0) + 3_200
	// 800 ms late, and 100 ms are missing in the first pause.
	const saved = Int16Array.from([...audio.subarray(12_800, cut), ...audio.subarray(cut + 1_600)], s => s * 0.7)
	const found = alignment(audio, saved, utterances)
	assert.deepEqual(
		found.utterances.map(({ from }, i) => from - (utterances[i]?.from ?? 0)),
		utterances.map((_, i) => (i === 0 ? -12_800 : -14_400))
	)
	assert.equal(found.withinMs, 100)
})
