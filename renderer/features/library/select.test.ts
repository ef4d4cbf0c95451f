import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meant, NOTHING_SELECTED, reaching, toggled } from './select.ts'

const SHOWN = ['a', 'b', 'c', 'd', 'e']

test('one after the other is selected, and let go again', () => {
	const two = toggled(toggled(NOTHING_SELECTED, 'b'), 'd')
	assert.deepEqual([...two.selected], ['b', 'd'])
	assert.deepEqual([...toggled(two, 'b').selected], ['d'])
})

test('a range reaches from where it began, in both directions, and takes nothing else along', () => {
	const begun = reaching(NOTHING_SELECTED, SHOWN, 'c', 'd')
	assert.deepEqual([[...begun.selected], begun.anchor], [['c', 'd'], 'c'])
	assert.deepEqual([...reaching(begun, SHOWN, 'd', 'a').selected], ['a', 'b', 'c'])
	assert.deepEqual([...reaching(toggled(toggled(NOTHING_SELECTED, 'e'), 'b'), SHOWN, 'b', 'c').selected], ['b', 'c'])
})

test('a range that began at something which is not shown any more begins anew', () => {
	assert.deepEqual([...reaching({ selected: new Set(['x']), anchor: 'x' }, SHOWN, 'd', 'e').selected], ['d', 'e'])
})

test('what is asked for at one of the selected is meant for all of them that are shown', () => {
	const selection = { selected: new Set(['d', 'hidden', 'a']), anchor: null }
	assert.deepEqual(meant(selection, SHOWN, 'a'), ['a', 'd'])
	assert.deepEqual(meant(selection, SHOWN, 'b'), ['b'])
})
