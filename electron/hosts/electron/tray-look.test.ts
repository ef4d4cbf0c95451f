import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsFor } from './messages/words.ts'
import { lookOf } from './tray-look.ts'

const problem = { code: 'x', facts: {}, text: 'x' }
const cases: readonly [recorder: Parameters<typeof lookOf>[0], jobs: number, expected: string][] = [
	[{ phase: 'idle', holdUp: null, sources: [] }, 0, 'idle: Holdfast, to be started'],
	[{ phase: 'idle', holdUp: null, sources: [] }, 3, 'idle: Holdfast: 3 transcripts under way, to be started'],
	[{ phase: 'asking', holdUp: null, sources: [] }, 0, 'idle: Holdfast, to be started'],
	[{ phase: 'recording', holdUp: null, sources: [{ problem: null }] }, 3, 'recording: Holdfast is recording, to be stopped'],
	[{ phase: 'recording', holdUp: problem, sources: [] }, 0, 'trouble: Holdfast has trouble recording, to be stopped'],
	[
		{ phase: 'recording', holdUp: null, sources: [{ problem: null }, { problem }] },
		0,
		'trouble: Holdfast has trouble recording, to be stopped'
	],
	[{ phase: 'paused', holdUp: null, sources: [{ problem }] }, 0, 'idle: Holdfast: the recording is paused, to be stopped'],
	[{ phase: 'stopping', holdUp: null, sources: [] }, 0, 'idle: Holdfast, to be started']
]
for (const [recorder, jobs, expected] of cases)
	test(`${recorder.phase}${recorder.holdUp ? ', held up' : ''}, ${recorder.sources.length} sources, ${jobs} jobs: ${expected}`, () => {
		const { state, status, isRecording } = lookOf(recorder, jobs, wordsFor('en'))
		assert.equal(`${state}: ${status}, to be ${isRecording ? 'stopped' : 'started'}`, expected)
	})
