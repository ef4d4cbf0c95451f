import assert from 'node:assert/strict'
import { test } from 'node:test'
import { liveFigures, type OnScreen, replacements } from './live-figures.ts'

const partial = (atMs: number, firm: string, faint: string, heardMs = atMs - 100): OnScreen => ({
	atMs,
	kind: 'partial',
	firm,
	faint,
	heardMs
})
const final = (atMs: number, text: string): OnScreen => ({ atMs, kind: 'final', text })

test('measures from where speech begins to its first word, and from where it ends to its text', () => {
	const timeline = [
		partial(1_300, '', 'He'),
		partial(1_800, 'He', 'saw'),
		final(2_600, 'He was.'),
		partial(4_500, '', 'Not'),
		final(5_700, 'Not he.')
	]
	const figures = liveFigures(timeline, [
		{ from: 16_000, to: 32_000 },
		{ from: 64_000, to: 80_000 }
	])
	assert.deepEqual(
		[figures.firstWordMs, figures.finalMs].map(({ median, worst, count }) => [median, worst, count]),
		[
			[500, 500, 2],
			[700, 700, 2]
		]
	)
	assert.deepEqual([figures.words, figures.firstWordStayed, figures.partialAgeMs.worst], [4, 1, 100])
})

test('what is still shown of the utterance before is not the first word of the next', () => {
	const figures = liveFigures(
		[partial(1_300, '', 'He'), partial(2_200, 'He', 'was'), final(2_400, 'He was.'), partial(2_500, '', 'Not'), final(3_800, 'Not.')],
		[
			{ from: 16_000, to: 32_000 },
			{ from: 33_600, to: 48_000 }
		]
	)
	assert.equal(figures.firstWordMs.worst, 400)
})

test('counts firm words that were changed or taken back, and not those that came', () => {
	const cases: ReadonlyArray<readonly [string, string, number]> = [
		['he was', 'he was not', 0],
		['he was', 'he saw not', 1],
		['he was not', 'he was', 1],
		['he was not', 'and he was not an', 1],
		['', 'he', 0]
	]
	for (const [before, now, expected] of cases) {
		assert.equal(replacements(before.split(' ').filter(Boolean), now.split(' ')), expected, `${before} → ${now}`)
	}
})
