import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fail } from '../../native-bridge/protocol/problem.ts'
import { AT_REST, type SpeedTestEvent, type SpeedTestState, shown, transition } from './speed-test-machine.ts'

/** Seven seconds, as the sample has about. */
const SAMPLE = 112_000
const READY: SpeedTestEvent = { type: 'ready', loadMs: 400 }
const passed = (cpu: number | null): SpeedTestEvent => ({ type: 'passed', peak: 300_000_000, cpu })
const PASSED = passed(null)
const GONE: SpeedTestEvent = { type: 'gone' }
const STOPPED: SpeedTestEvent = { type: 'stopped' }
const { problem } = fail('model-damaged', 'It is damaged.')
const asked = (...models: string[]): SpeedTestEvent => ({ type: 'asked', models })
const heard = (spentMs: number, hasWords = true): SpeedTestEvent => ({ type: 'step', samples: SAMPLE, spentMs, hasWords })

/** What came of these events, one after the other: each thing to do in a word or two. */
function after(...events: SpeedTestEvent[]): { state: SpeedTestState; does: string[] } {
	let state = AT_REST
	const does: string[] = []
	for (const event of events) {
		const [next, effects] = transition(state, event)
		state = next
		for (const effect of effects) {
			if (effect.do === 'start') does.push(`start ${effect.model}`)
			else if (effect.do === 'keep') does.push(`keep ${JSON.stringify(effect.measured)}`)
			else does.push(effect.do === 'refuse' ? `refuse ${effect.model} ${effect.problem.code}` : effect.do)
		}
	}
	return { state, does }
}

test('a model is loaded, hears the sample once unmeasured, and then as often as is enough; the next one comes when its engine is gone', () => {
	const { state, does } = after(
		...[asked('a', 'b'), READY, heard(9_000), PASSED],
		...[heard(700), PASSED, heard(600), PASSED, heard(800), PASSED, GONE]
	)
	assert.deepEqual(does, [
		...['start a', 'pass', 'pass', 'pass', 'pass'],
		'keep {"model":"a","speed":10,"loadMs":400,"memory":300000000,"seconds":21,"busy":false}',
		...['end', 'start b']
	])
	assert.deepEqual([state.turn?.model, state.done, state.line], ['b', 1, []])
})

test('a slow model is not waited for longer than is needed to know', () => {
	const { does } = after(asked('a'), READY, heard(40_000), PASSED, heard(35_000), PASSED, GONE)
	assert.deepEqual(does.slice(3), ['keep {"model":"a","speed":0.2,"loadMs":400,"memory":300000000,"seconds":7,"busy":false}', 'end'])
})

test('one that fails is refused with its reason, and the next one has its turn', () => {
	const { does } = after(asked('a', 'b'), { type: 'failed', problem }, GONE)
	assert.deepEqual(does, ['start a', 'refuse a model-damaged', 'end', 'start b'])
})

test('one that hears no words has no figure: it would be a fast one', () => {
	const { does } = after(asked('a'), READY, heard(20, false), PASSED)
	assert.deepEqual(does, ['start a', 'pass', 'refuse a speed-no-words', 'end'])
})

test('stopped, it ends at once, whatever waits; what its engine says yet is nothing', () => {
	for (const before of [[], [READY], [READY, heard(700), PASSED, heard(700)]]) {
		const { state, does } = after(asked('a', 'b'), ...before, STOPPED, READY, heard(700), PASSED, { type: 'failed', problem }, GONE)
		assert.equal(does.at(-1), 'end')
		assert.equal(does.filter(each => each === 'end').length, 1)
		assert.deepEqual(state, AT_REST)
	}
	assert.deepEqual(after(STOPPED, GONE).does, [])
	const { state, does } = after(asked('a', 'b', 'c'), { type: 'failed', problem }, STOPPED, GONE)
	assert.deepEqual([does.at(-1), state], ['end', AT_REST])
})

test('asked again while it goes on, it measures each model once; asked while it ends, it begins anew after that', () => {
	assert.deepEqual(after(asked('a', 'b'), asked('a', 'b', 'c')).state.line, ['b', 'c'])
	const { state, does } = after(asked('a', 'b'), STOPPED, asked('a'), GONE)
	assert.deepEqual(does, ['start a', 'end', 'start a'])
	assert.equal(state.turn?.phase, 'loading')
})

test('an engine that was started anew begins anew: what the one before it heard is not counted', () => {
	const { state } = after(asked('a'), READY, heard(700), PASSED, heard(700), READY)
	assert.deepEqual([state.turn?.phase, state.turn?.samples, state.turn?.spentMs], ['warming-up', 0, 0])
})

test('a figure says when other programs kept the processor from it', () => {
	const busy = (cpu: number) =>
		after(asked('a'), READY, heard(9), passed(1_000), heard(30_000), passed(1_000 + cpu)).does.some(each => each.includes('"busy":true'))
	assert.deepEqual([30_000, 26_000, 25_000, 9_000].map(busy), [false, false, true, true])
})

test('how far it is only grows, from nothing to all of it', () => {
	const events = [asked('a'), READY, heard(9), PASSED, heard(9), PASSED, heard(9), PASSED, heard(9)]
	const parts = events.map((_, n) => shown(after(...events.slice(0, n + 1)).state, SAMPLE)?.part ?? -1)
	assert.deepEqual(parts, [0, 0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1])
	assert.equal(shown(after(...events, PASSED).state, SAMPLE), null)
	const second = shown(after(asked('a', 'b', 'c'), { type: 'failed', problem }, GONE).state, SAMPLE)
	assert.deepEqual([second?.place, second?.of], [2, 3])
})
