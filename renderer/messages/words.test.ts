import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IntlMessageFormat } from 'intl-messageformat'
import { clock } from './clock.ts'
import en from './en.json' with { type: 'json' }
import fromMain from './from-main.zh-CN.json' with { type: 'json' }
import { chooseLocale, type Key, wordsFor } from './words.ts'
import zh from './zh-CN.json' with { type: 'json' }

/** The names of a message's arguments, and the choices of its `select`s: both must be the same in every language. */
function argumentsOf(message: string): string[] {
	const found = new Set<string>()
	const walk = (parts: readonly unknown[]) => {
		for (const part of parts as readonly { type: number; value?: string; options?: Record<string, { value: unknown[] }> }[]) {
			// 0 is plain text, 7 the `#` of a plural; all others carry an argument's name.
			if (part.type !== 0 && part.type !== 7 && part.value !== undefined) found.add(part.value)
			for (const [choice, option] of Object.entries(part.options ?? {})) {
				if (part.type === 5) found.add(`${part.value}=${choice}`)
				walk(option.value)
			}
		}
	}
	walk(new IntlMessageFormat(message, 'en').getAst())
	return [...found].sort()
}

test('says everything in both languages', () => {
	assert.deepEqual(Object.keys(zh), Object.keys(en))
})

test('uses the same arguments and choices in both languages', () => {
	const differing = (Object.keys(en) as Key[]).filter(key => argumentsOf(en[key]).join() !== argumentsOf(zh[key]).join())
	assert.deepEqual(differing, [])
})

test('can read every translation of what main says', () => {
	for (const message of Object.values(fromMain)) assert.doesNotThrow(() => new IntlMessageFormat(message, 'zh-CN'))
})

test('says a problem of main that it has no words for in main’s own English', () => {
	const problem = { code: 'moon-full', facts: { phase: 1 }, text: 'The moon is full.' }
	assert.equal(wordsFor('en').problem(problem), 'The moon is full.')
	assert.equal(wordsFor('zh-CN').problem(problem), 'The moon is full.')
})

test('falls back on the English when the facts are not those of its sentence', () => {
	assert.equal(wordsFor('zh-CN').problem({ code: 'no-upload', facts: {}, text: 'It did not arrive.' }), 'It did not arrive.')
	assert.match(wordsFor('zh-CN').problem({ code: 'no-upload', facts: { name: 'a.mp3' }, text: 'x' }), /a\.mp3/)
})

test('leaves out of a sentence what is not known', () => {
	const { problem } = wordsFor('en')
	const lost = (device: string | null) => problem({ code: 'microphone-lost', facts: { device }, text: '' })
	assert.match(lost(null), /^The microphone is gone:/)
	assert.match(lost('USB'), /^The microphone “USB” is gone:/)
})

test('writes places in audio as people do', () => {
	assert.deepEqual(
		[0, 7, 59.99, 750, 7100].map(seconds => clock(seconds * 16_000)),
		['0:00', '0:07', '0:59', '12:30', '1:58:20']
	)
})

test('writes lengths of time in their two largest units', () => {
	const { duration } = wordsFor('en')
	assert.deepEqual([900, 42_000, 252_000, 720_000, 11_520_000, 90_000_000].map(duration), ['0s', '42s', '4m 12s', '12m', '3h 12m', '1d 1h'])
})

test('writes short times as exactly as matters', () => {
	assert.deepEqual([0, 60.4, 999, 1_000, 3_713, 59_808].map(wordsFor('en').lapse), [
		'0 ms',
		'60 ms',
		'999 ms',
		'1.00 s',
		'3.71 s',
		'59.8 s'
	])
})

test('writes sizes with as many digits as matter', () => {
	const { bytes } = wordsFor('en')
	assert.deepEqual([58_000, 1_600_000, 412_000_000, 3_940_000_000].map(bytes), ['58 kB', '1.6 MB', '412 MB', '3.9 GB'])
})

test('says the year of days that are not of this one', () => {
	const year = new Date().getFullYear()
	for (const locale of ['en', 'zh-CN'] as const) {
		const { day, date, dateTime } = wordsFor(locale)
		for (const write of [day, date, dateTime]) {
			assert.doesNotMatch(write(new Date(year, 2, 3).getTime()), new RegExp(`${year}`))
			assert.match(write(new Date(year - 1, 2, 3).getTime()), new RegExp(`${year - 1}`))
		}
	}
})

test('counts in plurals', () => {
	const { t } = wordsFor('en')
	assert.deepEqual(
		[0, 1, 1234].map(words => t('library.words', { words })),
		['no words', '1 word', '1,234 words']
	)
	assert.equal(t('library.queued', { position: 2 }), 'Waiting · 2nd in line')
})

test('speaks the chosen language, else the first of the system’s that it knows, else English', () => {
	assert.deepEqual(
		[
			chooseLocale('zh-CN', ['en']),
			chooseLocale('system', ['fr', 'zh-TW']),
			chooseLocale('system', ['en-GB', 'zh']),
			chooseLocale('system', ['fr'])
		],
		['zh-CN', 'zh-CN', 'en', 'en']
	)
})
