import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Transcript } from '../../../electron/contract/records.ts'
import { transcriptWith } from '../../../electron/contract/test-transcript.ts'
import { arrangeLibrary } from './arrange.ts'

const now = new Date(2026, 10, 24, 13, 0).getTime()
const hour = 3_600_000

function transcript(fields: Partial<Transcript>): Transcript {
	return transcriptWith({ createdAt: now, state: 'done', playable: true, ...fields })
}

test('shows what is under way first, then the rest by day, newest first', () => {
	const { recordings, queue, days } = arrangeLibrary(
		[
			transcript({ id: 'old', createdAt: now - 50 * hour }),
			transcript({ id: 'third', state: 'queued', place: 3_072 }),
			transcript({ id: 'second', state: 'paused', place: 2 }),
			transcript({ id: 'first', state: 'queued', place: 1 }),
			transcript({ id: 'failed', state: 'failed', createdAt: now - hour }),
			transcript({ id: 'mic', state: 'recording' }),
			transcript({ id: 'sound', state: 'recording', partOf: 'mic', channel: 'others' }),
			transcript({ id: 'file', state: 'decoding', place: 4_096 }),
			transcript({ id: 'new', words: 22 }),
			transcript({ id: 'its sound', partOf: 'new', channel: 'others', words: 7 }),
			transcript({ id: 'yesterday', createdAt: now - 20 * hour })
		],
		now
	)
	assert.deepEqual(
		[recordings, queue].map(list => list.map(each => each.id)),
		[['mic'], ['file', 'first', 'second', 'third']]
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
