import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jumpFrom, loopWith, silencesBetween } from './jumps.ts'

const s = (seconds: number) => Math.round(seconds * 16_000)

test('what lies between what is said is silence, but for a little at its ends; short pauses are not', () => {
	const heard = [
		{ from: s(10), to: s(12) },
		{ from: s(2), to: s(5) },
		{ from: s(5.5), to: s(6) },
		{ from: s(3), to: s(4) }
	]
	assert.deepEqual(silencesBetween(heard, s(20)), [
		{ from: 0, to: s(1.8) },
		{ from: s(6.2), to: s(9.8) },
		{ from: s(12.2), to: s(20) }
	])
	assert.deepEqual(silencesBetween([], 0), [])
})

test('silence is passed over, speech is played on, and a loop goes back at its end', () => {
	const silences = silencesBetween(
		[
			{ from: s(2), to: s(5) },
			{ from: s(10), to: s(12) }
		],
		s(12)
	)
	assert.equal(jumpFrom(s(3), null, silences), null)
	assert.equal(jumpFrom(s(6), null, silences), s(9.8))
	assert.equal(jumpFrom(s(6), null, []), null)
	const loop = { from: s(3), to: s(7) }
	assert.equal(jumpFrom(s(7), loop, []), s(3))
	assert.equal(jumpFrom(s(6), loop, silences), s(3))
	assert.equal(jumpFrom(s(6), { from: s(5.5), to: s(7) }, silences), null)
})

test('an end of a loop is moved; the other one gives way when it would be behind it', () => {
	assert.deepEqual(loopWith(null, 'from', 10, 100), { from: 10, to: 100 })
	assert.deepEqual(loopWith({ from: 10, to: 100 }, 'to', 40, 100), { from: 10, to: 40 })
	assert.deepEqual(loopWith({ from: 10, to: 40 }, 'from', 50, 100), { from: 50, to: 100 })
	assert.deepEqual(loopWith({ from: 50, to: 60 }, 'to', 20, 100), { from: 0, to: 20 })
	assert.equal(loopWith(null, 'to', 0, 100), null)
})
