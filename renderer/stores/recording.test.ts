import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppEvent } from '../../electron/contract/events.ts'
import { type Interrupted, idleRecorder, type RecorderState } from '../../electron/contract/recorder.ts'
import type { Client } from '../api/client.ts'
import { createRemoteRecorder } from '../capture/remote-recorder.ts'
import { changesInterrupted, createRecordingStore } from './recording.ts'

const id = '0b5c2d1e-0000-4000-8000-000000000001'
const part = '0b5c2d1e-0000-4000-8000-000000000002'
const other = '0b5c2d1e-0000-4000-8000-000000000003'
const whole: Interrupted = {
	recording: id,
	title: 'A talk',
	device: null,
	microphone: null,
	startedAt: 5,
	samples: 16_000,
	savedAt: 6,
	stopping: false,
	pausedAt: null,
	partOf: null,
	holdUp: { code: 'page-gone', facts: {}, text: 'Gone.' }
}
const second: Interrupted = { ...whole, recording: part, samples: 8_000, partOf: { whole: id, channel: 'others', offset: 4_000 } }

function shown(waiting: Interrupted[]) {
	const asked: unknown[] = []
	const client: Client = {
		start() {},
		async request(name, params) {
			if (name !== 'recording.interrupted') asked.push([name, params])
			return { ok: true, value: (name === 'recording.interrupted' ? [...waiting] : {}) as never }
		},
		sendAudio() {}
	}
	let hear = (_raw: unknown) => {}
	const line = {
		send: (message: { readonly type: string; readonly n?: string }) => {
			if (message.type === 'look') return
			asked.push([message.type])
			if (message.n !== undefined) hear({ type: 'done', n: message.n })
		},
		listen: (listener: (raw: unknown) => void) => {
			hear = listener
		}
	}
	const store = createRecordingStore(
		createRemoteRecorder(line, () => {}),
		client
	)
	const become = (state: Partial<RecorderState>) => hear({ type: 'state', state: { ...idleRecorder, ...state }, peaks: [], fresh: false })
	return { store, asked, become }
}

test('a recording whose page is gone is offered once, whatever channels it has; not while its recorder is being brought back', async () => {
	const { store, become } = shown([whole, second, { ...whole, recording: other }])
	await store.look()
	assert.deepEqual(
		store.getState().interrupted.map(each => each.recording),
		[id, other]
	)
	become({ phase: 'recording', id })
	assert.deepEqual(
		store.getState().interrupted.map(each => each.recording),
		[other]
	)
	become({})
	assert.equal(store.getState().interrupted.length, 2)
})

test('it is gone on with, or ended, with all its channels', async () => {
	const waiting = [whole, second]
	const { store, asked } = shown(waiting)
	await store.look()
	await store.goOn(whole)
	assert.deepEqual(asked, [['go-on']])
	assert.equal(await store.finish(whole), null)
	assert.deepEqual(asked.slice(1), [
		['recording.stop', { recording: id, samples: 16_000 }],
		['recording.stop', { recording: part, samples: 8_000 }]
	])
})

test('main is asked again when one has lost its page or has one again', async () => {
	const { store } = shown([whole])
	await store.look()
	const event = (transcript: string, away: boolean) => ({ type: 'transcript', transcript: { id: transcript, away } }) as AppEvent
	const asks = (...of: Parameters<typeof event>) => changesInterrupted(store.getState(), event(...of))
	assert.deepEqual([asks(id, true), asks(id, false), asks(other, true), asks(other, false)], [false, true, true, false])
})
