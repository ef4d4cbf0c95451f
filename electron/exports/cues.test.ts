import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SUBTITLE_PRESETS, type SubtitleRules } from '../contract/exporting.ts'
import { cuesOf, timecode } from './cues.ts'
import { exported, gap, others, said } from './test-exported.ts'

/** `from–to line / line`, in seconds; at a speed and with gaps that leave the times as they are, unless said otherwise. */
function cues(made: ReturnType<typeof exported>, some: Partial<SubtitleRules> = {}, named = false): string[] {
	const rules = { ...SUBTITLE_PRESETS.calm, speed: 40, wideSpeed: 30, least: 0, gap: 0, ...some }
	return cuesOf(made, { rules, named }).map(cue => `${cue.from / 16_000}–${cue.to / 16_000} ${cue.lines.join(' / ')}`)
}
const many = (n: number, word: string) => Array.from({ length: n }, () => word).join(' ')
const wordless = (from: number, to: number, text: string) => ({ ...said(from, to, text), words: [] })

const cases: [name: string, made: string[], expected: string[]][] = [
	['a short segment is one cue', cues(exported([said(1, 3, 'Good morning.')])), ['1–3 Good morning.']],
	['a segment without words’ times is one cue', cues(exported([wordless(1, 3, 'Good morning.')])), ['1–3 Good morning.']],
	[
		'two lines are of about the same length',
		cues(exported([said(0, 5, many(10, 'word'))])),
		['0–5 word word word word word / word word word word word']
	],
	[
		'more than two lines are cut between words',
		cues(exported([said(0, 6, many(20, 'word'))])),
		[`0–4.8 ${many(8, 'word')} / ${many(8, 'word')}`, `4.8–6 ${many(4, 'word')}`]
	],
	[
		'more than seven seconds are cut between words',
		cues(exported([said(0, 10, many(10, 'so'))])),
		[`0–7 ${many(7, 'so')}`, `7–10 ${many(3, 'so')}`]
	],
	[
		'a full cue ends after a comma in its second half',
		cues(exported([said(0, 4, `${many(5, 'word')} so, ${many(14, 'word')}`)]), { lines: 1 }),
		[`0–1.2 ${many(5, 'word')} so,`, `1.2–2.8 ${many(8, 'word')}`, `2.8–4 ${many(6, 'word')}`]
	],
	[
		'a sentence’s end is a good place once the cue is worth reading',
		cues(exported([said(0, 6, `${many(9, 'word')} end. Then more`)])),
		['0–5 word word word word word / word word word word end.', '5–6 Then more']
	],
	['but not before', cues(exported([said(0, 2, 'Yes. And more')])), ['0–2 Yes. And more']],
	[
		'a gap is a cue of its own, in its place',
		cues(exported([said(0, 2, 'before'), said(8, 9, 'after')], [gap(2, 8, 'engine-loop')])),
		['0–2 before', '2–8 [0:02–0:08 not transcribed: the / engine only repeated itself here]', '8–9 after']
	],
	[
		'who speaks takes its room',
		cues(exported([said(0, 2, 'one two')], [], [], others(4, [])), { lineLength: 10 }, true),
		['0–2 Me: one / two']
	]
]

for (const [name, made, expected] of cases) {
	test(name, () => {
		assert.deepEqual(made, expected)
	})
}

test('a word longer than everything is cut where it must', () => {
	const all = cuesOf(exported([said(0, 9, 'a'.repeat(200))]))
	assert.equal(all.flatMap(cue => cue.lines).join(''), 'a'.repeat(200))
	assert.ok(all.every(cue => cue.lines.length <= 2 && cue.lines.every(line => line.length <= 42)))
})

