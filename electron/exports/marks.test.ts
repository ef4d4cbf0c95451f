import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Mark } from '../contract/records.ts'
import { markText } from './marks.ts'
import { EXPORT_WORDS, type ExportWords } from './words.ts'

test('says what happened, how long it was and what was noted, on one line', () => {
	const cases: [kind: Mark['kind'], seconds: number, ms: number | null, note: string, text: string][] = [
		['mark', 750, 0, 'ask Ann', '12:30 mark: ask Ann'],
		['mark', 0, 0, '', '0:00 mark'],
		['mark', 3_725, 0, ' two\nlines\t-->\r\n\r\n', '1:02:05 mark: two lines -->'],
		['pause', 750, 180_000, '', '12:30 paused for 3 min'],
		['pause', 750, 185_400, 'lunch', '12:30 paused for 3 min 5 s: lunch'],
		['pause', 750, null, '', '12:30 paused'],
		['pause', 750, 400, '', '12:30 paused'],
		['mute', 5, 20_000, '', '0:05 muted for 20 s'],
		['mute', 5, 59_600, '', '0:05 muted for 1 min'],
		['asleep', 5, 7_805_000, '', '0:05 the machine was asleep for 2 h 10 min'],
		['asleep', 5, 7_200_000, '', '0:05 the machine was asleep for 2 h']
	]
	const read = (words: ExportWords, ...[kind, seconds, ms, note]: (typeof cases)[number]) =>
		markText({ id: '', kind, sample: seconds * 16_000, ms, note }, words)
	for (const each of cases) assert.equal(read(EXPORT_WORDS.en, ...each), each[4])
	assert.equal(read(EXPORT_WORDS['zh-CN'], 'pause', 750, 185_400, '午饭', ''), '12:30 已暂停 3 分 5 秒：午饭')
})
