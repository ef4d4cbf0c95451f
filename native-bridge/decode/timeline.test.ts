import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Timeline } from './timeline.ts'

const SECOND = 16_000

/** Feeds pieces `[stamp, samples]`; what silence each was given, and what the timeline says in the end. */
function check(timeline: Timeline, pieces: ReadonlyArray<readonly [at: number | null, samples: number]>, expected: object): void {
	let written = 0
	const silences = pieces.map(([at, samples]) => {
		const silence = timeline.place(at, written)
		written += silence + samples
		return silence
	})
	const { gaps, jumps, lead } = timeline
	assert.deepEqual({ silences, gaps: gaps.map(gap => [gap.from, gap.to]), jumps, lead }, expected)
}

test('a file whose stamps begin anywhere and go on as its sound does has no gaps', () => {
	check(
		new Timeline(null),
		[
			[22_400, 320],
			[22_720, 320],
			[23_040, 320]
		],
		{ silences: [0, 0, 0], gaps: [], jumps: 0, lead: 0 }
	)
})

test('a difference of up to 50 ms is how containers count, not a hole', () => {
	check(
		new Timeline(null),
		[
			[0, 320],
			[320 + 800, 320],
			[640 - 800, 320]
		],
		{ silences: [0, 0, 0], gaps: [], jumps: 0, lead: 0 }
	)
})

test('a hole is filled with silence of its length and told', () => {
	const pieces = [
		[0, SECOND],
		[4 * SECOND, SECOND],
		[5 * SECOND, SECOND]
	] as const
	check(new Timeline(6 * SECOND), pieces, { silences: [0, 3 * SECOND, 0], gaps: [[SECOND, 4 * SECOND]], jumps: 0, lead: 0 })
})

test('a missing stamp is passed over', () => {
	const pieces = [
		[null, 320],
		[320, 320],
		[null, 320],
		[960, 320]
	] as const
	check(new Timeline(null), pieces, { silences: [0, 0, 0, 0], gaps: [], jumps: 0, lead: 0 })
})

test('a jump past the length that the file states is not believed', () => {
	const pieces = [
		[0, SECOND],
		[500 * SECOND, SECOND],
		[501 * SECOND, SECOND]
	] as const
	check(new Timeline(10 * SECOND), pieces, { silences: [0, 0, 0], gaps: [], jumps: 1, lead: 0 })
})

test('a jump of more than an hour is not believed where no length is stated', () => {
	check(
		new Timeline(null),
		[
			[0, SECOND],
			[4000 * SECOND, SECOND]
		],
		{ silences: [0, 0], gaps: [], jumps: 1, lead: 0 }
	)
})

test('a clock gone mad does not fill the disk with silence', () => {
	const pieces = [
		[0, SECOND],
		[3_000 * SECOND, SECOND],
		[6_000 * SECOND, SECOND],
		[6_002 * SECOND, SECOND]
	] as const
	const gaps = [
		[SECOND, 3_000 * SECOND],
		[3_002 * SECOND, 3_003 * SECOND]
	] as const
	check(new Timeline(null), pieces, { silences: [0, 2_999 * SECOND, 0, SECOND], gaps, jumps: 1, lead: 0 })
})

test('a clock that starts anew is counted afresh, and holes after that are still seen', () => {
	const pieces = [
		[0, 5 * SECOND],
		[0, SECOND],
		[3 * SECOND, SECOND]
	] as const
	check(new Timeline(null), pieces, { silences: [0, 0, 2 * SECOND], gaps: [[6 * SECOND, 8 * SECOND]], jumps: 0, lead: 0 })
})

test('sound that begins after the pictures waits for them, and that is no gap', () => {
	check(new Timeline(null, 0, 0), [[2 * SECOND, SECOND]], { silences: [2 * SECOND], gaps: [], jumps: 0, lead: 2 * SECOND })
})

test('gaps are counted from the first sample that is kept, and those that touch are one', () => {
	const timeline = new Timeline(null, 104)
	timeline.lost(1_104, 320)
	timeline.lost(1_424, 320)
	assert.deepEqual(timeline.gaps, [{ from: 1_000, to: 1_640, cause: 'damaged' }])
	const early = new Timeline(null, 104)
	early.lost(0, 50)
	assert.deepEqual(early.gaps, [])
})

test('of very many gaps the first thousand are listed and the rest counted', () => {
	const timeline = new Timeline(null)
	for (let i = 0; i < 1_005; i++) timeline.lost(i * 1_000, 10)
	assert.deepEqual([timeline.gaps.length, timeline.unlisted], [1_000, 5])
})
