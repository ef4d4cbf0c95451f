import * as v from 'valibot'
import { Locale } from '../../contract/desktop.ts'
import { localeOf, type Words, wordsFor } from './messages/words.ts'
import { readSmallFile, writeSmallFile } from './small-file.ts'

const Remembered = v.object({ locale: Locale })

/** The language of menus and questions: the window's, as it last said, also before there is a window; before the first, the system's. */
export class Language {
	readonly #path: string
	readonly #listeners: (() => void)[] = []
	#words: Words

	constructor(path: string, system: readonly string[]) {
		this.#path = path
		this.#words = wordsFor(readSmallFile(path, Remembered)?.locale ?? localeOf(system))
	}

	get words(): Words {
		return this.#words
	}

	set(locale: Locale): void {
		if (locale === this.#words.locale) return
		this.#words = wordsFor(locale)
		writeSmallFile(this.#path, { locale })
		for (const changed of this.#listeners) changed()
	}

	onChange(changed: () => void): void {
		this.#listeners.push(changed)
	}
}
