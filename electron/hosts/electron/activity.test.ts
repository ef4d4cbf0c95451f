import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppEvent } from '../../contract/events.ts'
import type { Transcript } from '../../contract/records.ts'
import { transcriptWith } from '../../contract/test-transcript.ts'
import { activityOf, afterEvent, idle, type News, progressOf } from './activity.ts'

const transcript = (id: string, some: Partial<Transcript>) => transcriptWith({ id, title: id, ...some })

/** What is shown after each event, and the news in between. */
function follow(events: readonly AppEvent[]): [progress: readonly (number | string | null)[], news: readonly News[]] {
	let activity = idle
	const told: News[] = []
	const shown = events.map(event => {
		const [next, news] = afterEvent(activity, event)
		activity = next
		if (news) told.push(news)
		return progressOf(activity)
	})
	return [shown, told]
}
const tells = (id: string, some: Partial<Transcript>): AppEvent => ({ type: 'transcript', transcript: transcript(id, some) })

test('progress over several files does not go back when one is done, and each end is news', () => {
	const [progress, news] = follow([
		tells('a', {}),
		tells('b', {}),
		tells('a', { state: 'decoding', cursor: 80_000, claimedSeconds: 10 }),
		tells('a', { state: 'transcribing', cursor: 120_000, samples: 160_000 }),
		tells('a', { state: 'done' }),
		tells('b', { state: 'transcribing', cursor: 80_000, samples: 160_000 }),
		tells('b', { state: 'failed' }),
		tells('c', {})
	])
	assert.deepEqual(progress, [0, 0, 0.25, 0.375, 0.5, 0.75, null, 0])
	assert.deepEqual(news, [
		{ id: 'a', title: 'a', end: 'done' },
		{ id: 'b', title: 'b', end: 'failed' }
	])
})

test('a file that does not say how long it is has no progress, and one that lies no more than all', () => {
	const [progress] = follow([
		tells('a', { state: 'decoding', cursor: 80_000 }),
		tells('a', { state: 'decoding', cursor: 80_000, claimedSeconds: 1 })
	])
	assert.deepEqual(progress, ['unknown', 1])
})

test('what was cancelled or deleted is no news, and neither is what was done before', () => {
	const [progress, news] = follow([
		tells('a', {}),
		tells('b', {}),
		tells('a', { state: 'cancelled' }),
		{ type: 'transcripts-removed', transcripts: ['b'] },
		tells('c', { state: 'done' }),
		tells('c', { state: 'done', title: 'another' })
	])
	assert.deepEqual(progress, [0, 0, 0, null, null, null])
	assert.deepEqual(news, [])
})

test('a recording is told by the recorder, and its second channel not at all', () => {
	const activity = activityOf([
		transcript('a', { kind: 'recording', state: 'recording' }),
		transcript('b', { state: 'transcribing', partOf: 'a' }),
		transcript('c', { state: 'decoding' })
	])
	assert.deepEqual([...activity.working.keys()], ['c'])
})
