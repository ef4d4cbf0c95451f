import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownRecording } from './shown-recording.ts'
import { soundOf, standsAtItsTime, World } from './test-world.ts'

const S = 16_000
const missing = { code: 'microphone-missing', facts: {}, text: 'None.' }

test('what is heard is journaled sample for sample, and the recording is closed when main has all of it', () => {
	const world = new World()
	const began = world.at
	world.pass(5_000)
	world.do({ type: 'stop' })
	assert.deepEqual(world.journal(), soundOf(began, world.journal().length / 16))
	assert.ok(world.journal().length >= 4.8 * S)
	assert.deepEqual([world.closed, world.over], [[world.id], null])
	assert.deepEqual([world.toldGaps(), [...world.marks]], [[], []])
})

test('a pause keeps nothing, and is a mark with its length; main knows of it while it lasts', () => {
	const world = new World()
	const began = world.at
	world.pass(3_020)
	world.do({ type: 'pause' })
	const open = [...world.marks.values()]
	assert.deepEqual(
		open.map(({ kind, sample, ms }) => [kind, sample, ms]),
		[['pause', 3 * S, null]]
	)
	assert.equal(shownRecording(world.recording).phase, 'paused')
	world.pass(60_000)
	assert.equal(world.journal().length, 3 * S)
	world.do({ type: 'resume' })
	world.pass(3_000)
	assert.deepEqual(
		[...world.marks.values()].map(({ id, ms }) => [id, ms]),
		[[open[0]?.id, 60_000]]
	)
	standsAtItsTime(world, began, [{ sample: 3 * S, ms: 60_000 }], 100)
	assert.deepEqual([world.silences(), world.toldGaps()], [[], []])
})

test('muted, silence of the right length is journaled and a mark says so: no gap', () => {
	const world = new World()
	const began = world.at
	world.pass(2_020)
	world.do({ type: 'mute', on: true })
	world.pass(3_000)
	world.do({ type: 'mute', on: false })
	world.pass(2_000)
	assert.deepEqual(world.silences(), [[2 * S, 5 * S]])
	assert.deepEqual(
		[...world.marks.values()].map(({ kind, sample, ms }) => [kind, sample, ms]),
		[['mute', 2 * S, 3_000]]
	)
	assert.deepEqual(world.toldGaps(), [])
	standsAtItsTime(world, began)
})

test('marks are set, changed and removed; those that main could not be told wait for it', () => {
	const world = new World()
	const a = '00000000-0000-4000-8000-00000000000a'
	const b = '00000000-0000-4000-8000-00000000000b'
	world.pass(1_020)
	world.lineLost()
	world.do({ type: 'mark', id: a, note: 'here' })
	world.pass(1_000)
	world.do({ type: 'mark', id: b, note: '' })
	world.do({ type: 'change-mark', id: a, note: 'there' })
	world.do({ type: 'remove-mark', id: b })
	assert.equal(world.marks.size, 0)
	world.lineUp()
	assert.deepEqual(
		[...world.marks.values()].map(({ id, sample, note, ms }) => [id, sample, note, ms]),
		[[a, S, 'there', 0]]
	)
	// Told once: nothing waits.
	const told = world.effects.filter(effect => effect.type === 'tell').length
	world.pass(5_000)
	assert.equal(world.effects.filter(effect => effect.type === 'tell').length, told)
})

test('a recording is not closed before main has heard of its marks and gaps', () => {
	const world = new World()
	world.pass(1_000)
	world.lineLost()
	world.do({ type: 'mark', id: '00000000-0000-4000-8000-00000000000a', note: 'last' })
	world.do({ type: 'stop' })
	world.pass(2_000)
	assert.deepEqual([world.closed, world.over], [[], undefined])
	world.lineUp()
	assert.deepEqual([world.marks.size, world.closed.length, world.over], [1, 1, null])
	const order = world.effects.map(effect => effect.type).filter(type => type === 'tell' || type === 'close')
	assert.deepEqual(order, ['tell', 'close'])
})

test('a note that is still written while the recording ends is told before it is closed', () => {
	const world = new World()
	const id = '00000000-0000-4000-8000-00000000000a'
	world.pass(1_000)
	world.do({ type: 'mark', id, note: '' })
	world.lineLost()
	world.do({ type: 'stop' })
	world.do({ type: 'change-mark', id, note: 'remember this' })
	// No mark is set any more.
	world.do({ type: 'mark', id: '00000000-0000-4000-8000-00000000000b', note: 'late' })
	world.lineUp()
	assert.deepEqual([[...world.marks.values()].map(each => each.note), world.over], [['remember this'], null])
})

test('what a closed recording can’t take is a recording of its own, with the marks that are in it', () => {
	const world = new World()
	world.pass(2_020)
	const old = world.id
	world.lineLost()
	world.do({ type: 'mark', id: '00000000-0000-4000-8000-00000000000a', note: 'in the old one' })
	world.pass(2_000)
	world.do({ type: 'mark', id: '00000000-0000-4000-8000-00000000000b', note: 'in the new one' })
	world.up = true
	world.do({ type: 'line-lost' })
	world.do({ type: 'audio', recording: old, input: { type: 'closed', samples: 2 * S } })
	world.do({ type: 'line-up' })
	world.pass(1_000)
	assert.notEqual(world.id, old)
	assert.deepEqual([world.begun[0]?.continues, world.begun.at(-1)?.continues], [null, old])
	assert.deepEqual(
		[...world.marks.values()].map(({ recording, note, sample }) => [recording === old, note, sample]),
		[
			[false, 'in the old one', 0],
			[false, 'in the new one', 2 * S]
		]
	)
	assert.ok(world.journal().length >= 2.9 * S)
})

