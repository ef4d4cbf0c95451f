import assert from 'node:assert/strict'
import { test } from 'node:test'
import { samplesOf } from '../protocol/units.ts'
import { turnsOf } from './turns.ts'

/** `1: 0–2, 3–4` in seconds: what the voice of speaker 1 says. */
const check = (what: string, voices: readonly (readonly [number, ...(readonly [number, number])[]])[], expected: string[]) =>
	test(what, () => {
		const turns = turnsOf(
			voices.map(([, ...ranges]) => ({ ranges: ranges.map(([from, to]) => ({ from: samplesOf(from), to: samplesOf(to) })), print: null })),
			voices.map(([speaker]) => speaker)
		)
		assert.deepEqual(
			turns.map(({ from, to, speaker }) => `${speaker}: ${from / 16_000}–${to / 16_000}`),
			expected
		)
	})

check(
	'what goes on over the seam of two windows is one turn',
	[
		[0, [4, 10]],
		[0, [10, 13]]
	],
	['0: 4–13']
)
check('a short pause ends no turn', [[0, [0, 2], [2.8, 4]]], ['0: 0–4'])
check('a long one does', [[0, [0, 2], [3.5, 4]]], ['0: 0–2', '0: 3.5–4'])
check(
	'another’s remark does',
	[
		[0, [0, 2], [3, 4]],
		[1, [2.1, 2.9]]
	],
	['0: 0–2', '1: 2.1–2.9', '0: 3–4']
)
check(
	'two at once stay two',
	[
		[0, [0, 5]],
		[1, [3, 6]]
	],
	['0: 0–5', '1: 3–6']
)
check(
	'what has no length is left out',
	[
		[0, [1, 1]],
		[1, [2, 3]]
	],
	['1: 2–3']
)
