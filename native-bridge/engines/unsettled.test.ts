import assert from 'node:assert/strict'
import { test } from 'node:test'
import { samplesOf } from '../protocol/units.ts'
import { Pace } from './pace.ts'
import { type Look, Unsettled } from './unsettled.ts'

const WHOLE: Look = { kind: 'whole' }
const NONE: Look = { kind: 'none' }
const long = { from: 0, to: samplesOf(4) }
const longer = { from: 0, to: samplesOf(12) }

/** Whether it is time at these moments, for a segment of 4 s. */
function due(unsettled: Unsettled, ...atMs: number[]): string[] {
	return atMs.map(ms => unsettled.look(long.to, ms).kind)
}

test('the next look is a good half second after the last began, or after twice what it took', () => {
	const unsettled = new Unsettled(new Pace())
	assert.deepEqual(due(unsettled, 1_000), ['whole'])
	unsettled.heard(WHOLE, 'one', long, 1_000, 1_100)
	assert.deepEqual(due(unsettled, 1_559, 1_560), ['none', 'whole'])
	unsettled.heard(WHOLE, 'one two', long, 1_560, 1_960)
	assert.deepEqual(due(unsettled, 2_359, 2_360), ['none', 'whole'])
})

test('the first words are looked at more often, and until there are any with each chunk of audio', () => {
	const unsettled = new Unsettled(new Pace())
	const short = { from: 0, to: samplesOf(0.5) }
	assert.equal(unsettled.heard(WHOLE, '', short, 1_000, 1_012), null)
	assert.deepEqual(due(unsettled, 1_101, 1_102), ['none', 'whole'])
	unsettled.heard(WHOLE, 'He', short, 1_102, 1_130)
	assert.deepEqual(due(unsettled, 1_351, 1_352), ['none', 'whole'])
})

test('words that two in a row agree on are firm', () => {
	const unsettled = new Unsettled(new Pace())
	unsettled.heard(WHOLE, 'he was', long, 0, 50)
	assert.deepEqual(unsettled.heard(WHOLE, 'He was not', long, 500, 550), { ...long, firm: 'He was', faint: 'not' })
})

test('what would take longer than a second is not looked at, until the machine is faster again or there is less of it', () => {
	const pace = new Pace()
	const unsettled = new Unsettled(pace)
	pace.took(long.to, 1_100, 0)
	assert.deepEqual([unsettled.look(long.to, 0), unsettled.look(samplesOf(3), 0), unsettled.affordable(long.to, 0)], [NONE, WHOLE, false])
	pace.took(long.to, 900, 0)
	assert.deepEqual([unsettled.look(long.to, 0), unsettled.affordable(long.to, 0)], [WHOLE, true])
})

test('of a long segment only the end is listened to, and the words before stay', () => {
	const unsettled = new Unsettled(new Pace())
	assert.deepEqual(unsettled.look(longer.to, 0), WHOLE, 'nothing is known of its beginning')
	unsettled.heard(WHOLE, 'He was not an ill disposed', longer, 0, 100)
	const look = unsettled.look(longer.to, 600)
	assert.equal(look.kind, 'tail')
	assert.deepEqual(unsettled.heard(look, 'Not an ill disposed young man', longer, 600, 700), {
		...longer,
		firm: 'He was not an ill disposed',
		faint: 'young man'
	})
	assert.equal(unsettled.heard(unsettled.look(longer.to, 1_200), 'Something else', longer, 1_200, 1_300), null)
	assert.deepEqual(unsettled.look(longer.to, 2_000), WHOLE, 'when an end does not fit, all of it is')
})

test('where all of it would take too long, an end that does not fit stands behind what is left open', () => {
	const pace = new Pace()
	const unsettled = new Unsettled(pace)
	unsettled.heard(WHOLE, 'He was not an ill', longer, 0, 100)
	pace.took(longer.to, 1_500, 100)
	const look = unsettled.look(longer.to, 600)
	assert.equal(unsettled.heard(look, 'Amiable himself', longer, 600, 1_200), null)
	assert.equal(unsettled.look(longer.to, 2_000).kind, 'tail')
	assert.deepEqual(unsettled.heard(look, 'Amiable himself', longer, 2_000, 2_600), {
		...longer,
		firm: 'He was not an ill',
		faint: '… Amiable himself'
	})
})

test('one that was refused is tried again soon', () => {
	const unsettled = new Unsettled(new Pace())
	unsettled.heard(WHOLE, 'one', long, 0, 50)
	unsettled.skipped(600)
	assert.deepEqual(due(unsettled, 849, 850), ['none', 'whole'])
})