test('a disk that is full for minutes, and a main that dies meanwhile, cost nothing: all is saved in order when there is room', () => {
	const world = new World()
	const began = world.at
	world.pass(3_000)
	world.full = true
	world.pass(60_000)
	assert.equal(shownRecording(world.recording).holdUp?.code, 'disk-full')
	world.lineLost()
	world.pass(20_000)
	world.lineUp()
	world.pass(20_000)
	// Five seconds of it once a second, whatever is kept.
	assert.ok(world.refused < 90 * 6, `${world.refused} refusals`)
	world.full = false
	world.pass(2_000)
	assert.equal(shownRecording(world.recording).holdUp, null)
	world.do({ type: 'stop' })
	world.pass(1_000)
	assert.equal(world.over, null)
	assert.deepEqual(world.journal(), soundOf(began, world.journal().length / 16))
	assert.ok(world.journal().length > 104.8 * 16_000)
})

test('what can’t be saved is no trouble of a microphone: it is said once for all channels, and what can’t be heard beside it', () => {
	const world = new World()
	world.pass(1_000)
	world.do({ type: 'add', key: 1, device: 'Loopback' })
	world.devices.set(1, { on: true, heardTo: world.at, delay: 20 })
	world.pass(1_000)
	world.full = true
	world.pass(3_000)
	const full = shownRecording(world.recording)
	assert.deepEqual([full.holdUp?.code, full.sources?.map(each => each.problem)], ['disk-full', [null, null]])
	world.refusal = missing
	world.unplug()
	const deaf = shownRecording(world.recording)
	assert.deepEqual([deaf.holdUp?.code, deaf.sources?.map(each => each.problem?.code)], ['disk-full', ['microphone-lost', undefined]])
	// Only the part is held up.
	world.full = false
	world.pass(3_000)
	const { recording } = world.recording.sources[1] ?? {}
	world.do({
		type: 'audio',
		recording: recording ?? '',
		input: { type: 'not-saved', problem: { code: 'page-gone', facts: {}, text: 'Gone.' } }
	})
	assert.equal(shownRecording(world.recording).holdUp?.code, 'page-gone')
})

test('what the machine plays is a part of its own, at its place in the whole; when its sharing ends, the recording goes on', () => {
	const world = new World()
	world.pass(5_020)
	world.do({ type: 'add', key: 1, device: 'Screen' })
	world.on(1)
	world.pass(4_000)
	const [, part] = world.begun
	assert.deepEqual([part?.partOf?.whole, part?.partOf?.channel, part?.device], [world.id, 'others', 'Screen'])
	const offset = part?.partOf?.offset ?? 0
	assert.ok(Math.abs(offset - 5 * S) <= 0.05 * S, `${offset}`)
	// Both heard the same: it stands at the same time.
	const others = world.journal(part?.recording)
	assert.ok(Math.abs((others[0] ?? 0) - (world.journal()[offset] ?? 0)) <= 30)
	assert.equal(world.recording.options.systemAudio, true, 'a page that goes on asks for it')
	world.unplug(1)
	world.pass(1_000)
	assert.deepEqual(world.closed, [part?.recording])
	assert.equal(world.recording.options.systemAudio, false)
	assert.deepEqual([world.recording.sources.length, world.recording.phase], [1, 'recording'])
})

test('both channels end with the recording, the part first', () => {
	const world = new World()
	world.pass(1_000)
	world.do({ type: 'add', key: 1, device: 'Screen' })
	world.on(1)
	world.pass(1_000)
	const part = world.recording.sources[1]?.recording
	world.do({ type: 'stop' })
	assert.deepEqual([world.closed, world.over], [[part, world.id], null])
})

test('both channels sleep, pause and are silent by the same measure, so that they stay beside each other', () => {
	const world = new World()
	world.pass(1_000)
	world.do({ type: 'add', key: 1, device: 'Screen' })
	world.on(1)
	world.pass(2_000)
	world.do({ type: 'pause' })
	world.pass(5_000)
	world.do({ type: 'resume' })
	world.pass(2_000)
	world.freeze(30_000, 100)
	world.pass(4_000)
	world.refusal = missing
	world.unplug(0)
	world.pass(3_000)
	world.refusal = null
	world.pass(4_000)
	const [, part] = world.begun
	const offset = part?.partOf?.offset ?? 0
	const others = world.journal(part?.recording)
	const mine = world.journal().slice(offset)
	for (const at of [0.5, 3, 6, 11.5].map(seconds => seconds * S)) {
		if (mine[at] === 0) continue
		assert.ok(Math.abs((others[at] ?? 0) - (mine[at] ?? 0)) <= 160, `${at}: ${others[at]}, ${mine[at]}`)
	}
	assert.ok(Math.abs(others.length - mine.length) < 0.2 * S)
})

test('a loopback that gives nothing at first is said, and no more when something is heard', () => {
	const world = new World()
	world.pass(1_000)
	world.do({ type: 'add', key: 1, device: 'Screen' })
	const silence = () => world.do({ type: 'chunk', key: 1, samples: new Int16Array(1_600) })
	for (let i = 0; i < 95; i++) {
		world.pass(100)
		silence()
	}
	assert.equal(world.recording.sources[1]?.problem, null)
	for (let i = 0; i < 10; i++) {
		world.pass(100)
		silence()
	}
	assert.equal(world.recording.sources[1]?.problem?.code, 'system-audio-silent')
	world.do({ type: 'chunk', key: 1, samples: new Int16Array(1_600).fill(3_000) })
	assert.equal(world.recording.sources[1]?.problem, null)
})
