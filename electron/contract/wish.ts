/** With which model, and in which language, a recording or a file is to be heard, where that is not as the settings say. */
import * as v from 'valibot'
import { modelId } from './models.ts'

/** As in BCP 47: `zh`. */
export const languageTag = v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/))

export const WishedLanguage = v.union([v.literal('detect'), languageTag])

export const Wish = v.object({
	/** The model's id; null: the one that the settings have for the language. */
	model: v.nullable(modelId),
	/** What is spoken; `detect`: the model finds out; null: as the settings say. */
	language: v.nullable(WishedLanguage)
})
export type Wish = v.InferOutput<typeof Wish>

export const NO_WISH: Wish = { model: null, language: null }

/** Null: nothing is wished, so it is heard as the settings say. */
export function wishOr(wish: Wish | null | undefined): Wish | null {
	return wish && (wish.model !== null || wish.language !== null) ? wish : null
}

export function isSameWish(a: Wish | null, b: Wish | null): boolean {
	return a?.model === b?.model && a?.language === b?.language
}

/** Models spell some languages as they were spelt once: `jw` is Javanese, as `jv` is. */
export function canonical(code: string): string {
	return Intl.getCanonicalLocales(code)[0] ?? code
}

/** Whether a model is made for that language, or for very many. */
export function speaks({ languages }: { readonly languages: readonly string[] }, language: string): boolean {
	return languages.some(code => code === 'mul' || canonical(code) === canonical(language))
}

/** Whether it can be left to a model to find out what is spoken. */
export function detects({ languages }: { readonly languages: readonly string[] }): boolean {
	return languages.length > 1 || languages.includes('mul')
}

/** What can be kept of a wish with the models that are here. Where a model and a language don't go together, `first` is the one that stays. */
export function heldWish(
	{ model, language }: Wish,
	models: readonly { readonly id: string; readonly languages: readonly string[] }[],
	first: keyof Wish = 'model'
): Wish {
	const able = (each: { readonly languages: readonly string[] }) =>
		language === null || (language === 'detect' ? detects(each) : speaks(each, language))
	const wished = models.find(each => each.id === model)
	if (wished) return able(wished) ? { model, language } : first === 'model' ? { model, language: null } : { model: null, language }
	return { model: null, language: models.some(able) ? language : null }
}
