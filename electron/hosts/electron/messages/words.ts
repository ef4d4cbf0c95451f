import { IntlMessageFormat } from 'intl-messageformat'
import type { Locale } from '../../../contract/desktop.ts'
import en from './en.json' with { type: 'json' }
import chinese from './zh-CN.json' with { type: 'json' }

export type Key = keyof typeof en

/** What main itself says to the user: menus, tray, questions. The window has its own words. */
export interface Words {
	readonly locale: Locale
	t(key: Key, args?: Readonly<Record<string, string | number>>): string
}

const messages: Record<Locale, Record<Key, string>> = { en, 'zh-CN': chinese }

export function wordsFor(locale: Locale): Words {
	return { locale, t: (key, args = {}) => String(new IntlMessageFormat(messages[locale][key], locale).format(args)) }
}

/** The first of the system's languages (BCP 47, in the order of preference) that we speak, else English. */
export function localeOf(system: readonly string[]): Locale {
	for (const language of system) {
		if (/^zh\b/i.test(language)) return 'zh-CN'
		if (/^en\b/i.test(language)) return 'en'
	}
	return 'en'
}
