import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChildEvent } from './machine.ts'
import { beat, born, boundary, exited, life1, run, spawned, start, stop, timer, unfit, weighed } from './test-child.ts'

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
	],
	[
		'is in a native step that does not end, while its heart beats: a dump is asked for',
		[
			...life1,
			beat(1_400, true, 1, { forMs: 10_000, audioMs: 1_000 }),
			beat(2_400, true, 1, { forMs: 99_000, audioMs: 20_000 }),
			beat(3_400, true, 1, { forMs: 10_001, audioMs: 1_000 }),
			beat(4_400, true, 1, { forMs: 11_001, audioMs: 1_000 }),
			timer('beat', 4_401),
			timer('shutdown', 4_900),
			exited(4_910)
		],
		[
			...born,
			'busy#1 pid 101',
			'busy#1 pid 101',
			'busy#1 pid 101 for slow, SIGABRT, shutdown in 1500',
			'busy#1 pid 101 for slow',
			'busy#1 pid 101 for slow',
			'busy#1 pid 101 for slow, SIGKILL',
			'starting#2, no timers, fork 2, ready in 30000, died SIGSEGV in busy (slow): restart'
		]
	]
]

for (const [name, events, lines] of cases) {
	test(name, () => {
		assert.deepEqual(run(events), lines)
	})
}
