import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { FromWorker, SourceFacts, ToWorker } from './messages.ts'

const segment = {
	from: 0,
	to: 16_000,
	text: 'Good morning.',
	words: [{ text: 'Good', from: 0, to: 7_000 }],
	times: 'estimated',
	confidence: null,
	language: 'en',
	guards: []
}
const step = { type: 'step', attempt: 'a', cursor: 16_000, segment, gap: null, spentMs: 12 }

test('takes what workers say, and nothing else', () => {
	const cases: [name: string, message: unknown, fits: boolean][] = [
		['a step with a segment', step, true],
		['a step of silence', { ...step, segment: null }, true],
		['a step with a gap', { ...step, segment: null, gap: { from: 0, to: 10, cause: 'damaged' } }, true],
		['a confidence', { ...step, segment: { ...segment, confidence: 0.5 } }, true],
		['a cursor before the beginning', { ...step, cursor: -1 }, false],
		['half a sample', { ...step, cursor: 0.5 }, false],
		['a cursor that is no number', { ...step, cursor: null }, false],
		['a word without a time', { ...step, segment: { ...segment, words: [{ text: 'Good' }] } }, false],
		['times known in a way that we do not know', { ...step, segment: { ...segment, times: 'guessed' } }, false],
		['no attempt', { type: 'transcribed', cursor: 1 }, false],
		['a message that we do not know', { type: 'progress', attempt: 'a' }, false],
		['a word to a worker', { type: 'ping', n: 1 }, false],
		['nothing', undefined, false],
		['text', 'ready', false]
	]
	for (const [name, message, fits] of cases) assert.equal(v.is(FromWorker, message), fits, name)
})

test('takes what main says to workers, and nothing else', () => {
	const order = {
		type: 'transcribe',
		attempt: 'a',
		job: 'j',
		journal: '/x.wav',
		cursor: 0,
		samples: 0,
		ended: false,
		tuning: 'live',
		partials: true
	}
	const cases: [name: string, message: unknown, fits: boolean][] = [
		['a whole order', order, true],
		['a tuning that we do not know', { ...order, tuning: 'fast' }, false],
		['an order without its cursor', { ...order, cursor: undefined }, false],
		['stop', { type: 'stop' }, true],
		['a message that we do not know', { type: 'pause' }, false]
	]
	for (const [name, message, fits] of cases) assert.equal(v.is(ToWorker, message), fits, name)
})

test('what an older Holdfast knew of a file is taken, with what it did not ask left unknown', () => {
	const old = { container: 'WAV', codec: 'pcm_s16le', channels: 1, sampleRate: 8_000, duration: null, video: false, decoder: 'node-av' }
	assert.deepEqual(v.parse(SourceFacts, old), { ...old, tracks: [], track: null, recordedAt: null, bytes: null, changedAt: null })
})
