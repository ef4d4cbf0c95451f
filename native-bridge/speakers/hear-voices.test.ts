import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Ears, voicesIn } from './hear-voices.ts'

const S = 16_000
/** Ears that hear what they are told, and print how many samples they were given. */
const ears = (...turns: { from: number; to: number; speaker: number }[]): Ears => ({
	turnsIn: () => turns,
	printOf: pieces =>
		Float32Array.of(
			0,
			pieces.reduce((sum, piece) => sum + piece.length, 0)
		)
})
const heard = (ears: Ears, from = 0) => voicesIn(new Int16Array(10 * S), from, ears)

test('each speaker of a window is a voice, at its place in the journal', () => {
	const voices = heard(
		ears({ from: S, to: 3 * S, speaker: 4 }, { from: 4 * S, to: 6 * S, speaker: 2 }, { from: 7 * S, to: 8 * S, speaker: 4 }),
		20 * S
	)
	assert.deepEqual(
		voices.map(({ ranges }) => ranges.map(({ from, to }) => [from / S, to / S])),
		[
			[
				[21, 23],
				[27, 28]
			],
			[[24, 26]]
		]
	)
	assert.deepEqual(voices[0]?.print, Float32Array.of(0, 1))
})

test('a print is made of what somebody says alone, where that is enough', () => {
	let given: number[] = []
	const listening: Ears = {
		turnsIn: () => [
			{ from: 0, to: 4 * S, speaker: 0 },
			{ from: 1 * S, to: 2 * S, speaker: 1 }
		],
		printOf: pieces => {
			given = [...given, pieces.reduce((sum, piece) => sum + piece.length, 0) / S]
			return null
		}
	}
	const voices = heard(listening)
	// Of the second nothing is alone.
	assert.deepEqual(given, [3, 1])
	assert.deepEqual(
		voices.map(({ print }) => print),
		[null, null]
	)
})

test('turns beyond the end of the audio, which the library fills up, are cut', () => {
	const voices = voicesIn(new Int16Array(2 * S), 0, ears({ from: S, to: 3 * S, speaker: 0 }, { from: 3 * S, to: 4 * S, speaker: 1 }))
	assert.deepEqual(
		voices.map(({ ranges }) => ranges.map(({ from, to }) => [from, to])),
		[[[S, 2 * S]]]
	)
})

test('a print that is no number is none', () => {
	const broken: Ears = { turnsIn: () => [{ from: 0, to: S, speaker: 0 }], printOf: () => Float32Array.of(Number.NaN, 1) }
	assert.equal(heard(broken)[0]?.print, null)
})
