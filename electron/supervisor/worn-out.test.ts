import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENGINE, STANDBY_AFTER_MS } from './child-specs.ts'
import { busy, idle, segfault, two } from './test-supervised.ts'

test('over its memory limit it is replaced at the next boundary, and the standby goes on', async context => {
	const weights = new Map<number, number>()
	const { supervisor, life, lives, pass, happened } = await two(context, { weights })
	weights.set(51, ENGINE.memory.recycleAt + 1)
	life(1).message(busy)
	supervisor.sample(Date.now())
	life(1).message(busy)
	assert.deepEqual([life(1).told.includes('SIGKILL'), happened()], [false, []])
	life(1).message({ type: 'step', attempt: 'a', cursor: 16_000, segment: null, gap: null, spentMs: 5 })
	assert.deepEqual(happened(), [
		['message', 'step'],
		['lost', 'engine', '52 is ready', '2 forked so far']
	])
	assert.equal(life(1).told.at(-1), 'SIGKILL')
	life(1).exited({ ...segfault, signal: 'SIGKILL' })
	// Not a death: it is told to nobody but the jobs.
	assert.deepEqual(happened(), [['ended', 'engine']])
	pass(STANDBY_AFTER_MS)
	assert.equal(lives.length, 3)
})

test('a model that weighs more than the limit for all others is not loaded again and again; one that then takes more is replaced', async context => {
	const heavy = 1_800_000_000
	const weights = new Map([51, 52].map(pid => [pid, heavy]))
	const { supervisor, life, happened } = await two(context, { weights })
	const now = Date.now()
	for (let n = 0; n < 60; n++) {
		supervisor.sample(now + n * 1_000)
		for (const each of [1, 2]) life(each).message(idle())
	}
	assert.deepEqual(happened(), [])
	weights.set(51, heavy + 1_200_000_000)
	supervisor.sample(now + 61_000)
	life(1).message(idle())
	assert.deepEqual(happened(), [['lost', 'engine', '52 is ready', '2 forked so far']])
})

test('an idle one that has grown old is replaced; one that is working is not stopped for it', async context => {
	const { supervisor, life, happened, comesUp } = await two(context)
	supervisor.sample(Date.now() + ENGINE.recycleAgeMs + 10_000)
	life(1).message(busy)
	assert.deepEqual(happened(), [])
	life(1).message(idle())
	life(2).message(idle())
	assert.deepEqual(happened(), [['lost', 'engine', '52 is ready', '2 forked so far']])
	life(1).exited(segfault)
	comesUp(3)
	assert.deepEqual(happened().at(-1), ['ready', 'engine', 53])
})

test('a leak that goes on is ended: at once beyond the last limit, after a time of grace before', async context => {
	const { memory } = ENGINE
	for (const [rss, waitMs] of [
		[memory.killAt + 1, 0],
		[memory.recycleAt + 1, memory.graceMs + 1]
	] as const) {
		const weights = new Map<number, number>()
		const { supervisor, life, happened, deaths } = await two(context, { weights })
		weights.set(51, rss)
		const at = Date.now()
		supervisor.sample(at)
		if (waitMs > 0) {
			assert.deepEqual(happened(), [])
			supervisor.sample(at + waitMs - 2)
			assert.deepEqual(happened(), [])
			supervisor.sample(at + waitMs)
		}
		assert.deepEqual(happened(), [['lost', 'engine', '52 is ready', '2 forked so far']])
		life(1).exited({ ...segfault, signal: 'SIGKILL' })
		assert.deepEqual([deaths[0]?.killedFor, deaths[0]?.of.rss, deaths[0]?.of.curve.length], ['memory', rss, waitMs > 0 ? 3 : 1])
		context.mock.timers.reset()
	}
})

test('a native step that takes far longer than its audio is ended, although its heart beats', async context => {
	const { life, pass, happened } = await two(context)
	const beat = (forMs: number, seconds: number) => life(1).message({ ...busy, step: { forMs, samples: seconds * 16_000 } })
	for (let n = 0; n < 100; n++) {
		pass(1_000)
		beat(0, 1)
		life(2).message(idle())
	}
	beat(59_999, 1)
	beat(99_000, 20)
	assert.deepEqual(happened(), [])
	beat(60_001, 1)
	assert.deepEqual([life(1).told.at(-1), happened()], ['SIGABRT', [['lost', 'engine', '52 is ready', '2 forked so far']]])
})
