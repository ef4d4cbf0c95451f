import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChildEvent } from './machine.ts'
import {
	beat,
	born,
	exited,
	life1,
	produced,
	ready,
	restart,
	run,
	spawned,
	spec,
	start,
	stop,
	timer,
	unfit,
	violation
} from './test-child.ts'

const cases: [name: string, events: ChildEvent[], lines: string[]][] = [
	[
		'starts, becomes ready, and is asked for a sign of life every second',
		[...life1, timer('beat', 1_400), beat(1_401), timer('beat', 2_401)],
		[...born, 'ready#1 pid 101, ping, beat in 1000', 'ready#1 pid 101', 'ready#1 pid 101, ping, beat in 1000']
	],
	[
		'is busy or ready as its heartbeats say',
		[...life1, beat(1_400, true), beat(2_400, true), beat(3_400, false)],
		[...born, 'busy#1 pid 101', 'busy#1 pid 101', 'ready#1 pid 101']
	],
	[
		'is started once, however often that is asked for',
		[start(0), start(1), spawned(5), ready(400), start(500)],
		[born[0], born[0]?.split(',')[0], ...born.slice(1), 'ready#1 pid 101'] as string[]
	],
	[
		'dies at work: the successor is forked before the death is looked into',
		[...life1, produced(900), beat(1_400, true), exited(2_000)],
		[
			...born,
			'ready#1 pid 101 productive',
			'busy#1 pid 101 productive',
			'starting#2, no timers, fork 2, ready in 30000, died SIGSEGV in busy: restart'
		]
	],
	[
		'hangs: SIGABRT for a dump, then SIGKILL, and its death says why',
		[
			...life1,
			...[1_400, 2_400, 3_400, 4_400, 5_400, 6_400, 7_400, 8_400, 9_400].map(at => timer('beat', at)),
			timer('beat', 10_400),
			timer('beat', 11_400),
			timer('shutdown', 11_900),
			exited(11_910)
		],
		[
			...born,
			...Array.from({ length: 9 }, () => 'ready#1 pid 101, ping, beat in 1000'),
			'ready#1 pid 101 for hang, SIGABRT, shutdown in 4000',
			'ready#1 pid 101 for hang',
			'ready#1 pid 101 for hang, SIGKILL',
			'starting#2, no timers, fork 2, ready in 30000, died SIGSEGV in ready (hang): restart'
		]
	],
	[
		'is not blamed for a time in which main itself stood still',
		[...life1, timer('beat', 1_400), timer('beat', 3_600_000), timer('beat', 3_601_000), beat(3_601_001), timer('beat', 3_602_000)],
		[
			...born,
			'ready#1 pid 101, ping, beat in 1000',
			'ready#1 pid 101, ping, beat in 1000',
			'ready#1 pid 101, ping, beat in 1000',
			'ready#1 pid 101',
			'ready#1 pid 101, ping, beat in 1000'
		]
	],
	[
		'is not ready in time: ended, recorded, tried again',
		[start(), spawned(5), timer('ready', 30_000), exited(30_010)],
		[
			...born.slice(0, 2),
			'starting#1 pid 101 for ready-timeout, SIGKILL, shutdown in 1500',
			'starting#2, no timers, fork 2, ready in 30000, died SIGSEGV in starting (ready-timeout): restart'
		]
	],
	[
		'says it is ready when it is already being ended for being late: too late',
		[start(), spawned(5), timer('ready', 30_000), ready(30_001)],
		[...born.slice(0, 2), 'starting#1 pid 101 for ready-timeout, SIGKILL, shutdown in 1500', 'starting#1 pid 101 for ready-timeout']
	],
	[
		'breaks the protocol: ended at once, recorded, started anew',
		[...life1, violation(500), violation(501), exited(502)],
		[
			...born,
			'ready#1 pid 101 for protocol, SIGKILL, shutdown in 1500',
			'ready#1 pid 101 for protocol, SIGKILL, shutdown in 1500',
			'starting#2, no timers, fork 2, ready in 30000, died SIGSEGV in ready (protocol): restart'
		]
	],
	[
		'hears nothing of an earlier life',
		[
			...life1,
			exited(1_000),
			...[spawned(1_001), ready(1_002), beat(1_003), produced(1_004), violation(1_005), unfit(1_006), exited(1_007), timer('beat', 1_008)],
			timer('ready', 1_009)
		],
		[
			...born,
			'starting#2, no timers, fork 2, ready in 30000, died SIGSEGV in ready: restart',
			...Array.from({ length: 9 }, () => 'starting#2')
		]
	],
	[
		'dies once, however often its end is told',
		[...life1, exited(1_000), spawned(1_005, 2), exited(1_100, 2), exited(1_101, 2)],
		[
			...born,
			'starting#2, no timers, fork 2, ready in 30000, died SIGSEGV in ready: restart',
			'starting#2 pid 102',
			'backing-off#2 retry 1300, no timers, backoff in 200, died SIGSEGV in starting: restart',
			'backing-off#2 retry 1300'
		]
	],
	[
		'stops when asked, and that is no death',
		[...life1, stop(1_000), exited(1_010)],
		[...born, 'stopping#1 pid 101, ask-to-stop, shutdown in 1500', 'stopped#1, no timers, ended']
	],
	[
		'is killed when it does not stop in time',
		[...life1, stop(1_000), timer('shutdown', 2_500), exited(2_510)],
		[...born, 'stopping#1 pid 101, ask-to-stop, shutdown in 1500', 'stopping#1 pid 101, SIGKILL', 'stopped#1, no timers, ended']
	],
	[
		'stops while it is starting, and is not revived by what it says meanwhile',
		[start(), stop(3), spawned(5), ready(400), beat(500, true), timer('ready', 30_000), exited(30_001)],
		[
			'starting#1, fork 1, ready in 30000',
			'stopping#1, ask-to-stop, shutdown in 1500',
			...Array.from({ length: 4 }, () => 'stopping#1 pid 101'),
			'stopped#1, no timers, ended'
		]
	],
	[
		'is asked to stop when it has not answered for long: it was stuck, and its death says so',
		[...life1, timer('beat', 1_400), timer('beat', 5_300), stop(5_400), timer('shutdown', 6_900), exited(6_910)],
		[
			...born,
			'ready#1 pid 101, ping, beat in 1000',
			'ready#1 pid 101, ping, beat in 1000',
			'stopping#1 pid 101, ask-to-stop, shutdown in 1500',
			'stopping#1 pid 101 for hang, SIGKILL',
			'stopped#1, no timers, died SIGSEGV in stopping (hang): stopped'
		]
	],
	[
		'started while it is stopping: begins anew when it is gone',
		[...life1, stop(1_000), start(1_001), exited(1_010)],
		[
			...born,
			'stopping#1 pid 101, ask-to-stop, shutdown in 1500',
			'stopping#1 pid 101 then-start',
			'starting#2, no timers, ended, fork 2, ready in 30000'
		]
	],
	[
		'restarted while it is stopping: the same',
		[...life1, stop(1_000), restart(1_001), exited(1_010)],
		[
			...born,
			'stopping#1 pid 101, ask-to-stop, shutdown in 1500',
			'stopping#1 pid 101 then-start',
			'starting#2, no timers, ended, fork 2, ready in 30000'
		]
	],
	[
		'stopped while it is being restarted: stays stopped',
		[...life1, restart(1_000), stop(1_001), exited(1_010)],
		[
			...born,
			'stopping#1 pid 101 for restart-asked then-start, SIGKILL, shutdown in 1500',
			'stopping#1 pid 101 for restart-asked',
			'stopped#1, no timers, ended'
		]
	],
	[
		'asked to stop again and again: its time to go does not begin anew',
		[...life1, stop(1_000), stop(2_000), timer('shutdown', 2_500), stop(3_000)],
		[
			...born,
			'stopping#1 pid 101, ask-to-stop, shutdown in 1500',
			'stopping#1 pid 101',
			'stopping#1 pid 101, SIGKILL',
			'stopping#1 pid 101'
		]
	],
	[
		'restarted by the user: ended at once, no death, started anew',
		[...life1, restart(1_000), exited(1_010)],
		[
			...born,
			'stopping#1 pid 101 for restart-asked then-start, SIGKILL, shutdown in 1500',
			'starting#2, no timers, ended, fork 2, ready in 30000'
		]
	],
	[
		'restarted while it is being ended for a hang: that death is recorded all the same',
		[...life1, violation(500), restart(501), exited(510)],
		[
			...born,
			'ready#1 pid 101 for protocol, SIGKILL, shutdown in 1500',
			'ready#1 pid 101 for protocol',
			'starting#2, no timers, fork 2, ready in 30000, died SIGSEGV in ready (protocol): restart'
		]
	],
	[
		'stopped while it waits to be started again: stays stopped',
		[...life1, exited(1_000), spawned(1_005, 2), exited(1_100, 2), stop(1_150), timer('backoff', 1_300, 2)],
		[
			...born,
			'starting#2, no timers, fork 2, ready in 30000, died SIGSEGV in ready: restart',
			'starting#2 pid 102',
			'backing-off#2 retry 1300, no timers, backoff in 200, died SIGSEGV in starting: restart',
			'stopped#2, -backoff',
			'stopped#2'
		]
	],
	[
		'restarted while it waits: at once, and the wait is of no more consequence',
		[...life1, exited(1_000), exited(1_100, 2), restart(1_150), timer('backoff', 1_300, 2)],
		[
			...born,
			'starting#2, no timers, fork 2, ready in 30000, died SIGSEGV in ready: restart',
			'backing-off#2 retry 1300, no timers, backoff in 200, died SIGSEGV in starting: restart',
			'starting#3, fork 3, ready in 30000',
			'starting#3'
		]
	],
	[
		'gives up at the fourth death in a minute in which nothing was done, and stays so',
		[
			start(),
			exited(100),
			exited(200, 2),
			timer('backoff', 400, 2),
			exited(500, 3),
			timer('backoff', 1_000, 3),
			exited(1_100, 4),
			timer('backoff', 9_999, 4)
		],
		[
			'starting#1, fork 1, ready in 30000',
			'starting#2, no timers, fork 2, ready in 30000, died SIGSEGV in starting: restart',
			'backing-off#2 retry 400, no timers, backoff in 200, died SIGSEGV in starting: restart',
			'starting#3, fork 3, ready in 30000',
			'backing-off#3 retry 1000, no timers, backoff in 500, died SIGSEGV in starting: restart',
			'starting#4, fork 4, ready in 30000',
			'gave-up#4, no timers, died SIGSEGV in starting: gave-up',
			'gave-up#4'
		]
	],
	[
		'restarted after it was given up: begins anew with all deaths forgotten',
		[
			...[start(), exited(100), exited(200, 2), timer('backoff', 400, 2), exited(500, 3), timer('backoff', 1_000, 3), exited(1_100, 4)],
			restart(2_000),
			exited(2_100, 5)
		],
		[
			'starting#1, fork 1, ready in 30000',
			'starting#2, no timers, fork 2, ready in 30000, died SIGSEGV in starting: restart',
			'backing-off#2 retry 400, no timers, backoff in 200, died SIGSEGV in starting: restart',
			'starting#3, fork 3, ready in 30000',
			'backing-off#3 retry 1000, no timers, backoff in 500, died SIGSEGV in starting: restart',
			'starting#4, fork 4, ready in 30000',
			'gave-up#4, no timers, died SIGSEGV in starting: gave-up',
			'starting#5, fork 5, ready in 30000',
			'starting#6, no timers, fork 6, ready in 30000, died SIGSEGV in starting: restart'
		]
	],
	[
		'dies of its work again and again: that is the job’s affair, and no crash loop',
		[...life1, exited(500, 1, true), exited(600, 2, true), exited(700, 3, true), exited(800, 4, true)],
		[
			...born,
			...[2, 3, 4].map(
				n => `starting#${n}, no timers, fork ${n}, ready in 30000, died SIGSEGV in ${n === 2 ? 'ready' : 'starting'}: restart`
			),
			'starting#5, no timers, fork 5, ready in 30000, died SIGSEGV in starting: restart'
		]
	],
	[
		'another does its work: it comes back later, whatever ended it, and is not waited for',
		[
			...life1,
			exited(1_000, 1, true, 1_500),
			timer('backoff', 2_500),
			restart(2_600),
			exited(2_700, 2, false, 1_500),
			timer('backoff', 4_200, 2)
		],
		[
			...born,
			'backing-off#1 retry 2500, no timers, backoff in 1500, died SIGSEGV in ready: restart',
			'starting#2, fork 2, ready in 30000',
			'stopping#2 for restart-asked then-start, SIGKILL, shutdown in 1500',
			'backing-off#2 retry 4200, no timers, ended, backoff in 1500',
			'starting#3, fork 3, ready in 30000'
		]
	],
	[
		'does not give up while its lives get on with the work',
		[start(), ...[1, 2, 3, 4, 5].flatMap(life => [produced(life * 100, life), exited(life * 100 + 50, life)])],
		[
			'starting#1, fork 1, ready in 30000',
			...[1, 2, 3, 4, 5].flatMap(life => [
				`starting#${life} productive`,
				`starting#${life + 1}, no timers, fork ${life + 1}, ready in 30000, died SIGSEGV in starting: restart`
			])
		]
	],
	[
		'is of no use: ended and held, not tried again',
		[start(), spawned(5), unfit(300), exited(310), timer('backoff', 9_999)],
		[...born.slice(0, 2), 'gave-up#1 pid 101 alive, no timers, SIGKILL', 'gave-up#1, no timers, ended', 'gave-up#1']
	],
	[
		'restarted before the one of no use is gone: waits for its end, so that there are never two',
		[start(), spawned(5), unfit(300), restart(301), exited(310)],
		[
			...born.slice(0, 2),
			'gave-up#1 pid 101 alive, no timers, SIGKILL',
			'stopping#1 pid 101 for restart-asked then-start, SIGKILL, shutdown in 1500',
			'starting#2, no timers, ended, fork 2, ready in 30000'
		]
	],
	[
		'says that it is of no use when it is being replaced anyway: it is replaced',
		[start(), spawned(5), restart(300), unfit(301), exited(310)],
		[
			...born.slice(0, 2),
			'stopping#1 pid 101 for restart-asked then-start, SIGKILL, shutdown in 1500',
			'stopping#1 pid 101 for restart-asked then-start',
			'starting#2, no timers, ended, fork 2, ready in 30000'
		]
	],
	[
		'stopped before the one of no use is gone: waits for its end',
		[start(), spawned(5), unfit(300), stop(301), exited(310)],
		[
			...born.slice(0, 2),
			'gave-up#1 pid 101 alive, no timers, SIGKILL',
			'stopping#1 pid 101, ask-to-stop, shutdown in 1500',
			'stopped#1, no timers, ended'
		]
	]
]

