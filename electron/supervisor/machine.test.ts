import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from '../../native-bridge/protocol/test-random.ts'
import type { ExitFacts } from '../forensics/exit-facts.ts'
import { type ChildSpec, ENGINE } from './child-specs.ts'
import { type ChildEffect, type ChildEvent, type ChildState, initialChild, type NativeStep, type TimerName, transition } from './machine.ts'

const spec: ChildSpec = {
	...ENGINE,
	intensity: { deaths: 4, withinMs: 60_000 },
	anyIntensity: { deaths: 6, withinMs: 600_000 },
	backoffMs: [0, 200, 500],
	readyTimeoutMs: 30_000,
	heartbeat: { everyMs: 1_000, limitMs: 10_000 },
	startSilenceMs: Number.POSITIVE_INFINITY,
	memory: { recycleAt: 100, killAt: 200, graceMs: 5_000 },
	recycleAgeMs: 3_600_000,
	slow: { leastMs: 10_000, timesAudio: 5 },
	shutdownMs: 1_500
}
const facts: ExitFacts = { pid: 100, code: null, signal: 'SIGSEGV', ntstatus: null, reason: null, neverStarted: false }

// One event each, as short as it can be said; `life` is the first's unless given.
const start = (at = 0): ChildEvent => ({ type: 'start', at })
const stop = (at: number): ChildEvent => ({ type: 'stop', at })
const restart = (at: number): ChildEvent => ({ type: 'restart', at })
const spawned = (at: number, life = 1): ChildEvent => ({ type: 'spawned', at, life, pid: 100 + life })
const ready = (at: number, life = 1): ChildEvent => ({ type: 'ready', at, life })
const beat = (at: number, busy = false, life = 1, step: NativeStep | null = null): ChildEvent => ({ type: 'beat', at, life, busy, step })
const weighed = (at: number, rss: number, life = 1): ChildEvent => ({ type: 'weighed', at, life, rss })
const boundary = (at: number, life = 1): ChildEvent => ({ type: 'boundary', at, life })
const produced = (at: number, life = 1): ChildEvent => ({ type: 'produced', at, life })
const violation = (at: number, life = 1): ChildEvent => ({ type: 'violation', at, life })
const unfit = (at: number, life = 1): ChildEvent => ({ type: 'unfit', at, life })
const exited = (at: number, life = 1, atWork = false, restMs = 0): ChildEvent => ({ type: 'exited', at, life, facts, atWork, restMs })
const timer = (name: TimerName, at: number, life = 1): ChildEvent => ({ type: 'timer', at, life, timer: name })

/** `kind#life` with what else is remarkable, then the effects: one line an event. */
function run(events: readonly ChildEvent[], by = spec): string[] {
	let state = initialChild(0)
	return events.map(event => {
		const [next, effects] = transition(by, state, event)
		state = next
		return [showState(state), ...showEffects(effects)].join(', ')
	})
}

function showState(state: ChildState): string {
	const more = [
		state.pid === null ? '' : ` pid ${state.pid}`,
		state.productive ? ' productive' : '',
		state.killedFor === null ? '' : ` for ${state.killedFor}`,
		state.thenStart ? ' then-start' : '',
		state.worn === null ? '' : ` worn by ${state.worn.why}`,
		state.retryAt === null ? '' : ` retry ${state.retryAt}`,
		// A process that is still there although its state doesn't say so.
		state.kind === 'gave-up' && state.alive ? ' alive' : ''
	]
	return `${state.kind}#${state.life}${more.join('')}`
}

function showEffects(effects: readonly ChildEffect[]): string[] {
	const shown = effects.map(effect => {
		switch (effect.type) {
			case 'fork':
				return `fork ${effect.life}`
			case 'kill':
				return effect.signal
			case 'timer':
				return effect.ms === null ? `-${effect.timer}` : `${effect.timer} in ${effect.ms}`
			case 'died':
				return `died ${effect.facts.signal} in ${effect.during}${effect.killedFor ? ` (${effect.killedFor})` : ''}: ${effect.next}`
			default:
				return effect.type
		}
	})
	const all = '-ready, -beat, -backoff, -shutdown'
	return [shown.join(', ').replace(all, 'no timers')].filter(text => text !== '')
}

const born = ['starting#1, fork 1, ready in 30000', 'starting#1 pid 101', 'ready#1 pid 101, -ready, beat in 1000']
const life1 = [start(), spawned(5), ready(400)]

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
			'ready#1 pid 101 for hang, SIGABRT, shutdown in 1500',
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
			'starting#1 pid 101 for hang, SIGABRT, shutdown in 1500',
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

for (const seed of [1, 2, 3, 4, 5]) {
	test(`never has two processes, never forks by itself once given up, and tells each end once: 4,000 random events, seed ${seed}`, () => {
		const random = seeded(seed)
		const steps: string[] = []
		let state = initialChild(0)
		/** Lives whose process exists, as an outsider counts them. */
		const living = new Set<number>()
		let told = 0
		let at = 0
		for (let n = 0; n < 4_000; n++) {
			at += random.pick([0, 1, 50, 900, 1_000, 5_000, 20_000])
			const life = Math.max(0, state.life - random.pick([0, 0, 0, 0, 1]))
			const event = random.pick<() => ChildEvent>([
				() => start(at),
				() => stop(at),
				() => restart(at),
				() => spawned(at, life),
				() => ready(at, life),
				() => ready(at, life),
				() => beat(at, random.below(2) === 0, life, random.pick([null, null, { forMs: 20_000, audioMs: 1_000 }])),
				() => weighed(at, random.pick([1, 1, 101, 101, 201]), life),
				() => boundary(at, life),
				() => produced(at, life),
				() => violation(at, life),
				() => unfit(at, life),
				() => timer(random.pick(['ready', 'beat', 'backoff', 'shutdown']), at, life),
				// Only what lives can end.
				() => exited(at, random.pick([...living, life])),
				() => exited(at, random.pick([...living, life]), random.below(2) === 0, random.pick([0, 1_500]))
			])()
			const before = state
			const [next, effects] = transition(spec, state, event)
			state = next
			steps.push(
				`${n} ${event.type}${'life' in event ? ` ${event.life}` : ''} at ${at} -> ${showState(state)} ${showEffects(effects).join()}`
			)
			const story = () => steps.slice(-12).join('\n')

			const ends = effects.filter(effect => effect.type === 'died' || effect.type === 'ended').length
			const ended = event.type === 'exited' && living.delete(event.life)
			assert.equal(ends, ended ? 1 : 0, `one end told for each process that ended\n${story()}`)
			told += ends
			for (const effect of effects) {
				if (effect.type !== 'fork') continue
				living.add(effect.life)
				const asked = event.type === 'start' || event.type === 'restart'
				assert.ok(before.kind !== 'gave-up' || asked, `forked by itself although given up\n${story()}`)
			}
			assert.ok(living.size <= 1, `two processes\n${story()}`)
			assert.equal(state.alive, living.size === 1, `knows whether its process lives\n${story()}`)
			assert.equal(state.life - living.size, told, `every fork ends once\n${story()}`)
			if (state.alive && state.kind === 'stopped') assert.fail(`stopped, and alive\n${story()}`)
		}
	})
}
