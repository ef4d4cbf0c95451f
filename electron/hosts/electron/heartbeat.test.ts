import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BEAT_MS, type HeartbeatEvent, listenTo, noHeartbeat, WINDOW_PATIENCE } from './heartbeat.ts'

/** Runs events, each `[seconds, what]`, with a look every two seconds between; gives the second in which it was found to hang, or null. */
function hangsAt(events: readonly [number, HeartbeatEvent['type']][], untilSeconds: number, lookEveryMs = BEAT_MS): number | null {
	let state = noHeartbeat
	const looks = Array.from(
		{ length: Math.floor((untilSeconds * 1000) / lookEveryMs) },
		(_, i) => [((i + 1) * lookEveryMs) / 1000, 'look'] as const
	)
	for (const [second, type] of [...events, ...looks].sort((a, b) => a[0] - b[0])) {
		const [next, hangs] = listenTo(state, { type, at: 1_000_000 + second * 1000 }, WINDOW_PATIENCE)
		if (hangs) return second
		state = next
	}
	return null
}

const cases: readonly [what: string, events: [number, HeartbeatEvent['type']][], untilSeconds: number, hangs: number | null][] = [
	[
		'a page that answers does not hang',
		[
			[0, 'opened'],
			[3, 'beat'],
			[9, 'beat'],
			[15, 'beat']
		],
		20,
		null
	],
	[
		'a page that is silent for ten seconds hangs',
		[
			[0, 'opened'],
			[3, 'beat']
		],
		30,
		14
	],
	[
		'where Chromium says as well that it does not react, five are enough',
		[
			[0, 'opened'],
			[3, 'beat'],
			[4, 'unresponsive']
		],
		30,
		8
	],
	[
		'what reacts again is given its time again',
		[
			[0, 'opened'],
			[3, 'unresponsive'],
			[4, 'responsive']
		],
		30,
		10
	],
	['a page that is loading is given half a minute', [[0, 'loading']], 60, 30],
	[
		'a dead page does not hang',
		[
			[0, 'opened'],
			[5, 'gone']
		],
		60,
		null
	],
	['nothing is judged before there is a page', [[1, 'unresponsive']], 60, null]
]
for (const [what, events, untilSeconds, hangs] of cases) test(what, () => assert.equal(hangsAt(events, untilSeconds), hangs))

test('main that stood still itself holds nothing against the page', () => {
	assert.equal(hangsAt([[0, 'opened']], 300, 60_000), null)
})
