import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AtWork, hindranceOf, isLoading } from './measuring-hindrance.ts'

const DONE: AtWork = { state: 'done', polishing: null, findingSpeakers: null, audio: { wav: true, opus: false, copying: false } }

test('a recording goes first, then any work; what is over, waits or is paused hinders nobody', () => {
	const cases: [string, Partial<AtWork>[], ReturnType<typeof hindranceOf>][] = [
		['an empty library', [], null],
		['what is over', [{}, { state: 'failed' }, { state: 'cancelled' }], null],
		['what waits', [{ state: 'queued' }, { state: 'paused' }], null],
		['a file that is read', [{}, { state: 'decoding' }], 'work'],
		['a file that is heard', [{ state: 'transcribing' }], 'work'],
		['a second pass', [{ polishing: 0 }], 'work'],
		['speakers that are told apart', [{ findingSpeakers: 0 }], 'work'],
		['a copy that is made', [{ audio: { ...DONE.audio, copying: true } }], 'work'],
		['a recording, beside a file', [{ state: 'transcribing' }, { state: 'recording' }], 'recording']
	]
	for (const [what, transcripts, expected] of cases)
		assert.equal(hindranceOf(transcripts.map(each => ({ ...DONE, ...each }))), expected, what)
})

test('an engine that loads its model hinders, but for the one that is measured, and a standby, which waits', () => {
	const loading = (name: string, state: 'starting' | 'ready' = 'starting', role: 'engine' | 'decoder' = 'engine') =>
		isLoading({ name, role, state })
	assert.deepEqual(
		['engine-next', 'engine-standby', 'engine', 'engine-other', 'engine-measured'].map(name => loading(name)),
		[true, false, true, true, false]
	)
	assert.deepEqual([loading('engine-next', 'ready'), loading('decoder', 'starting', 'decoder')], [false, false])
})
