import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cuesOf, timecode } from './cues.ts'
import { exported, gap, said } from './test-exported.ts'

/** `from–to text`, in seconds. */
function cues(...args: Parameters<typeof exported>): string[] {
	return cuesOf(exported(...args)).map(cue => `${cue.from / 16_000}–${cue.to / 16_000} ${cue.text}`)
}
const many = (n: number, word: string) => Array.from({ length: n }, () => word).join(' ')

const cases: [name: string, made: string[], expected: string[]][] = [
	['a short segment is one cue', cues([said(1, 3, 'Good morning.')]), ['1–3 Good morning.']],
	['a segment without words’ times is one cue', cues([{ ...said(1, 3, 'Good morning.'), words: [] }]), ['1–3 Good morning.']],
	// 21 × 4 characters and 20 spaces: the 17th word would be the 85th character.
	[
		'more than two lines are cut between words',
		cues([said(0, 6, many(20, 'word'))]),
		[`0–5.1 ${many(17, 'word')}`, `5.1–6 ${many(3, 'word')}`]
	],
	['more than seven seconds are cut between words', cues([said(0, 10, many(10, 'so'))]), [`0–7 ${many(7, 'so')}`, `7–10 ${many(3, 'so')}`]],
	[
		'a sentence’s end is a good place once the cue is worth reading',
		cues([said(0, 6, `${many(9, 'word')} end. Then more`)]),
		[`0–5 ${many(9, 'word')} end.`, '5–6 Then more']
	],
	['but not before', cues([said(0, 2, 'Yes. And more')]), ['0–2 Yes. And more']],
	['a word longer than everything is a cue', cues([said(0, 9, 'a'.repeat(90))]), [`0–9 ${'a'.repeat(90)}`]],
	[
		'a gap is a cue of its own, in its place',
		cues([said(0, 2, 'before'), said(8, 9, 'after')], [gap(2, 8, 'engine-loop')]),
		['0–2 before', '2–8 [0:02–0:08 not transcribed: the engine only repeated itself here]', '8–9 after']
	]
]

for (const [name, made, expected] of cases) {
	test(name, () => {
		assert.deepEqual(made, expected)
	})
}

test('writes times in hours, minutes, seconds and milliseconds', () => {
	const times: [samples: number, code: string][] = [
		[0, '00:00:00,000'],
		[8, '00:00:00,001'],
		[15_999, '00:00:01,000'],
		[960_000 - 8_000, '00:00:59,500'],
		[3_600 * 16_000 - 1, '01:00:00,000'],
		[3_661.25 * 16_000, '01:01:01,250'],
		[100 * 3_600 * 16_000, '100:00:00,000']
	]
	for (const [samples, code] of times) assert.equal(timecode(samples, ','), code)
	assert.equal(timecode(24_000, '.'), '00:00:01.500')
})
