import { IntlMessageFormat } from 'intl-messageformat'
import type { Problem } from '../api/problem.ts'
import en from './en.json' with { type: 'json' }
import fromMainChinese from './from-main.zh-CN.json' with { type: 'json' }
import { phraseOf } from './phrases.ts'
import chinese from './zh-CN.json' with { type: 'json' }

export type Key = keyof typeof en
export type Locale = 'en' | 'zh-CN'
export type Arguments = Readonly<Record<string, string | number>>

/** Everything the screen says in one language, and how it writes numbers and times. */
export interface Words {
	readonly locale: Locale
	t(key: Key, args?: Arguments): string
	/**
	 * The problem's sentence in this language, where `{who}` names the process of its `role`; main's English `text` where we have no
	 * translation or its facts don't fit.
	 */
	problem(problem: Problem): string
	/** A fixed phrase of main, known by its English, in this language; any other text as it is. */
	phrase(text: string): string
	number(value: number, digits?: number): string
	/** Bytes as people read them: `412 MB`. */
	bytes(value: number): string
	/** Hour and minute. */
	time(at: number): string
	/** Hour, minute, second. */
	preciseTime(at: number): string
	/** With weekday; as `date` and `dateTime` with its year, when that is not this one. */
	day(at: number): string
	/** Day and month. */
	date(at: number): string
	dateTime(at: number): string
	/** Always with its year. */
	fullDate(at: number): string
	/** A short time, as exactly as matters: `60 ms`, `3.71 s`. */
	lapse(ms: number): string
	/** A length of time in its two largest units: `3 h 12 m`. */
	duration(ms: number): string
	language(code: string): string
}

const messages: Record<Locale, Record<Key, string>> = { en, 'zh-CN': chinese }
/** Sentences of main, by code. English needs hardly any: main's own text is English. */
const fromMain: Record<Locale, Readonly<Record<string, string>>> = {
	en: { 'phrase-breadcrumb': 'last breadcrumb “{activity}” {time} before' },
	'zh-CN': fromMainChinese
}

export function wordsFor(locale: Locale): Words {
	const formats = new Map<string, IntlMessageFormat>()
	const format = (source: string, args: Arguments): string => {
		let compiled = formats.get(source)
		if (compiled === undefined) {
			compiled = new IntlMessageFormat(source, locale)
			formats.set(source, compiled)
		}
		return String(compiled.format(args))
	}
	const date = (options: Intl.DateTimeFormatOptions) => {
		const formatter = new Intl.DateTimeFormat(locale, options)
		return (at: number) => formatter.format(at)
	}
	/** With its year, when that is not this one. */
	const yearly = (options: Intl.DateTimeFormatOptions) => {
		const [thisYear, another] = [date(options), date({ year: 'numeric', ...options })]
		return (at: number) => (new Date(at).getFullYear() === new Date().getFullYear() ? thisYear : another)(at)
	}
	const languages = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' })
	// Browsers have no names for some languages that models know.
	const unnamed: Readonly<Record<string, string>> = messages[locale]
	const unit = (value: number, name: string) =>
		new Intl.NumberFormat(locale, {
			style: 'unit',
			unit: name,
			unitDisplay: locale === 'en' ? 'narrow' : 'short',
			maximumFractionDigits: 0
		}).format(value)
	const both = (large: number, largeName: string, small: number, smallName: string) =>
		small === 0 ? unit(large, largeName) : `${unit(large, largeName)} ${unit(small, smallName)}`
	const number = (value: number, digits = 0) =>
		new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)

	const words: Words = {
		locale,
		t: (key, args = {}) => format(messages[locale][key], args),
		phrase(text) {
			const phrase = phraseOf(text)
			if (phrase === null) return text
			const { code, facts } = phrase
			const { activity, ms } = facts
			if (activity === undefined || ms === undefined) return words.problem({ code, facts, text })
			const doing = words.t('crashes.activity', { activity: choice(activity) })
			return words.problem({ code, facts: { activity, doing, time: words.lapse(Number(ms)) }, text })
		},
		problem(problem) {
			const source = fromMain[locale][problem.code] ?? (messages[locale] as Readonly<Record<string, string>>)[`problem.${problem.code}`]
			if (source === undefined) return problem.text
			try {
				const facts = argumentsOf(problem.facts)
				return format(source, facts.role === undefined ? facts : { ...facts, who: words.t('process.title', { role: facts.role }) })
			} catch {
				// The facts are not those that the sentence was written for.
				return problem.text
			}
		},
		number,
		bytes(value) {
			const [size, name] = value >= 1e9 ? [value / 1e9, 'GB'] : value >= 1e6 ? [value / 1e6, 'MB'] : [value / 1e3, 'kB']
			return `${number(size, size < 10 && name !== 'kB' ? 1 : 0)} ${name}`
		},
		time: date({ hour: 'numeric', minute: '2-digit' }),
		preciseTime: date({ hourCycle: 'h23', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }),
		day: yearly({ weekday: 'long', day: 'numeric', month: 'long' }),
		date: yearly({ day: 'numeric', month: 'short' }),
		fullDate: date({ year: 'numeric', day: 'numeric', month: 'short' }),
		dateTime: yearly({ day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }),
		lapse(ms) {
			const [key, n] = ms < 999.5 ? (['unit.ms', number(ms)] as const) : (['unit.seconds', number(ms / 1000, ms < 9_995 ? 2 : 1)] as const)
			return format(messages[locale][key], { n })
		},
		duration(ms) {
			const seconds = Math.floor(ms / 1000)
			if (seconds < 60) return unit(seconds, 'second')
			const minutes = Math.floor(seconds / 60)
			if (minutes < 60) return both(minutes, 'minute', seconds % 60, 'second')
			const hours = Math.floor(minutes / 60)
			if (hours < 24) return both(hours, 'hour', minutes % 60, 'minute')
			return both(Math.floor(hours / 24), 'day', hours % 24, 'hour')
		},
		language(code) {
			try {
				const name = languages.of(code) ?? code
				return name === code ? (unnamed[`language.${code}`] ?? code) : name
			} catch {
				return code
			}
		}
	}
	return words
}

/** A problem's facts as a message takes them; what is unknown is `?`, and a message may ask for `nameKnown` (`yes`, `no`) to leave it out. */
function argumentsOf(facts: Problem['facts']): Record<string, string | number> {
	return Object.fromEntries(
		Object.entries(facts).flatMap(([name, value]) => [
			[name, value ?? '?'],
			[`${name}Known`, value === null ? 'no' : 'yes']
		])
	)
}

/** A code of main as a choice in a message: its grammar knows no hyphens. */
export function choice(code: string): string {
	return code.replaceAll('-', '_')
}

/** The language to speak: the one chosen, else the first of the system's that we have, else English. */
export function chooseLocale(chosen: 'system' | Locale, system: readonly string[]): Locale {
	if (chosen !== 'system') return chosen
	for (const language of system) {
		if (/^zh\b/i.test(language)) return 'zh-CN'
		if (/^en\b/i.test(language)) return 'en'
	}
	return 'en'
}
