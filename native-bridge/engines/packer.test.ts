import assert from 'node:assert/strict'
import { test } from 'node:test'
import { samplesOf } from '../protocol/units.ts'
import { closing, type Decision, openFrom, PACKING, pack, type Scan } from './packer.ts'

/** Seconds throughout, for the eye. */
interface Case {
	readonly cursor?: number
	readonly scanned: number
	readonly islands?: ReadonlyArray<readonly [number, number]>
	readonly open?: number
	readonly ended?: boolean
}

function check(tuning: 'live' | 'file', given: Case, expected: Decision): void {
	assert.deepEqual(pack(scanOf(given), PACKING[tuning]), expected)
}

function scanOf({ cursor = 0, scanned, islands = [], open, ended = false }: Case): Scan {
	return {
		cursor: samplesOf(cursor),
		scanned: samplesOf(scanned),
		islands: islands.map(([from, to]) => ({ from: samplesOf(from), to: samplesOf(to) })),
		open: open === undefined ? null : samplesOf(open),
		ended
	}
}

const close = (from: number, to: number): Decision => ({ kind: 'close', from: samplesOf(from), to: samplesOf(to) })
const wait: Decision = { kind: 'wait' }

test('silence moves the cursor only when there was much of it, and leaves a second before the new cursor', () => {
	check('live', { cursor: 5, scanned: 19 }, wait)
	check('live', { cursor: 5, scanned: 20 }, { kind: 'silence', cursor: samplesOf(19) })
	check('live', { cursor: 5, scanned: 6, ended: true }, { kind: 'end' })
})

test('a segment closes at half a second of silence when live and at two seconds in a file, and keeps 0.2 s on each side', () => {
	check('live', { scanned: 3.4, islands: [[1, 3]] }, wait)
	check('live', { scanned: 3.5, islands: [[1, 3]] }, close(0.8, 3.2))
	check('file', { scanned: 4.9, islands: [[1, 3]] }, wait)
	check('file', { scanned: 5, islands: [[1, 3]] }, close(0.8, 3.2))
})

test('speech over shorter pauses is one segment', () => {
	check('file', { scanned: 6, islands: [[1, 3]], open: 4.5 }, wait)
	check(
		'file',
		{
			scanned: 9,
			islands: [
				[1, 3],
				[4.5, 7]
			]
		},
		close(0.8, 7.2)
	)
})

test('a segment that is long enough closes at a short pause in a file too', () => {
	check('file', { scanned: 13.5, islands: [[1, 13]] }, close(0.8, 13.2))
	check('file', { scanned: 12.5, islands: [[1, 12]] }, wait)
})

test('no segment begins before its cursor, so that no audio is used twice', () => {
	check('live', { cursor: 1, scanned: 4, islands: [[1.1, 3]] }, close(1, 3.2))
})

test('a live segment that is long enough closes at any pause there is', () => {
	check('live', { scanned: 11.3, islands: [[1, 11]] }, close(0.8, 11.2))
	check('live', { scanned: 10.3, islands: [[1, 10]] }, wait)
})

test('speech that does not fit is left to the next segment when there was a pause in the second half', () => {
	check('live', { scanned: 21, islands: [[1, 12]], open: 12.3 }, close(0.8, 12.15))
	check('file', { scanned: 21, islands: [[1, 12]], open: 13 }, close(0.8, 12.2))
})

test('speech without a pause is cut between half and all of 20 s', () => {
	check('live', { scanned: 20.8, open: 1 }, { kind: 'split', from: samplesOf(0.8), within: { from: samplesOf(10.8), to: samplesOf(20.8) } })
	check(
		'live',
		{ scanned: 20.8, islands: [[1, 3]], open: 3.3 },
		{ kind: 'split', from: samplesOf(0.8), within: { from: samplesOf(10.8), to: samplesOf(20.8) } }
	)
	check('live', { scanned: 20.7, open: 1 }, wait)
})

test('no segment is longer than 20 s, and at that length none waits for a pause to grow', () => {
	check('file', { scanned: 20.8, islands: [[1, 20.7]] }, close(0.8, 20.8))
})

test('the end of a journal closes what is there, up to its last sample', () => {
	check('file', { scanned: 3.1, islands: [[1, 3.05]], ended: true }, close(0.8, 3.1))
	check('live', { scanned: 3.3, islands: [[1, 3]], ended: true }, close(0.8, 3.2))
})

test('the open segment begins where its final will begin', () => {
	assert.equal(openFrom(scanOf({ scanned: 3, open: 1 }), PACKING.live), samplesOf(0.8))
	assert.equal(openFrom(scanOf({ cursor: 1, scanned: 3, islands: [[1.1, 2]], open: 2.3 }), PACKING.live), samplesOf(1))
	assert.equal(openFrom(scanOf({ scanned: 3 }), PACKING.live), null)
})

test('in a pause it is known what the segment will be, as soon as all of it is there', () => {
	const pause = { scanned: 3.3, islands: [[1, 2] as const, [2.3, 3] as const] }
	const range = closing(scanOf(pause), PACKING.live)
	assert.deepEqual(range, { from: samplesOf(0.8), to: samplesOf(3.2) })
	assert.deepEqual(pack(scanOf({ ...pause, scanned: 3.5 }), PACKING.live), { kind: 'close', ...range })
	assert.equal(closing(scanOf({ ...pause, scanned: 3.1 }), PACKING.live), null)
	assert.equal(closing(scanOf({ ...pause, open: 3.25 }), PACKING.live), null)
	assert.equal(closing(scanOf({ scanned: 3 }), PACKING.live), null)
	assert.deepEqual(closing(scanOf({ scanned: 20.8, islands: [[1, 20.7]] }), PACKING.live), { from: samplesOf(0.8), to: samplesOf(20.8) })
})
