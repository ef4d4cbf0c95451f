import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SampleRange } from '../../native-bridge/protocol/units.ts'
import { pieceFrom } from './pieces.ts'

const around = [
	{ from: 10, to: 20 },
	{ from: 20, to: 30 },
	{ from: 50, to: 60 }
]

const cases: [name: string, cursor: number, around: SampleRange[], end: number, piece: SampleRange | null][] = [
	['all of it when nothing is to be left alone', 0, [], 100, { from: 0, to: 100 }],
	['what comes before the first', 0, around, 100, { from: 0, to: 10 }],
	['the rest of it', 4, around, 100, { from: 4, to: 10 }],
	['what lies behind those that follow each other', 10, around, 100, { from: 30, to: 50 }],
	['what lies behind one that it stands in', 55, around, 100, { from: 60, to: 100 }],
	['not more than there is', 30, around, 40, { from: 30, to: 40 }],
	['nothing at the end', 100, around, 100, null],
	['nothing behind one that reaches to the end', 50, around, 60, null],
	['nothing of no audio', 0, [], 0, null]
]

for (const [name, cursor, ranges, end, piece] of cases) {
	test(`is ${name}`, () => {
		assert.deepEqual(pieceFrom(cursor, ranges, end), piece)
	})
}
