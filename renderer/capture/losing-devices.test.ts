import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownRecording } from './shown-recording.ts'
import { silenceIsNamed, soundOf, standsAtItsTime, World } from './test-world.ts'

const S = 16_000
const missing = { code: 'microphone-missing', facts: {}, text: 'None.' }
const refused = { code: 'microphone-refused', facts: {}, text: 'No.' }

test('an unplugged device: silence for as long as nobody heard, named while it lasts; everything after stands at its own time', () => {
	const world = new World()
	const began = world.at
	world.refusal = missing
	world.pass(3_020)
	world.unplug()
	assert.deepEqual(
		[shownRecording(world.recording).sources?.[0]?.state, shownRecording(world.recording).holdUp?.code],
		['lost', 'microphone-lost']
	)
	world.pass(10_000)
	assert.ok(world.journal().length > 11 * S, 'the journal goes on')
	assert.deepEqual(
		world.toldGaps().map(([from, to]) => [from, to > 11 * S]),
		[[3 * S, true]]
	)
	world.refusal = null
	world.do({ type: 'devices', ids: ['other'], systemChoice: 'a' })
	world.pass(3_000)
	assert.deepEqual([shownRecording(world.recording).sources?.[0]?.state, shownRecording(world.recording).holdUp], ['hearing', null])
	silenceIsNamed(world)
	standsAtItsTime(world, began, [], 5)
	assert.equal(world.toldGaps().length, 1)
})

test('a chosen device that is gone is waited for by name, and tried again also when nobody says that it is back', () => {
	const world = new World()
	world.do({ type: 'choose', microphone: 'usb' })
	world.pass(3_000)
	world.refusal = missing
	world.unplug()
	world.pass(400)
	const asked = world.opens.length
	world.do({ type: 'devices', ids: ['other'], systemChoice: 'a' })
	assert.equal(world.opens.length, asked, 'another is not it')
	world.do({ type: 'devices', ids: ['other', 'usb'], systemChoice: 'a' })
	assert.equal(world.opens.length, asked + 1)
	world.pass(30_000)
	const tries = world.opens.length
	assert.ok(tries > asked + 4 && tries < asked + 15, `${tries - asked} tries in half a minute`)
	world.refusal = null
	world.pass(6_000)
	assert.equal(world.recording.sources[0]?.status, 'hearing')
	silenceIsNamed(world)
})

test('another device can be chosen while one is lost', () => {
	const world = new World()
	const began = world.at
	world.pass(1_000)
	world.do({ type: 'choose', microphone: 'usb' })
	world.pass(3_000)
	world.refusal = missing
	world.unplug()
	world.pass(5_000)
	world.refusal = null
	world.do({ type: 'choose', microphone: 'built-in' })
	world.pass(2_000)
	assert.deepEqual([world.recording.sources[0]?.device, shownRecording(world.recording).microphone], ['built-in', 'built-in'])
	silenceIsNamed(world)
	standsAtItsTime(world, began, [], 60)
})

test('changed in the middle, the old device is heard until the new one is: nothing is lost', () => {
	const world = new World()
	const began = world.at
	world.pass(3_000)
	world.openMs = 1_000
	world.do({ type: 'choose', microphone: 'usb' })
	world.pass(5_000)
	assert.equal(world.recording.sources[0]?.device, 'usb')
	const silent = world.silences().reduce((sum, [from, to]) => sum + to - from, 0)
	assert.ok(silent <= 0.15 * S, `${silent / 16} ms of silence`)
	silenceIsNamed(world)
	standsAtItsTime(world, began, [], 60)
})

test('the system’s choice is followed when it changes, but only by who left it to the system', () => {
	const world = new World()
	world.do({ type: 'devices', ids: ['a', 'b'], systemChoice: 'a' })
	world.pass(1_000)
	world.do({ type: 'devices', ids: ['a', 'b'], systemChoice: 'a' })
	assert.equal(world.opens.length, 0)
	world.do({ type: 'devices', ids: ['a', 'b'], systemChoice: 'b' })
	assert.equal(world.opens.length, 1)
	world.pass(1_000)
	world.do({ type: 'choose', microphone: 'a' })
	world.pass(1_000)
	world.do({ type: 'devices', ids: ['a', 'b'], systemChoice: 'a' })
	assert.equal(world.opens.length, 2)
})

