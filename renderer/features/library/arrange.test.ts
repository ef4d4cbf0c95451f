import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Transcript } from '../../../electron/contract/records.ts'
import { arrangeLibrary, minutesLeft, progressOf } from './arrange.ts'

const now = new Date(2026, 10, 24, 13, 0).getTime()
const hour = 3_600_000

function transcript(fields: Partial<Transcript>): Transcript {
	return {
		id: 't',
		kind: 'file',
		title: 'T',
		createdAt: now,
		state: 'done',
		samples: 0,
		cursor: 0,
		claimedSeconds: null,
		words: 0,
		gaps: 0,
		sourceName: null,
		source: null,
		device: null,
		model: null,
		language: null,
		problem: null,
		notices: [],
		position: null,
		playable: true,
		partOf: null,
		channel: null,
		offset: 0,
		away: false,
		audio: { wav: true, opus: false, copying: false },
		polishing: null,
		...fields
	}
}

test('shows what is under way first, then the rest by day, newest first', () => {
	const { now: underWay, days } = arrangeLibrary(
		[
			transcript({ id: 'old', createdAt: now - 50 * hour }),
			transcript({ id: 'second', state: 'queued', position: 2 }),
			transcript({ id: 'first', state: 'queued', position: 1 }),
			transcript({ id: 'failed', state: 'failed', createdAt: now - hour }),
			transcript({ id: 'mic', state: 'recording' }),
			transcript({ id: 'sound', state: 'recording', partOf: 'mic', channel: 'others' }),
			transcript({ id: 'file', state: 'decoding' }),
			transcript({ id: 'new', words: 22 }),
			transcript({ id: 'its sound', partOf: 'new', channel: 'others', words: 7 }),
			transcript({ id: 'yesterday', createdAt: now - 20 * hour })
		],
		now
	)
	assert.deepEqual(
		underWay.map(each => each.id),
		['mic', 'file', 'first', 'second']
	)
	assert.equal(days[0]?.transcripts[0]?.words, 29)
	assert.deepEqual(
		days.map(day => [day.is, ...day.transcripts.map(each => each.id)]),
		[
			['today', 'new', 'failed'],
			['yesterday', 'yesterday'],
			['earlier', 'old']
		]
	)
})

test('measures progress against what the file claims while it is read, and against what was read afterwards', () => {
	const check = (fields: Partial<Transcript>, expected: number | null) => assert.equal(progressOf(transcript(fields)), expected)
	check({ state: 'decoding', cursor: 16_000, samples: 32_000, claimedSeconds: 4 }, 0.25)
	check({ state: 'decoding', cursor: 16_000, samples: 32_000, claimedSeconds: 1 }, 0.5)
	check({ state: 'decoding', cursor: 16_000, samples: 32_000 }, null)
	check({ state: 'transcribing', cursor: 16_000, samples: 32_000, claimedSeconds: 4 }, 0.5)
	check({ state: 'done', cursor: 32_000, samples: 32_000 }, null)
})

test('tells the time left from the engine’s speed, or not at all', () => {
	const half = transcript({ state: 'transcribing', cursor: 30 * 60 * 16_000, samples: 60 * 60 * 16_000 })
	assert.deepEqual([minutesLeft(half, 10), minutesLeft(half, null), minutesLeft({ ...half, cursor: 0 }, 10)], [3, null, null])
})
