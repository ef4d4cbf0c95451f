import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Mark } from '../contract/records.ts'
import { idOf } from '../ledger/test-ledger.ts'
import { closedMarks } from './open-marks.ts'

const mark = (kind: Mark['kind'], sample: number, ms: number | null): Mark => ({ id: idOf(1), kind, sample, ms, note: '' })

test('a mark that still lasted gets the length that it had, each kind by its own measure', () => {
	const cases: [name: string, mark: Mark, savedAt: number, until: number, ms: number[]][] = [
		['a pause lasted from the last sample on', mark('pause', 160_000, null), 5_000, 9_000, [4_000]],
		['so did sleep', mark('asleep', 160_000, null), 5_000, 9_000, [4_000]],
		['a mute is in the journal, up to its end', mark('mute', 96_000, null), 5_000, 9_000, [4_000]],
		['a mute begun behind what was saved has no length', mark('mute', 170_000, null), 5_000, 9_000, [0]],
		['a pause whose end nobody knows has no length', mark('pause', 160_000, null), 5_000, 5_000, [0]],
		['a clock set back makes no length below none', mark('pause', 160_000, null), 5_000, 4_000, [0]],
		['a mark is a moment', mark('mark', 5, null), 5_000, 9_000, [0]],
		['one that ended before stays as it is', mark('pause', 5, 700), 5_000, 9_000, []]
	]
	for (const [name, open, savedAt, until, ms] of cases)
		assert.deepEqual(
			closedMarks([open], 160_000, savedAt, until),
			ms.map(each => ({ ...open, ms: each })),
			name
		)
})
