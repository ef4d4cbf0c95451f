import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type History, noHistory, redone, type Step, undone, withStep } from './edit-history.ts'

const edit = (text: string) => ({ pieces: [{ text, speaker: null }], joined: false })
const step = (at: number, before: string, after: string, typing: string | null = 'line', from = 0): Step => ({
	changes: [{ channel: 't', from, before: edit(before), after: edit(after) }],
	...{ speakers: null, typing, begun: at, at }
})
const texts = (made: Step | undefined) =>
	made?.changes.map(({ from, before, after }) => `${from} ${before?.pieces[0]?.text}→${after?.pieces[0]?.text}`)

test('what is typed without a pause is taken back at once, and comes again', () => {
	const typed = [step(0, 'a', 'ab'), step(400, 'ab', 'abc'), step(2_000, 'abc', 'abcd')].reduce(withStep, noHistory)
	assert.deepEqual(typed.undo.map(texts), [['0 a→abc'], ['0 abc→abcd']])
	const once = undone(typed)
	const twice = once && undone(once.history)
	assert.deepEqual([texts(once?.step), texts(twice?.step)], [['0 abcd→abc'], ['0 abc→a']])
	assert.equal(twice && undone(twice.history), null)
	const again = twice && redone(twice.history)
	assert.deepEqual([texts(again?.step), again?.history.undo.length, again?.history.redo.length], [['0 a→abc'], 1, 1])
	assert.equal(redone(noHistory), null)
})

test('typing elsewhere, for long, or after something else is a step of its own', () => {
	const all = [
		...[0, 900, 1_800, 2_700, 3_600, 4_500, 5_400].map(at => step(at, `${at}`, 'x')),
		step(5_500, 'p', 'q', 'other', 7),
		step(5_600, 'p', 'r', null),
		step(5_700, 'r', 's')
	].reduce(withStep, noHistory)
	assert.deepEqual(all.undo.map(texts), [['0 0→x'], ['0 5400→x'], ['7 p→q'], ['0 p→r'], ['0 r→s']])
})

test('typing in segments that are joined is one step of all of them', () => {
	const history = [step(0, 'a', 'b'), step(100, 'c', 'd', 'line', 9), step(200, 'b', 'e')].reduce(withStep, noHistory)
	assert.deepEqual(history.undo.map(texts), [['0 a→e', '9 c→d']])
})

test('what is done after something was taken back can’t bring that again', () => {
	const back = undone([step(0, 'a', 'b')].reduce(withStep, noHistory))
	const then: History | null = back && withStep(back.history, step(100, 'a', 'c'))
	assert.deepEqual([then?.undo.length, then?.redo.length], [1, 0])
})

test('what was brought again is not typed on in', () => {
	const back = undone(withStep(noHistory, step(0, 'a', 'b')))
	const again = back && redone(back.history)
	const then = again && withStep(again.history, step(100, 'b', 'c'))
	assert.deepEqual(then?.undo.map(texts), [['0 a→b'], ['0 b→c']])
})

test('names go back and forth', () => {
	const named: Step = { changes: [], speakers: { before: [], after: [{ id: 's', name: 'Anna' }] }, typing: null, begun: 0, at: 0 }
	const back = undone(withStep(noHistory, named))
	assert.deepEqual(back?.step.speakers, { before: [{ id: 's', name: 'Anna' }], after: [] })
})