test('joins Chinese and Japanese without spaces, Latin words in them with those the text has, in lines of 16', () => {
	const text = '我们今天讨论 Holdfast 的设计，还有明天的会议安排。大家请发言！'
	const [first] = cuesOf(exported([wordless(0, 8, text)]), { rules: { ...SUBTITLE_PRESETS.calm, most: 20_000 } })
	const all = cuesOf(exported([wordless(0, 8, text)]))
	assert.equal(
		all
			.flatMap(cue => cue.lines)
			.join('')
			.replaceAll(' ', ''),
		text.replaceAll(' ', '')
	)
	for (const line of all.flatMap(cue => cue.lines)) {
		assert.ok(line.length <= 16, line)
		assert.doesNotMatch(line, /^[，。！]/)
	}
	assert.match(first?.lines.join('') ?? '', /讨论 ?Holdfast/)
	const words = Array.from('大家好。', (sign, n) => ({ text: sign, from: n * 8_000, to: (n + 1) * 8_000 }))
	assert.deepEqual(cuesOf(exported([{ ...said(0, 2, '大家好。'), words }]))[0]?.lines, ['大家好。'])
	// The text was written anew, and its words are not found in it: their script decides.
	assert.deepEqual(cuesOf(exported([{ ...said(0, 2, '?'), words }]))[0]?.lines, ['大家好。'])
	assert.deepEqual(cuesOf(exported([{ ...said(0, 2, 'x'), words: said(0, 2, 'Good day').words }]))[0]?.lines, ['Good day'])
})

test('a subtitle stands as long as it takes to read, if the next leaves time for it, and ends two frames before the next', () => {
	assert.deepEqual(cues(exported([said(0, 0.25, 'Yes.'), said(4, 4.5, 'No.')]), { least: 1_000, gap: 80 }), ['0–1 Yes.', '4–5 No.'])
	assert.deepEqual(cues(exported([said(0, 0.25, 'Yes.'), said(0.5, 4, 'No.')]), { least: 1_000, gap: 80 }), ['0–0.42 Yes.', '0.5–4 No.'])
	assert.deepEqual(cues(exported([said(0, 1, many(6, 'word'))]), { speed: 10 }), [`0–2.9 ${many(6, 'word')}`])
	const [fast, slow] = cuesOf(exported([said(0, 1, many(6, 'word')), said(1, 3, 'word')]))
	assert.deepEqual([fast?.fast, slow?.fast], [true, false])
})

test('Chinese in two lines ends the first at its punctuation where that is near the middle, else in the middle', () => {
	const lines = (text: string) => cuesOf(exported([wordless(0, 5, text)])).flatMap(cue => cue.lines)
	assert.deepEqual(lines('今天的会议到此结束，我们下周再见面讨论。'), ['今天的会议到此结束，', '我们下周再见面讨论。'])
	assert.deepEqual(lines('好，今天的会议到此就结束了大家下周再见'), ['好，今天的会议到此就', '结束了大家下周再见'])
	// The nearest of several.
	assert.deepEqual(lines('是的，我明白，那么就这样吧，明天再谈。'), ['是的，我明白，', '那么就这样吧，明天再谈。'])
})

test('no subtitle is longer, wider, or taller than the rules allow, whatever is said', () => {
	const words = ['a', 'word,', 'something.', 'incomprehensibility', '会议', 'x'.repeat(50)]
	const text = Array.from({ length: 400 }, (_, n) => words[(n * 7 + (n >> 3)) % words.length]).join(' ')
	for (const rules of Object.values(SUBTITLE_PRESETS)) {
		const all = cuesOf(exported([said(0, 300, text)]), { rules })
		for (const [n, { from, to, lines }] of all.entries()) {
			assert.ok(lines.length <= rules.lines && lines.every(line => line.length <= rules.lineLength), lines.join(' / '))
			assert.ok(to - from <= rules.most * 16 + 16 && to > from, `${from}–${to}`)
			assert.ok(to + rules.gap * 16 <= (all[n + 1]?.from ?? Number.POSITIVE_INFINITY) + 1)
		}
		assert.equal(
			all
				.flatMap(cue => cue.lines)
				.join('')
				.replaceAll(' ', ''),
			text.replaceAll(' ', '')
		)
	}
})

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
