import assert from 'node:assert/strict'
import { test } from 'node:test'
import { samplesOf } from '../protocol/units.ts'
import type { Partial, StepHooks, Tape } from './engine.ts'
import { OpenSegment } from './open-segment.ts'
import { Pace } from './pace.ts'
import { PACKING, pack, type Scan } from './packer.ts'

/** A scan of which speech began at 1 s; seconds. */
function scanAt(scanned: number, island: readonly [number, number] | null = null): Scan {
	const islands = island ? [{ from: samplesOf(island[0]), to: samplesOf(island[1]) }] : []
	return { cursor: 0, scanned: samplesOf(scanned), islands, open: island ? null : samplesOf(1), ended: false }
}

/** A segment over `audio`, of which `says` is heard; what was decoded, and what was shown. */
function scene(audio: Int16Array, says: string, turn: StepHooks['turn'] = (_, work) => work()) {
	const decoded: number[] = []
	const shown: Partial[] = []
	const urgencies: string[] = []
	const tape: Tape = {
		read: async (from, to) => audio.subarray(from, to),
		available: () => ({ samples: audio.length, ended: false })
	}
	const hooks: StepHooks = {
		partial: null,
		crumb: () => {},
		turn: (urgency, work) => {
			urgencies.push(urgency)
			return turn(urgency, work)
		}
	}
	const open = new OpenSegment(
		tape,
		PACKING.live,
		hooks,
		new Pace(),
		async piece => {
			decoded.push(piece.length)
			return { text: says, tokens: says.split(' ') }
		},
		15
	)
	return { open, decoded, shown, urgencies, show: (scan: Scan) => open.show(scan, partial => shown.push(partial)) }
}

const loud = (seconds: number) => new Int16Array(samplesOf(seconds)).map((_, i) => (i % 2 === 0 ? 8_000 : -8_000))

test('in a pause the whole is decoded once, and known when the pause closes the segment', async () => {
	const { open, decoded, shown, urgencies, show } = scene(loud(4), 'He was not')
	await show(scanAt(3.25, [1, 3]))
	await show(scanAt(3.3, [1, 3]))
	assert.deepEqual([decoded, urgencies], [[samplesOf(2.4)], ['early']])
	assert.deepEqual(
		shown.map(({ from, to }) => [from, to]),
		[[samplesOf(0.8), samplesOf(3.2)]]
	)
	const decision = pack(scanAt(3.5, [1, 3]), PACKING.live)
	assert.ok(decision.kind === 'close')
	assert.equal(open.known(decision.from, decision.to)?.text, 'He was not')
	assert.equal(open.known(decision.from, decision.to - 1), null)
})

test('an answer without words is not taken for the last word', async () => {
	const { open, decoded, shown, show } = scene(loud(4), '')
	await show(scanAt(3.25, [1, 3]))
	assert.deepEqual([decoded.length, shown, open.known(samplesOf(0.8), samplesOf(3.2))], [1, [], null])
})

test('one that was refused its turn is known no more than before', async () => {
	const { open, shown, show } = scene(loud(4), 'He was not', async () => null)
	await show(scanAt(3.25, [1, 3]))
	assert.deepEqual([shown, open.known(samplesOf(0.8), samplesOf(3.2))], [[], null])
})

test('while somebody speaks the segment so far is shown; it is listened to with a little silence behind', async () => {
	const { decoded, urgencies, shown, show } = scene(loud(4), 'He was')
	await show(scanAt(3))
	assert.deepEqual([decoded, urgencies], [[samplesOf(2.4)], ['partial']])
	assert.deepEqual(shown, [{ from: samplesOf(0.8), to: samplesOf(3), firm: '', faint: 'He was' }])
})

test('of a long segment only about the last four seconds are listened to again', async () => {
	const { decoded, show } = scene(loud(12), 'He was not an ill disposed young man')
	await show(scanAt(10))
	await new Promise(resolve => setTimeout(resolve, 600))
	await show(scanAt(10.5))
	assert.equal(decoded[0], samplesOf(9.4))
	assert.ok((decoded[1] ?? 0) >= samplesOf(4.2) && (decoded[1] ?? 0) <= samplesOf(4.8), String(decoded[1]))
})
