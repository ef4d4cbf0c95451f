import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainOptions } from './recorder.ts'
import { takenUp } from './recording.ts'
import { shownRecording } from './shown-recording.ts'
import { soundAt, soundOf, World } from './test-world.ts'

const S = 16_000
const missing = { code: 'microphone-missing', facts: {}, text: 'None.' }
const refused = { code: 'microphone-refused', facts: {}, text: 'No.' }

/** Each place of the journal holds what was said at its own time, but for silence; `skipped`: what the journal has nothing of, by place. */
function standsAtItsTime(world: World, from: number, skips: readonly { sample: number; ms: number }[] = [], tolerance = 0): void {
	const wrong: string[] = []
	world.journal().forEach((sample, i) => {
		if (sample === 0) return
		const skipped = skips.filter(skip => i >= skip.sample).reduce((sum, skip) => sum + skip.ms, 0)
		const late = Math.abs(sample - soundAt(from + i / 16 + skipped))
		if (late > tolerance && late < 30_000 - tolerance) wrong.push(`${i}: ${sample}`)
	})
	assert.deepEqual(wrong.slice(0, 3), [])
}

/** All that nobody heard is silence, and all silence is named. */
function silenceIsNamed(world: World, recording = world.id): void {
	for (const [from, to] of world.silences(recording))
		assert.ok(
			world.toldGaps(recording).some(gap => gap[0] <= from && gap[1] >= to),
			`silence ${from}–${to} is in none of ${JSON.stringify(world.toldGaps(recording))}`
		)
}

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
	assert.deepEqual(
		[...world.marks.values()].map(({ recording, note, sample }) => [recording === old, note, sample]),
		[
			[false, 'in the old one', 0],
			[false, 'in the new one', 2 * S]
		]
	)
	assert.ok(world.journal().length >= 2.9 * S)
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
