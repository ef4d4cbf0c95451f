import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Transcript } from '../../electron/contract/records.ts'
import { minutesLeft, placeInLine, progressOf, queueLeft, roundSpeed } from './queue.ts'

const minute = 60 * 16_000
const of = (fields: Partial<Transcript>) =>
	({ state: 'queued', place: 1, samples: 0, cursor: 0, claimedSeconds: null, speed: null, ...fields }) as Transcript

test('measures progress against what the file claims while it is read, and against what was read afterwards', () => {
	const check = (fields: Partial<Transcript>, expected: number | null) => assert.equal(progressOf(of(fields)), expected)
	check({ state: 'decoding', cursor: 16_000, samples: 32_000, claimedSeconds: 4 }, 0.25)
	check({ state: 'decoding', cursor: 16_000, samples: 32_000, claimedSeconds: 1 }, 0.5)
	check({ state: 'decoding', cursor: 16_000, samples: 32_000 }, null)
	check({ state: 'transcribing', cursor: 16_000, samples: 32_000, claimedSeconds: 4 }, 0.5)
	check({ state: 'paused', cursor: 16_000, samples: 32_000, claimedSeconds: 4 }, 0.25)
	check({ state: 'done', cursor: 32_000, samples: 32_000 }, null)
})

test('tells the time left from the speed by the clock, or not at all', () => {
	const half = of({ state: 'transcribing', cursor: 30 * minute, samples: 60 * minute, speed: 10 })
	assert.deepEqual([half, { ...half, speed: null }, { ...half, cursor: 0 }].map(minutesLeft), [3, null, 6])
})

test('counts the places of those that wait', () => {
	const all = { a: of({ place: 9 }), b: of({ place: 2, state: 'paused' }), c: of({ place: 3 }), d: of({ place: 1, state: 'decoding' }) }
	assert.deepEqual(
		Object.values(all).map(each => placeInLine(all, each)),
		[2, null, 1, null]
	)
	assert.equal(placeInLine(null, all.a), 1)
})

test('adds up what the whole queue has before it, and says what it can’t know', () => {
	const at = of({ state: 'transcribing', cursor: 10 * minute, samples: 40 * minute, speed: 20 })
	const read = of({ samples: 1 * minute, claimedSeconds: 600 })
	assert.deepEqual(queueLeft([at, read, of({}), of({ state: 'paused', claimedSeconds: 9_000 }), of({ place: null, state: 'recording' })]), {
		files: 3,
		minutes: 2,
		unknown: 1,
		speed: 20
	})
	assert.deepEqual(queueLeft([at, { ...at, speed: 10 }]).minutes, 2)
	assert.deepEqual(queueLeft([{ ...at, speed: null }, read]), { files: 2, minutes: null, unknown: 0, speed: null })
})

test('says of a slow machine how slow it is', () => {
	assert.deepEqual([0.02, 0.44, 1, 9.84, 12.6].map(roundSpeed), [0.1, 0.4, 1, 9.8, 13])
})
