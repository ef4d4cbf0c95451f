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
