import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ExitRecord } from '../../electron/contract/exits.ts'
import type { ProcessHealth } from '../../electron/contract/processes.ts'
import { crashFacts } from './crashes.ts'
import { healthAfter, summarizeHealth } from './health.ts'
import { addNotice } from './notices.ts'
import { hashOf, placeOf } from './place.ts'

function process(name: ProcessHealth['role'], state: ProcessHealth['state'], beatMs: number | null = null): ProcessHealth {
	const unknown = { pid: 1, since: 0, rss: null, cpu: null, activity: null, model: null, speed: null, problem: null, retryAt: null }
	return { ...unknown, name, role: name, state, restarts: 0, beatMs, versions: {} }
}

test('says the worst of what is needed, else how the engine is', () => {
	const check = (processes: ProcessHealth[] | null, is: string) => assert.equal(summarizeHealth(processes).is, is)
	check(null, 'unknown')
	check([process('main', 'ready'), process('engine', 'busy'), process('decoder', 'stopped')], 'ready')
	check([process('main', 'ready'), process('engine', 'starting')], 'starting')
	check([process('engine', 'ready'), process('decoder', 'backing-off')], 'backing-off')
	check([process('engine', 'backing-off'), process('decoder', 'gave-up')], 'gave-up')
	check([process('main', 'ready'), process('engine', 'stopped')], 'stopped')
})

test('keeps processes in one order and the last heartbeats of each', () => {
	let state = healthAfter({ processes: null, beats: {} }, { type: 'process', process: process('decoder', 'ready', 2) })
	state = healthAfter(state, { type: 'process', process: process('main', 'ready') })
	for (let ms = 1; ms <= 50; ms++) state = healthAfter(state, { type: 'process', process: process('engine', 'ready', ms) })
	assert.deepEqual(
		state.processes?.map(each => each.name),
		['main', 'engine', 'decoder']
	)
	assert.deepEqual([state.beats.engine?.length, state.beats.engine?.at(-1), state.beats.main], [40, 50, undefined])
})

test('counts the deaths of a day and what they cost', () => {
	const hour = 3_600_000
	const exit = (at: number, readyAfterMs: number | null, wordsLost: number) =>
		({ at, wordsLost, restarted: readyAfterMs === null ? null : { pid: 1, readyAfterMs } }) as ExitRecord
	const exits = [exit(99 * hour, 60, 0), exit(98 * hour, 480, 2), exit(97 * hour, null, 1), exit(10 * hour, 9_000, 50)]
	assert.deepEqual(crashFacts(exits, 100 * hour), { deaths: 3, wordsLost: 3, longestMs: 480 })
	assert.deepEqual(crashFacts([], 0), { deaths: 0, wordsLost: 0, longestMs: null })
})

test('says the same thing once, and no more than three things', () => {
	const notice = (id: number, text: string) => ({ id, problem: { code: 'c', facts: {}, text }, at: id, times: 1 })
	const notices = ['a', 'b', 'a', 'c', 'd'].reduce(
		(all, text, id) => [...addNotice(all, notice(id, text))],
		[] as ReturnType<typeof notice>[]
	)
	assert.deepEqual(
		notices.map(each => `${each.problem.text}${each.times}`),
		['b1', 'c1', 'd1']
	)
	assert.equal(addNotice([notice(1, 'a')], notice(2, 'a'))[0]?.times, 2)
})

test('finds a place again from its address', () => {
	for (const place of [
		{ at: 'home' },
		{ at: 'transcript', id: 'abc' },
		{ at: 'crashes', exit: null },
		{ at: 'crashes', exit: 'x1' }
	] as const)
		assert.deepEqual(placeOf(hashOf(place)), place)
	assert.deepEqual(placeOf('#/nowhere/1'), { at: 'home' })
})
