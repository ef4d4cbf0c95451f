import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Clocks, SleepWatch, sleptBetween } from './sleep.ts'

test('a machine slept for what one clock counts and the other does not', () => {
	const cases: [name: string, passed: Clocks, ms: number][] = [
		['a second passed', { boot: 1_000, awake: 1_001.7 }, 0],
		['an hour of sleep', { boot: 3_601_000, awake: 1_000 }, 3_600_000],
		['the shortest sleep that is told', { boot: 3_000, awake: 1_000 }, 2_000],
		['rounding', { boot: 2_990, awake: 1_000 }, 0],
		['main stood still for a minute', { boot: 60_000, awake: 60_000 }, 0],
		['main stood still, and in that time the machine slept', { boot: 90_000, awake: 60_000 }, 30_000],
		['both clocks count sleep (macOS, Windows)', { boot: 3_601_000, awake: 3_601_000 }, 0],
		['a clock that goes back', { boot: -5_000, awake: 1_000 }, 0]
	]
	for (const [name, passed, ms] of cases)
		assert.equal(sleptBetween({ boot: 500, awake: 70 }, { boot: 500 + passed.boot, awake: 70 + passed.awake }), ms, name)
})

test('each sleep is told once, whoever noticed it', () => {
	let clocks: Clocks = { boot: 0, awake: 0 }
	const told: number[] = []
	const watch = new SleepWatch(
		ms => told.push(ms),
		() => clocks
	)
	const pass = (awake: number, asleep = 0) => {
		clocks = { boot: clocks.boot + awake + asleep, awake: clocks.awake + awake }
	}
	pass(1_000)
	watch.look()
	pass(500, 60_000)
	watch.told(60_100)
	pass(500)
	watch.look()
	pass(1_000)
	watch.look()
	assert.deepEqual(told, [60_100])
	// Slept again, soon after: noticed by us first.
	pass(20_000, 5_000)
	watch.look()
	watch.told(5_000)
	assert.deepEqual(told, [60_100, 5_000])
})

test('this machine is awake', async () => {
	const told: number[] = []
	const watch = new SleepWatch(ms => told.push(ms))
	await sleep(100)
	watch.look()
	assert.deepEqual(told, [])
})