for (const [name, events, lines] of cases) {
	test(name, () => {
		assert.deepEqual(run(events), lines)
	})
}

test('says nothing while it starts: asked from its birth on, and ended when it has been silent for longer than that may take', () => {
	const asked = { ...spec, startSilenceMs: 20_000 }
	const silent = [start(), spawned(5), ...Array.from({ length: 21 }, (_, n) => timer('beat', 1_000 * (n + 1))), exited(22_000)]
	const lines = run(silent, asked)
	assert.deepEqual(
		[lines[1], lines[20], lines[21], lines[23]],
		[
			'starting#1 pid 101, beat in 1000',
			'starting#1 pid 101, ping, beat in 1000',
			'starting#1 pid 101 for hang, SIGABRT, shutdown in 4000',
			'starting#2, no timers, fork 2, ready in 30000, died SIGSEGV in starting (hang): restart'
		]
	)
	// One that answers may take its time, as long as that is.
	const slow = [
		start(),
		spawned(5),
		...Array.from({ length: 29 }, (_, n) => [timer('beat', 1_000 * (n + 1)), beat(1_000 * (n + 1) + 1)]).flat()
	]
	assert.equal(run([...slow, ready(29_500)], asked).at(-1), 'ready#1 pid 101, -ready, beat in 1000')
})

test('gives up at the sixth death in ten minutes even when every life did some work', () => {
	const events = [start(), ...[1, 2, 3, 4, 5, 6].flatMap(life => [produced(life * 100, life), exited(life * 100 + 50, life)])]
	assert.equal(run(events).at(-1), 'gave-up#6 productive, no timers, died SIGSEGV in starting: gave-up')
})
