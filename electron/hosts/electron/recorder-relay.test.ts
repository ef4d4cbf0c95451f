import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idleRecorder, type RecorderState, type ToRecorder, type ToWindow } from '../../contract/recorder.ts'
import { RecorderRelay } from './recorder-relay.ts'

const id = '0b5c2d1e-0000-4000-8000-000000000001'
const n = '0b5c2d1e-0000-4000-8000-00000000000a'
const recording: RecorderState = {
	...idleRecorder,
	phase: 'recording',
	id,
	title: 'A talk',
	microphone: 'mic',
	startedAt: 5_000,
	level: 0.4
}

const options = {
	microphone: null,
	processing: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
	systemAudio: false
}

function relayed() {
	const toRecorder: ToRecorder[] = []
	const toWindow: ToWindow[] = []
	const seen: string[] = []
	const relay = new RecorderRelay({
		toRecorder: message => toRecorder.push(message),
		toWindow: message => toWindow.push(message),
		revive: () => seen.push('revive'),
		lost: (recording, from, to) => seen.push(`lost ${recording} ${from}–${to}`)
	})
	/** As main's receipts pass by. */
	const receive = (samples: number, at: number) => relay.overhear(() => {})({ type: 'saved', recording: id, samples, at })
	const state = (state: RecorderState) => relay.fromRecorder({ type: 'state', state, peaks: [], fresh: false })
	const lastState = () => toWindow.flatMap(message => (message.type === 'state' ? [message.state] : [])).at(-1)
	return { relay, toRecorder, toWindow, seen, receive, state, lastState }
}

test('what one says the other hears; what is said too early waits until the recorder listens', () => {
	const { relay, toRecorder, toWindow } = relayed()
	relay.fromWindow({ type: 'start', n, title: 'A talk', options })
	assert.deepEqual(toRecorder, [])
	relay.fromRecorder({ type: 'ready' })
	assert.deepEqual(toRecorder, [{ type: 'start', n, title: 'A talk', options }])
	relay.fromRecorder({ type: 'done', n })
	assert.deepEqual(toWindow, [{ type: 'done', n }])
})

test('nonsense is said to be such, from either side; a window can’t speak for main', () => {
	const { relay, toRecorder } = relayed()
	relay.fromRecorder({ type: 'ready' })
	assert.notEqual(relay.fromWindow({ type: 'sing' }), null)
	assert.notEqual(relay.fromRecorder({ type: 'state', state: {} }), null)
	assert.notEqual(relay.fromWindow({ type: 'take-up', interrupted: [] }), null)
	assert.deepEqual(toRecorder, [])
})

test('a recorder that died is told to go on where its journal ends', () => {
	const { relay, toRecorder, receive, state, lastState } = relayed()
	relay.fromRecorder({ type: 'ready' })
	state(recording)
	receive(16_000, 6_010)
	assert.equal(relay.died('reloaded', 6_100), true)
	assert.deepEqual([lastState()?.phase, lastState()?.holdUp?.code, lastState()?.level], ['recording', 'recorder-restarting', 0])
	relay.fromRecorder({ type: 'ready' })
	const [resume] = toRecorder
	assert.ok(resume?.type === 'take-up')
	const { holdUp: _said, ...interrupted } = resume.interrupted[0] ?? assert.fail()
	assert.deepEqual(interrupted, {
		recording: id,
		title: 'A talk',
		device: null,
		microphone: 'mic',
		startedAt: 5_000,
		samples: 16_000,
		savedAt: 6_010,
		stopping: false,
		pausedAt: null,
		partOf: null
	})
	// It is idle until it has taken the recording up: the window is not told so.
	state(idleRecorder)
	assert.equal(lastState()?.phase, 'recording')
	state({ ...recording, heard: 20_000 })
	assert.equal(lastState()?.heard, 20_000)
	relay.fromRecorder({ type: 'lost', recording: id, from: 16_000, to: 20_000 })
})

