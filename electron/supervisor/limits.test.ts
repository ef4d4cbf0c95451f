import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChildEvent, NativeStep } from './machine.ts'
import { beat, born, boundary, exited, life1, ready, run, spawned, spec, start, stop, timer, unfit, weighed } from './test-child.ts'

const cases: [name: string, events: ChildEvent[], lines: string[]][] = [
	[
		'takes more memory than it should: replaced when a step is done, and not counted as a death',
		[...life1, weighed(500, 101), beat(600, true), boundary(700), boundary(701), exited(710)],
		[
			...born,
			'ready#1 pid 101 worn by memory',
			'busy#1 pid 101 worn by memory',
			'stopping#1 pid 101 for restart-asked then-start worn by memory, SIGKILL, shutdown in 1500',
			'stopping#1 pid 101 for restart-asked then-start worn by memory',
			'starting#2, no timers, ended, fork 2, ready in 30000'
		]
	],
	[
		'the same when it has nothing to do: at once',
		[...life1, weighed(500, 101), beat(1_400, false)],
		[...born, 'ready#1 pid 101 worn by memory', 'stopping#1 pid 101 for restart-asked then-start worn by memory, SIGKILL, shutdown in 1500']
	],
	[
		'gives memory back before its next boundary: goes on',
		[...life1, weighed(500, 101), weighed(1_500, 100), boundary(1_600)],
		[...born, 'ready#1 pid 101 worn by memory', 'ready#1 pid 101', 'ready#1 pid 101']
	],
	[
		'comes to no boundary, and keeps the memory: ended after a time of grace, and that is a death',
		[...life1, weighed(500, 101), weighed(5_500, 150), weighed(5_501, 150), weighed(6_500, 150), exited(6_600)],
		[
			...born,
			'ready#1 pid 101 worn by memory',
			'ready#1 pid 101 worn by memory',
			'ready#1 pid 101 for memory worn by memory, SIGKILL, shutdown in 1500',
			'ready#1 pid 101 for memory worn by memory',
			'starting#2, no timers, fork 2, ready in 30000, died SIGSEGV in ready (memory): restart'
		]
	],
	[
		'takes far too much memory: ended at once, also while it loads',
		[start(), spawned(5), weighed(500, 201)],
		[...born.slice(0, 2), 'starting#1 pid 101 for memory, SIGKILL, shutdown in 1500']
	],
	[
		'is weighed when it is stopping or held: nobody minds any more',
		[...life1, stop(500), weighed(600, 999), exited(700), start(800), unfit(900, 2), weighed(901, 999, 2)],
		[
			...born,
			'stopping#1 pid 101, ask-to-stop, shutdown in 1500',
			'stopping#1 pid 101',
			'stopped#1, no timers, ended',
			'starting#2, fork 2, ready in 30000',
			'gave-up#2 alive, no timers, SIGKILL',
			'gave-up#2 alive'
		]
	],
	[
		'has grown old: replaced at a boundary, never ended for it',
		[...life1, weighed(3_600_000, 1), weighed(3_600_001, 1), weighed(9_000_000, 1), boundary(9_000_001)],
		[
			...born,
			'ready#1 pid 101',
			'ready#1 pid 101 worn by age',
			'ready#1 pid 101 worn by age',
			'stopping#1 pid 101 for restart-asked then-start worn by age, SIGKILL, shutdown in 1500'
		]
	],
	[
		'is old and then grows too big: its time of grace begins',
		[...life1, weighed(3_600_001, 1), weighed(3_601_000, 101), weighed(3_606_000, 101), weighed(3_606_001, 101)],
		[
			...born,
			'ready#1 pid 101 worn by age',
			'ready#1 pid 101 worn by memory',
			'ready#1 pid 101 worn by memory',
			'ready#1 pid 101 for memory worn by memory, SIGKILL, shutdown in 1500'
		]
	]
]

for (const [name, events, lines] of cases) {
	test(name, () => {
		assert.deepEqual(run(events), lines)
	})
}

/** Asked and answering each second, at work on `step`, as its clock counts it. */
function busyFor(seconds: number, step: (at: number) => NativeStep): ChildEvent[] {
	return Array.from({ length: seconds }, (_, n) => {
		const at = 400 + (n + 1) * 1_000
		return [timer('beat', at), beat(at + 1, true, 1, step(at))]
	}).flat()
}

