import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Transcript } from '../../../electron/contract/records.ts'
import { audioThatCanGo } from './audio-that-can-go.ts'

const made = (id: string, more: Partial<Transcript> = {}) =>
	({ id, createdAt: 0, partOf: null, state: 'done', polishing: null, findingSpeakers: null, ...more }) as Transcript

test('whose audio can go: largest first, a recording with all its channels, nothing that is worked on', () => {
	const all = [
		made('small'),
		made('call'),
		made('others', { partOf: 'call' }),
		made('large'),
		made('none'),
		made('again', { polishing: 0 }),
		made('voices', { findingSpeakers: 0 }),
		made('failed', { state: 'failed' })
	]
	const sizes = { small: 1, call: 20, others: 30, large: 40, again: 90, voices: 90, failed: 90, trashed: 90 }
	assert.deepEqual(
		audioThatCanGo(all, sizes).map(({ transcript, bytes }) => [transcript.id, bytes]),
		[
			['call', 50],
			['large', 40],
			['small', 1]
		]
	)
})
