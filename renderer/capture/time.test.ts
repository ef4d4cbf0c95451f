import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silenceIsNamed, soundOf, standsAtItsTime, World } from './test-world.ts'

const S = 16_000
const missing = { code: 'microphone-missing', facts: {}, text: 'None.' }

test('a machine that slept, or a page that was frozen: a mark of that length, and nothing journaled for it', () => {
	const world = new World()
	const began = world.at
	world.pass(3_020)
	world.freeze(60_000, 200)
	world.pass(5_000)
	const marks = [...world.marks.values()]
	assert.deepEqual(
		marks.map(({ kind, sample }) => [kind, sample]),
		[['asleep', 3 * S]]
	)
	const ms = marks[0]?.ms ?? 0
	assert.ok(Math.abs(ms - 59_800) <= 150, `${ms} ms`)
	assert.deepEqual([world.silences(), world.toldGaps()], [[], []])
	standsAtItsTime(world, began, [{ sample: 3 * S, ms }], 100)
	assert.ok(world.journal().length < 9 * S)
})

test('asleep while a device is lost: silence for the time it was awake only', () => {
	const world = new World()
	world.refusal = missing
	world.pass(3_020)
	world.unplug()
	world.pass(4_000)
	world.freeze(60_000)
	world.pass(4_000)
	world.refusal = null
	world.pass(6_000)
	assert.deepEqual(
		[...world.marks.values()].map(({ kind, ms }) => [kind, Math.abs((ms ?? 0) - 60_000) < 300]),
		[['asleep', true]]
	)
	assert.ok(Math.abs(world.journal().length / S - 17) < 0.5, `${world.journal().length / S} s`)
	silenceIsNamed(world)
})

test('where the steady clock sleeps too, main says that the machine slept; what the page noticed itself is not counted twice', () => {
	const world = new World()
	world.pass(3_020)
	world.do({ type: 'slept', ms: 3_600_000 })
	world.pass(2_000)
	assert.deepEqual(
		[...world.marks.values()].map(({ kind, sample, ms }) => [kind, sample, ms]),
		[['asleep', 3 * S, 3_600_000]]
	)
	const other = new World()
	other.pass(3_000)
	other.freeze(60_000)
	other.do({ type: 'slept', ms: 60_000 })
	other.pass(3_000)
	other.do({ type: 'slept', ms: 60_000 })
	assert.equal(other.marks.size, 1)
})

test('a pause through which the machine slept is as long as both', () => {
	const world = new World()
	world.pass(1_000)
	world.do({ type: 'pause' })
	world.pass(1_000)
	world.do({ type: 'slept', ms: 3_600_000 })
	world.pass(1_000)
	world.do({ type: 'resume' })
	assert.deepEqual(
		[...world.marks.values()].map(({ kind, ms }) => [kind, ms]),
		[['pause', 3_602_000]]
	)
})

test('a wall clock that is set changes nothing that is recorded', () => {
	const world = new World()
	const began = world.at
	for (const jump of [3_600_000, -7_200_000, 86_400_000]) {
		world.pass(2_000)
		world.wallAhead += jump
	}
	world.pass(2_000)
	assert.deepEqual(world.journal(), soundOf(began, world.journal().length / 16))
	assert.deepEqual([world.toldGaps(), [...world.marks]], [[], []])
})

test('a clock of the device that is slow or fast is no gap, even one worse than any that is built', () => {
	for (const rate of [0.999, 1.001]) {
		const world = new World()
		let heard = 0
		world.devices.clear()
		for (const end = world.at + 25 * 60_000; world.at < end; ) {
			world.at += 250
			for (; heard + 1_600 <= (world.at - 1_000_000) * 16 * rate; heard += 1_600)
				world.do({ type: 'chunk', key: 0, samples: new Int16Array(1_600).fill(1) })
			world.do({ type: 'tick' })
			// Memory of the test, not of the recording.
			world.effects.length = 0
			world.journals.set(world.id, { length: heard, push() {} } as unknown as number[])
		}
		assert.deepEqual([world.gaps.size, world.marks.size, world.opens.length], [0, 0, 0])
	}
})

test('main is dead while a device is lost, a mark is set and a pause is made: it learns all of it later', () => {
	const world = new World()
	const began = world.at
	world.refusal = missing
	world.pass(2_020)
	world.lineLost()
	world.unplug()
	world.pass(3_000)
	world.do({ type: 'mark', id: '00000000-0000-4000-8000-00000000000a', note: 'x' })
	world.refusal = null
	world.pass(3_000)
	world.do({ type: 'pause' })
	world.pass(1_000)
	world.do({ type: 'resume' })
	world.pass(1_000)
	assert.ok(world.journal().length <= 2 * S)
	world.lineUp()
	world.pass(1_000)
	assert.deepEqual([...world.marks.values()].map(each => each.kind).sort(), ['mark', 'pause'])
	silenceIsNamed(world)
	const pause = [...world.marks.values()].find(each => each.kind === 'pause')
	standsAtItsTime(world, began, [{ sample: pause?.sample ?? 0, ms: 1_000 }], 110)
})