test('one that dies again before it has taken up the recording is told again, and that it shall end if somebody wished it meanwhile', () => {
	const { relay, toRecorder, receive, state } = relayed()
	relay.fromRecorder({ type: 'ready' })
	state(recording)
	receive(8_000, 5_510)
	relay.died('reloaded', 5_600)
	relay.fromWindow({ type: 'stop', n })
	relay.died('reloaded', 7_000)
	relay.fromRecorder({ type: 'ready' })
	const resumed = toRecorder.flatMap(message => (message.type === 'take-up' ? message.interrupted : []))
	assert.deepEqual(
		resumed.map(({ samples, stopping }) => ({ samples, stopping })),
		[{ samples: 8_000, stopping: true }]
	)
})

test('nobody waits for an answer of the dead, and one that was given up is brought back by the next wish to record', () => {
	const { relay, toWindow, seen, state, lastState } = relayed()
	relay.fromRecorder({ type: 'ready' })
	relay.fromWindow({ type: 'start', n, title: 'A talk', options })
	state({ ...idleRecorder, phase: 'asking' })
	assert.equal(relay.died('gave-up', 1), false)
	assert.deepEqual([lastState()?.phase, lastState()?.problem?.code], ['idle', 'recorder-gave-up'])
	assert.deepEqual(toWindow.at(-1), { type: 'done', n })
	relay.fromWindow({ type: 'start', n, title: 'A talk', options })
	assert.deepEqual(seen, ['revive'])
})

test('a window that looks while there is no recorder is told what is known', () => {
	const { relay, receive, state, toWindow, lastState } = relayed()
	relay.fromRecorder({ type: 'ready' })
	state(recording)
	receive(8_000, 5_510)
	relay.died('reloaded', 5_600)
	toWindow.length = 0
	relay.fromWindow({ type: 'look' })
	assert.deepEqual([lastState()?.phase, lastState()?.id], ['recording', id])
})

test('main can end a recording itself, and the window hears nothing of that answer', async () => {
	const { relay, toRecorder, toWindow, state } = relayed()
	await relay.stop()
	relay.fromRecorder({ type: 'ready' })
	state(recording)
	const ended = relay.stop()
	const asked = toRecorder.at(-1)
	assert.ok(asked?.type === 'stop')
	toWindow.length = 0
	relay.fromRecorder({ type: 'done', n: asked.n })
	await ended
	assert.deepEqual(toWindow, [])
})

test('a recorder that died while it was paused, with two channels, is told of both and that no time is missing', () => {
	const { relay, toRecorder, receive, state } = relayed()
	const others = '0b5c2d1e-0000-4000-8000-000000000002'
	const source = { device: null, state: 'hearing' as const, since: null, level: 0, heard: 0, unsaved: 0, problem: null }
	relay.fromRecorder({ type: 'ready' })
	state({
		...recording,
		phase: 'paused',
		pausedAt: 5_800,
		sources: [
			{ ...source, channel: 'me', recording: id },
			{ ...source, channel: 'others', recording: others, device: 'Screen' }
		]
	})
	receive(8_000, 5_510)
	relay.overhear(() => {})({ type: 'saved', recording: others, samples: 4_000, at: 5_520 })
	assert.equal(relay.died('reloaded', 6_000), true)
	relay.fromRecorder({ type: 'ready' })
	const [message] = toRecorder
	assert.ok(message?.type === 'take-up')
	assert.deepEqual(
		message.interrupted.map(({ recording, samples, pausedAt, device, partOf }) => [recording, samples, pausedAt, device, partOf?.whole]),
		[
			[id, 8_000, 5_800, null, undefined],
			[others, 4_000, 5_800, 'Screen', id]
		]
	)
})

test('a recorder that comes back is told again whose level the window wants to see', () => {
	const { relay, toRecorder } = relayed()
	relay.fromRecorder({ type: 'ready' })
	relay.fromWindow({ type: 'meter', options })
	relay.died('reloaded', 1)
	toRecorder.length = 0
	relay.fromRecorder({ type: 'ready' })
	assert.deepEqual(toRecorder, [{ type: 'meter', options }])
	relay.fromWindow({ type: 'meter', options: null })
	relay.died('reloaded', 2)
	toRecorder.length = 0
	relay.fromRecorder({ type: 'ready' })
	assert.deepEqual(toRecorder, [])
})
