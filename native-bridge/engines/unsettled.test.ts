import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Unsettled } from './unsettled.ts'

const range = { from: 0, to: 16_000 }

test('the next one is due half a second after the last began, or twice what it took', () => {
	const unsettled = new Unsettled()
	assert.equal(unsettled.due(1000), true)
	unsettled.heard('one', range, 1000, 1100)
	assert.deepEqual([unsettled.due(1499), unsettled.due(1500)], [false, true])
	unsettled.heard('one two', range, 1500, 1900)
	assert.deepEqual([unsettled.due(2299), unsettled.due(2300)], [false, true])
})

test('words that two in a row agree on are firm', () => {
	const unsettled = new Unsettled()
	unsettled.heard('he was', range, 0, 50)
	assert.deepEqual(unsettled.heard('He was not', range, 500, 550), { ...range, firm: 'He was', faint: 'not' })
})

test('a machine that needs a second for one is not asked again in this segment', () => {
	const unsettled = new Unsettled()
	unsettled.heard('one', range, 0, 1001)
	assert.equal(unsettled.due(1_000_000), false)
})

test('one that was refused is tried half a second later', () => {
	const unsettled = new Unsettled()
	unsettled.skipped(100)
	assert.deepEqual([unsettled.due(599), unsettled.due(600)], [false, true])
})
