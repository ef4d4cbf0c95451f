import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { SampleRange } from '../protocol/units.ts'
import { secondsOf } from '../protocol/units.ts'
import { loadSherpa } from './sherpa-library.ts'
import { DETECTOR_FILE } from './sherpa-models.ts'
import { FINDING, SpeechDetector } from './speech-detector.ts'
import { clips, joined, MODELS } from './test-speech.ts'

const library = loadSherpa()
if (!library.ok) throw new Error(library.problem.text)
const detector = new SpeechDetector(library.value, join(MODELS, DETECTOR_FILE), FINDING)
const SPEECH = Float32Array.from(joined(clips(), [0.3, 1]), s => s / 32_768)

/** Islands found from `cursor` on, and each place where speech was said to be open. */
function hear(cursor: number): { islands: readonly SampleRange[]; opened: number[] } {
	detector.begin(cursor)
	const opened = new Set<number>()
	for (let at = cursor, wants = detector.wants; at <= SPEECH.length; at += wants, wants = detector.wants) {
		detector.hear(SPEECH.subarray(at, at + wants))
		if (detector.open !== null) opened.add(detector.open)
	}
	return { islands: detector.islands, opened: [...opened] }
}

test('speech that goes on is said to have begun where its island then begins', () => {
	const { islands, opened } = hear(0)
	assert.ok(islands.length >= 5)
	assert.deepEqual(
		opened,
		islands.map(island => island.from)
	)
})

test('used again it finds the same as when it was new', () => {
	const first = hear(0)
	hear(100_000)
	assert.deepEqual(hear(0), first)
})

test('islands are in order, apart, and cover the speech', () => {
	const { islands } = hear(0)
	for (const [i, island] of islands.entries()) assert.ok(island.to > island.from && island.from >= (islands[i - 1]?.to ?? 0))
	const speech = islands.reduce((sum, island) => sum + island.to - island.from, 0)
	assert.ok(secondsOf(speech) > 20, `${secondsOf(speech)} s`)
})