test('is in a native step that does not end, while its heart beats: a dump is asked for, and waited for', () => {
	const second = (at: number) => ({ forMs: at - 400, audioMs: 1_000 })
	const events = [...life1, ...busyFor(11, second), timer('beat', 11_402), timer('shutdown', 15_401), exited(15_410)]
	assert.deepEqual(run(events).slice(-5), [
		'busy#1 pid 101, ping, beat in 1000',
		'busy#1 pid 101 for slow, SIGABRT, shutdown in 4000',
		'busy#1 pid 101 for slow',
		'busy#1 pid 101 for slow, SIGKILL',
		'starting#2, no timers, fork 2, ready in 30000, died SIGSEGV in busy (slow): restart'
	])
	// As long as its audio so many times over.
	const long = (at: number) => ({ forMs: at - 400, audioMs: 20_000 })
	assert.equal(run([...life1, ...busyFor(99, long)]).at(-1), 'busy#1 pid 101')
})

test('the machine sleeps in a native step, and the child’s clock goes on: the step counts from the waking', () => {
	const slept = 600_000
	const before = [...life1, ...busyFor(3, at => ({ forMs: at - 400, audioMs: 1_000 }))]
	const woken = (at: number) => beat(at, true, 1, { forMs: at - 400, audioMs: 1_000 })
	// Its answer may lie before our own timer.
	const after = [woken(slept), timer('beat', slept + 1), woken(slept + 2)]
	assert.deepEqual(run([...before, ...after]).slice(-3), ['busy#1 pid 101', 'busy#1 pid 101, ping, beat in 1000', 'busy#1 pid 101'])
	const on = (seconds: number) =>
		Array.from({ length: seconds }, (_, n) => [timer('beat', slept + (n + 1) * 1_000), woken(slept + (n + 1) * 1_000 + 1)]).flat()
	assert.equal(run([...before, ...after, ...on(10)]).at(-1), 'busy#1 pid 101')
	assert.equal(run([...before, ...after, ...on(11)]).at(-1), 'busy#1 pid 101 for slow, SIGABRT, shutdown in 4000')
})

test('the machine sleeps while it starts: it gets its time to be ready anew', () => {
	const starting = [start(), spawned(5)]
	const slept = [...starting, timer('ready', 600_000), timer('ready', 630_000)]
	const lines = ['starting#1 pid 101, ready in 30000', 'starting#1 pid 101 for ready-timeout, SIGKILL, shutdown in 1500']
	assert.deepEqual(run(slept).slice(2), lines)
	// Where the heartbeat noticed it first, from then on.
	const asked = [...starting, timer('beat', 600_000), timer('ready', 600_001), timer('ready', 630_000)]
	assert.deepEqual(run(asked).slice(3), ['starting#1 pid 101, ready in 29999', lines[1]])
})

test('has a large model: replaced for what it takes beyond it, and not for the model', () => {
	const by = { ...spec, memory: { ...spec.memory, loaded: 50, loadingKillAt: 1_000 } }
	const loaded = [start(), spawned(5), weighed(300, 700), ready(400), weighed(401, 180)]
	assert.deepEqual(run(loaded, by), [...born.slice(0, 2), 'starting#1 pid 101', born[2], 'ready#1 pid 101'])
	const weights = (...rss: number[]) => run([...loaded, ...rss.map((each, n) => weighed(1_000 + n, each))], by).slice(loaded.length)
	assert.deepEqual(weights(180, 230, 231), ['ready#1 pid 101', 'ready#1 pid 101', 'ready#1 pid 101 worn by memory'])
	assert.deepEqual(weights(460, 461), [
		'ready#1 pid 101 worn by memory',
		'ready#1 pid 101 for memory worn by memory, SIGKILL, shutdown in 1500'
	])
	// Its successor is weighed anew.
	const successor = [...loaded, exited(2_000), spawned(2_005, 2), ready(2_400, 2), weighed(2_401, 40, 2), weighed(2_402, 101, 2)]
	assert.equal(run(successor, by).at(-1), 'ready#2 pid 102 worn by memory')
	assert.match(run([start(), spawned(5), weighed(300, 1_001)], by).at(-1) ?? '', /for memory, SIGKILL/)
})
