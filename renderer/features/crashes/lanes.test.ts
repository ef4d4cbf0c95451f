import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ExitRecord } from '../../../electron/contract/exits.ts'
import type { Life } from '../../../electron/contract/processes.ts'
import { arrangeLanes, ticksInOrder, wholeRange } from './lanes.ts'

const minute = 60_000
const now = 1_000 * minute
const range = { from: now - 10 * minute, to: now }

/** `from` and `to` in minutes before now. */
function life(id: string, name: string, from: number, to: number | null, exit: string | null = null): Life {
	const role = name === 'engine-standby' ? 'engine' : (name.replace(/#.*/, '') as Life['role'])
	return { id, role, name, pid: 1, startedAt: now - from * minute, endedAt: to === null ? null : now - to * minute, exit }
}

function exit(id: string, name: Life['role'], lived: string, at: number): ExitRecord {
	return { id, role: name, name, life: lived, at: now - at * minute } as ExitRecord
}

function show(lives: Life[], exits: ExitRecord[]): string[] {
	return arrangeLanes(lives, exits, range).map(
		lane =>
			`${lane.name} ${lane.number}: ${lane.lives.map(each => `${each.id}×${each.lives}`)} † ${lane.deaths.map(tick => `${tick.exits} ${tick.at.toFixed(2)}`)}`
	)
}

test('puts lives that followed each other into one lane, and those that overlapped into two', () => {
	const lives = [
		life('e1', 'engine#1', 8, 4, 'x'),
		life('e2', 'engine#2', 5, null),
		life('e3', 'engine#3', 4, null),
		life('s', 'engine-standby', 7, null),
		life('m', 'main', 8, null)
	]
	assert.deepEqual(show(lives, [exit('x', 'engine', 'e1', 4)]), [
		'main 1: m×1 † ',
		'engine 1: e1×1,e3×1 † x 0.60',
		'engine 2: e2×1 † ',
		'engine-standby 1: s×1 † '
	])
})

test('keeps a death whose life is not known, and leaves out what is older than the time shown', () => {
	assert.deepEqual(show([], [exit('x', 'decoder', 'gone', 5), exit('y', 'engine', 'gone', 11)]), ['decoder 1:  † x 0.50'])
	assert.deepEqual(show([life('e1', 'engine', 30, 20, 'x')], []), [])
	assert.deepEqual(show([life('e1', 'engine', 30, 5, 'x')], []), ['engine 1: e1×1 † x 0.50'])
})

test('draws what lies too close as one: a crash loop is one tick', () => {
	const loop = Array.from({ length: 50 }, (_, i) => life(`e${i}`, 'engine', 5 - i / 1_000, 5 - (i + 1) / 1_000, `x${i}`))
	const [lane] = arrangeLanes(loop, [], range)
	assert.deepEqual([lane?.lives.length, lane?.deaths.length, lane?.deaths[0]?.exits.length, lane?.deaths[0]?.exits[0]], [1, 1, 50, 'x49'])
})

test('lays five thousand lives and deaths out within a moment', () => {
	const lives = Array.from({ length: 5_000 }, (_, i) => life(`e${i}`, 'engine', 10 - i / 500, 10 - (i + 1) / 500, `x${i}`))
	const times = [0, 1, 2].map(() => {
		const began = performance.now()
		arrangeLanes(lives, [], range)
		return performance.now() - began
	})
	// The quickest: the machine may be busy with other things meanwhile.
	const took = Math.min(...times)
	const [lane] = arrangeLanes(lives, [], range)
	assert.ok(
		(lane?.deaths.length ?? 0) <= 121 && (lane?.lives.length ?? 0) <= 1_001,
		`${lane?.deaths.length} ticks, ${lane?.lives.length} stretches`
	)
	assert.ok(took < 200, `${took} ms`)
})

test('tells in which lane the standby waits, and from when an engine works', () => {
	const lanes = arrangeLanes([life('a', 'engine', 10, 4), life('b', 'engine', 8, null), life('c', 'engine', 3, null)], [], range)
	assert.deepEqual(
		lanes.map(lane => [lane.waits, ...lane.lives.map(each => `${each.id} ${each.from} ${each.works} ${each.to}`)]),
		[
			[true, 'a 0 0 0.6', 'c 0.7 1 1'],
			[false, 'b 0.2 0.6 1']
		]
	)
})

test('shows all time from the oldest life or death', () => {
	assert.equal(wholeRange([life('m', 'main', 45, null)], [exit('x', 'main', 'm', 90)], now).from, now - 90 * minute)
	assert.equal(wholeRange([], [], now).from, now - minute)
})

test('walks the ticks of all lanes in the order of time', () => {
	const lanes = arrangeLanes([life('e', 'engine', 8, 4, 'x'), life('m', 'main', 9, 6, 'y'), life('d', 'decoder', 9, 2, 'z')], [], range)
	assert.deepEqual(
		ticksInOrder(lanes).flatMap(tick => tick.exits),
		['y', 'x', 'z']
	)
})
