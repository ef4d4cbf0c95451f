import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Mark } from '../../../electron/contract/records.ts'
import { recordedBy } from './recorded.ts'

const mark = (kind: Mark['kind'], ms: number | null): Mark => ({ id: kind, kind, sample: 5 * 16_000, ms, note: '' })

const cases: readonly [what: string, samples: number, marks: Mark[], seconds: number][] = [
	['it just goes on', 3, [], 20],
	['it was paused and the machine slept', 3, [mark('pause', 4_000), mark('asleep', 6_000)], 10],
	['it is paused', 3, [mark('pause', null)], 5],
	['it was muted: that is recorded, as silence', 3, [mark('mute', 4_000)], 20],
	['main knows of more', 21, [], 21]
]
for (const [what, samples, marks, seconds] of cases) {
	test(`how long a recording made elsewhere is when ${what}`, () =>
		assert.equal(recordedBy(21_000, { createdAt: 1_000, samples: samples * 16_000 }, marks), seconds * 16_000))
}
