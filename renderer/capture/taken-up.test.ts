import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainOptions } from './recorder.ts'
import { takenUp } from './recording.ts'
import { shownRecording } from './shown-recording.ts'
import { silenceIsNamed, soundAt, World } from './test-world.ts'

const S = 16_000

const interrupted = {
	recording: '00000000-0000-4000-8000-0000000000ff',
	title: 'A talk',
	device: 'Mic',
	microphone: null,
	startedAt: 5,
	samples: 3 * S,
	savedAt: 0,
	stopping: false,
	pausedAt: null as number | null,
	partOf: null,
	holdUp: { code: 'page-gone', facts: {}, text: 'Gone.' }
}

function takenUpWorld(some: { ago: number; paused?: boolean; parts?: boolean }): World {
	const world = new World(moment => {
		const savedAt = moment.wall - some.ago
		const whole = { ...interrupted, savedAt, pausedAt: some.paused ? savedAt : null }
		const part = {
			...whole,
			recording: '00000000-0000-4000-8000-0000000000fe',
			partOf: { whole: whole.recording, channel: 'others' as const, offset: 0 }
		}
		const marks = some.paused
			? [{ id: '00000000-0000-4000-8000-0000000000aa', kind: 'pause' as const, sample: 3 * S, ms: null, note: '' }]
			: []
		return takenUp(some.parts ? [whole, part] : [whole], { options: plainOptions(null), marks, up: true }, moment) ?? assert.fail()
	})
	for (const { recording } of world.recording.sources) world.journals.set(recording, new Array<number>(3 * S).fill(7))
	world.do({ type: 'line-up' })
	world.do({ type: 'choose', microphone: null })
	return world
}

test('a recording whose page is gone goes on: silence for what nobody heard, named as that', () => {
	const world = takenUpWorld({ ago: 4_000 })
	assert.equal(shownRecording(world.recording).holdUp?.code, 'page-gone')
	const before = world.at
	world.pass(3_000)
	const [gap] = [...world.gaps.values()]
	assert.deepEqual([gap?.from, gap?.cause], [3 * S, 'not-recorded'])
	// 4 s away and the opening of the device.
	assert.ok(Math.abs((gap?.to ?? 0) - 7.1 * S) < 0.1 * S, `${gap?.to}`)
	silenceIsNamed(world)
	const at = gap?.to ?? 0
	assert.ok(Math.abs((world.journal()[at] ?? 0) - soundAt(before - 4_000 + (at - 3 * S) / 16)) < 30)
	assert.equal(shownRecording(world.recording).holdUp, null)
})

test('taken up by a page whose clock was set back: no silence is made up', () => {
	const world = takenUpWorld({ ago: -3_600_000 })
	world.pass(2_000)
	assert.ok(world.journal().length < 5.2 * S)
})

test('taken up after hours, or by a clock that was set forward: a mark, not hours of silence', () => {
	const world = takenUpWorld({ ago: 86_400_000 })
	world.pass(2_000)
	assert.ok(world.journal().length < 5.2 * S)
	assert.deepEqual(
		[...world.marks.values()].map(({ kind, sample, ms }) => [kind, sample, ms]),
		[['asleep', 3 * S, 86_400_000]]
	)
})

test('taken up while it was paused it stays paused, no time is missing, and the pause is as long as it was', () => {
	const world = takenUpWorld({ ago: 10_000, paused: true })
	world.pass(5_000)
	assert.deepEqual([world.recording.phase, world.journal().length], ['paused', 3 * S])
	world.do({ type: 'resume' })
	world.pass(2_000)
	assert.deepEqual(
		[...world.marks.values()].map(({ kind, ms }) => [kind, ms]),
		[['pause', 15_000]]
	)
	assert.deepEqual(world.toldGaps(), [])
	assert.ok(world.journal().length > 4.8 * S)
})

test('the other channel of one that is taken up ends with what it has', () => {
	const world = takenUpWorld({ ago: 1_000, parts: true })
	world.pass(1_000)
	assert.deepEqual(world.closed, ['00000000-0000-4000-8000-0000000000fe'])
	assert.equal(world.recording.sources.length, 1)
})

test('a page that may not hear before a click says so, and goes on then with a gap', () => {
	const world = new World()
	world.pass(2_020)
	world.do({ type: 'needs-click', key: 0 })
	world.off()
	world.pass(3_000)
	assert.equal(shownRecording(world.recording).holdUp?.code, 'click-needed')
	world.do({ type: 'opened', key: 0, device: 'Mic', held: false })
	world.on()
	world.pass(1_000)
	assert.equal(shownRecording(world.recording).holdUp, null)
	silenceIsNamed(world)
	assert.equal(world.toldGaps().length, 1)
})