test('one that can’t be opened instead leaves the old one as it is, and says why', () => {
	const world = new World()
	world.pass(1_000)
	world.refusal = missing
	world.do({ type: 'choose', microphone: 'broken' })
	world.pass(1_000)
	assert.deepEqual([world.recording.sources[0]?.status, world.recording.sources[0]?.problem?.code], ['hearing', 'microphone-missing'])
	assert.deepEqual(world.silences(), [])
})

test('permission withdrawn: said, not asked for again and again, and taken up when it is given', () => {
	const world = new World()
	world.pass(2_000)
	world.refusal = refused
	world.unplug()
	world.pass(60_000)
	assert.deepEqual([world.opens.length, shownRecording(world.recording).holdUp?.code], [1, 'microphone-refused'])
	world.refusal = null
	world.do({ type: 'allowed' })
	world.pass(1_000)
	assert.equal(world.recording.sources[0]?.status, 'hearing')
	silenceIsNamed(world)
})

test('a device that the system holds gives silence, its own or ours, and that is a gap', () => {
	for (const gives of [true, false]) {
		const world = new World()
		const began = world.at
		world.pass(2_020)
		world.do({ type: 'held', key: 0 })
		if (!gives) world.off()
		else world.devices.set(0, { on: false, heardTo: 0, delay: 0 })
		for (let i = 0; i < 40; i++) {
			world.pass(100)
			if (gives) world.do({ type: 'chunk', key: 0, samples: new Int16Array(1_600) })
		}
		assert.equal(shownRecording(world.recording).sources?.[0]?.state, 'held')
		assert.equal(world.opens.length, 0, 'it is there: opening it again would not help')
		world.do({ type: 'free', key: 0 })
		world.on()
		world.pass(2_000)
		assert.equal(shownRecording(world.recording).sources?.[0]?.state, 'hearing')
		const [gap] = world.toldGaps()
		assert.deepEqual([world.toldGaps().length, gap?.[0]], [1, 2 * S])
		assert.ok(Math.abs((gap?.[1] ?? 0) - 6 * S) < 0.15 * S)
		silenceIsNamed(world)
		standsAtItsTime(world, began, [], 100)
	}
})

test('a graph that is stuck while the page runs is built anew, with a gap', () => {
	const world = new World()
	const began = world.at
	world.pass(3_020)
	world.off()
	world.pass(1_400)
	assert.equal(world.opens.length, 0)
	world.pass(400)
	assert.deepEqual([world.opens.length, shownRecording(world.recording).holdUp?.code], [1, 'microphone-stuck'])
	world.pass(3_000)
	assert.deepEqual(
		world.toldGaps().map(([from]) => from),
		[3 * S]
	)
	silenceIsNamed(world)
	standsAtItsTime(world, began, [], 60)
})

test('one that was only late is heard again before another is open: nothing of it is lost', () => {
	const world = new World()
	world.pass(2_020)
	world.openMs = 5_000
	// Chunks wait for 1.8 s on a busy machine, and come then.
	const device = world.devices.get(0)
	if (device) device.delay += 1_800
	world.pass(1_800)
	assert.equal(shownRecording(world.recording).holdUp?.code, 'microphone-stuck')
	if (device) device.delay -= 1_800
	world.pass(3_000)
	assert.equal(shownRecording(world.recording).holdUp, null)
	const sound = world.journal().filter(sample => sample !== 0)
	assert.deepEqual(sound, soundOf(1_000_000, sound.length / 16))
	silenceIsNamed(world)
})

