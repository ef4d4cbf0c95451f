import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProcessHealth } from '../../electron/contract/processes.ts'
import { type HealthState, healthAfter, STANDBY, summarizeHealth } from './health.ts'

function process(name: string, state: ProcessHealth['state'], beatMs: number | null = null): ProcessHealth {
	const unknown = { pid: 1, since: 0, cpu: null, activity: null, model: null, speed: null, problem: null, retryAt: null }
	const role = name.startsWith('engine') ? 'engine' : (name as ProcessHealth['role'])
	return { ...unknown, name, role, state, restarts: 0, rss: beatMs, beatMs, versions: {} }
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

test('says of the standby only whether there is one: work goes on without it', () => {
	const check = (state: ProcessHealth['state'] | null, standby: string) => {
		const others = state === null ? [] : [process(STANDBY, state)]
		const summary = summarizeHealth([process('engine', 'ready'), ...others])
		assert.deepEqual([summary.is, summary.is === 'ready' && summary.standby], ['ready', standby])
	}
	check('ready', 'ready')
	check('gave-up', 'held')
	check('backing-off', 'none')
	check(null, 'none')
})

test('the engine with another model is no matter of the whole, and is not shown when it is not there', () => {
	const other = (state: ProcessHealth['state']) => process('engine-other', state)
	assert.equal(summarizeHealth([process('engine', 'ready'), other('backing-off')]).is, 'ready')
	const { processes, curves } = after([
		[0, process('engine', 'ready')],
		[1, other('ready')],
		[2, other('stopped')]
	])
	assert.deepEqual([processes?.map(each => each.name), Object.keys(curves)], [['engine'], ['engine']])
})

test('says that the guardian is gone, and nothing where there was none', () => {
	const check = (others: ProcessHealth[], unguarded: boolean) => {
		const summary = summarizeHealth([process('engine', 'ready'), ...others])
		assert.deepEqual([summary.is, summary.is === 'ready' && summary.unguarded], ['ready', unguarded])
	}
	check([process('guardian', 'ready')], false)
	check([process('guardian', 'stopped')], true)
	check([], false)
})

function after(events: readonly (readonly [at: number, process: ProcessHealth])[]): HealthState {
	const none: HealthState = { processes: null, curves: {} }
	return events.reduce((state, [at, each]) => healthAfter(state, { type: 'process', process: each }, at), none)
}

test('keeps processes in one order, the standby after its engine', () => {
	const names = ['guardian', STANDBY, 'decoder', 'engine', 'main']
	assert.deepEqual(
		after(names.map(name => [0, process(name, 'ready')])).processes?.map(each => each.name),
		['main', 'engine', STANDBY, 'decoder', 'guardian']
	)
})

test('keeps five minutes of each process, one sample a second', () => {
	const beats = Array.from({ length: 400 }, (_, i) => [i * 1_000, process('engine', 'ready', i)] as const)
	const { curves } = after([...beats, [399_300, process('engine', 'busy', 7)], [399_400, process('engine', 'backing-off')]])
	assert.deepEqual(
		[curves.engine?.length, curves.engine?.at(0)?.at, curves.engine?.at(-1)],
		[300, 100_000, { at: 399_000, rss: 7, cpu: null, beatMs: 7 }]
	)
})