for (const [what, deafMs] of [
	['before any silence was journaled', 100],
	['for a moment', 600],
	['after several tries', 9_000]
] as const) {
	test(`one that was stuck ${what} and could not be opened anew is heard again: its sound stands at its time, the gap ends there`, () => {
		const world = new World()
		const began = world.at
		world.refusal = { code: 'microphone-failed', facts: {}, text: 'Nothing came.' }
		world.pass(3_020)
		world.off()
		while (world.opens.length === 0) world.pass(50)
		world.pass(deafMs)
		const back = world.at - began
		world.on()
		world.pass(4_000)
		assert.deepEqual([world.recording.sources[0]?.status, shownRecording(world.recording).holdUp], ['hearing', null])
		const tries = world.opens.length
		world.pass(10_000)
		assert.equal(world.opens.length, tries, 'it is not opened anew')
		silenceIsNamed(world)
		standsAtItsTime(world, began, [], 60)
		const [[from, to] = [], ...more] = world.toldGaps()
		assert.deepEqual([from, more], [3 * S, []])
		assert.ok(Math.abs((to ?? 0) / 16 - back) < 150, `${to} is where it was heard again: ${back} ms`)
	})
}

test('one that stays stuck is tried again, and said to be stuck until something comes', () => {
	const world = new World()
	world.pass(2_000)
	world.refusal = { code: 'microphone-failed', facts: {}, text: 'Nothing came.' }
	world.off()
	world.pass(20_000)
	assert.ok(world.opens.length >= 4)
	assert.equal(shownRecording(world.recording).holdUp?.code, 'microphone-stuck')
	// Its last try is heard after all.
	world.do({ type: 'opened', key: 0, device: 'Mic', held: false })
	world.on()
	world.pass(1_000)
	assert.equal(shownRecording(world.recording).holdUp, null)
	silenceIsNamed(world)
})

test('a device that goes on at another rate is opened anew', () => {
	const world = new World()
	world.pass(2_000)
	world.do({ type: 'changed', key: 0 })
	world.pass(1_000)
	assert.equal(world.opens.length, 1)
	assert.ok(world.silences().reduce((sum, [from, to]) => sum + to - from, 0) <= 0.15 * S)
	silenceIsNamed(world)
})

test('a device that loses seconds while the page runs: silence stands where they are missing', () => {
	const world = new World()
	const began = world.at
	world.pass(3_020)
	// Shorter than what counts as stuck.
	world.off()
	world.pass(1_300)
	world.on()
	world.pass(4_000)
	assert.equal(world.opens.length, 0)
	assert.deepEqual(
		world.toldGaps().map(([from]) => from),
		[3 * S]
	)
	silenceIsNamed(world)
	standsAtItsTime(world, began, [], 5)
})

const takenOver: readonly [what: string, openMs: number, lateMs: number, then: (world: World) => void][] = [
	['the one that was stuck is opened again', 600, 100, () => {}],
	['that takes as long as it may', 900, 50, () => {}],
	['another is chosen', 300, 300, world => world.do({ type: 'choose', microphone: 'usb' })],
	['it goes on at another rate', 200, 200, world => world.do({ type: 'changed', key: 0 })]
]

for (const [what, openMs, lateMs, then] of takenOver) {
	test(`what came late, and is held back, stands before what the next device hears: ${what}`, () => {
		const world = new World()
		const began = world.at
		world.openMs = openMs
		world.pass(3_020)
		world.off()
		if (openMs > 500) while (world.opens.length === 0) world.pass(50)
		else world.pass(1_200)
		world.pass(lateMs)
		world.on()
		world.pass(300)
		assert.ok(openMs > 500 || world.recording.sources[0]?.doubt, 'it is held back')
		then(world)
		world.pass(6_000)
		standsAtItsTime(world, began, [], 60)
		silenceIsNamed(world)
		const behind = world.at - began - world.journal().length / 16
		assert.ok(behind >= 0 && behind < 250, `${behind} ms behind`)
	})
}

test('audio that comes in a burst after the page was busy is all there: no gap, no mark', () => {
	const world = new World()
	const began = world.at
	world.pass(3_000)
	world.freeze(5_000, 5_100)
	world.pass(5_000)
	assert.deepEqual(world.journal(), soundOf(began, world.journal().length / 16))
	assert.ok(world.journal().length > 12.8 * S)
	assert.deepEqual([world.toldGaps(), [...world.marks]], [[], []])
})
