import type { Model } from '../../electron/contract/models.ts'
import { canonical, detects, heldWish, NO_WISH, speaks, type Wish, wishOr } from '../../electron/contract/wish.ts'
import { useApp, useFrom } from '../app-context.ts'
import { useWords } from './use-words.ts'

/** A value and what it is called. */
type Option = readonly [value: string, name: string]

/** What a wish is called, and what else may be wished. */
export interface WishWords {
	/** As far as the models that are here can do it. */
	readonly wish: Wish
	/** Whether there is anything to choose: of one model with one language there isn't. */
	readonly canChoose: boolean
	/** In short (“Whisper small · Chinese”); null: nothing is wished. */
	readonly says: string | null
	readonly labels: { readonly model: string; readonly language: string }
	/** The empty value is: as the settings say. */
	readonly models: readonly Option[]
	readonly languages: readonly Option[]
	/** The wish with another model or language; what doesn’t go with that any more is as the settings say. */
	with(some: Partial<Wish>): Wish
}

export function useWishWords(wished: Wish): WishWords {
	const { models, settings } = useApp()
	const { t, language } = useWords()
	const here = useFrom(models, state => state.models)
	const chosen = useFrom(settings, state => state.settings)
	const all = here ?? []
	const wish = here === null ? wished : heldWish(wished, here)
	const spoken = chosen?.spoken ?? 'en'
	const usual = all.find(model => model.id === chosen?.model[spoken]) ?? all.find(model => model.loaded)
	const model = all.find(each => each.id === wish.model)
	const nameOf = (code: string) => (code === 'detect' ? t('wish.anyLanguage') : language(code))
	const as = (what: string | undefined) => (what === undefined ? t('wish.asSettings') : t('wish.asSettingsAre', { what }))
	const scope = model ? [model] : all
	const codes = [...new Set(scope.flatMap(each => each.languages.map(canonical)))].filter(code => code !== 'mul')
	const canDetect = model ? detects(model) : all.some(detects)
	const language_ = wish.language
	const able = all.filter(each => language_ === null || (language_ === 'detect' ? detects(each) : speaks(each, language_)))
	return {
		wish,
		canChoose: all.length > 1 || all.some(detects) || wishOr(wish) !== null,
		says: saysOf(wish, model, nameOf),
		labels: { model: t('wish.model'), language: t('wish.language') },
		languages: [
			['', as(chosen?.detectLanguage ? t('wish.detect') : language(spoken))],
			...(canDetect ? [['detect', t('wish.detect')] as const] : []),
			...codes.map((code): Option => [code, language(code)]).sort(([, a], [, b]) => a.localeCompare(b))
		],
		models: [
			['', wish.language === null || wish.language === 'detect' ? as(usual?.name) : t('wish.usualModel')],
			...able.map((each): Option => [each.id, each.name])
		],
		with: some => heldWish({ ...wish, ...some }, all, some.language === undefined ? 'model' : 'language')
	}
}

function saysOf(wish: Wish, model: Model | undefined, nameOf: (code: string) => string): string | null {
	if (wishOr(wish) === null) return null
	return [model?.name ?? wish.model, wish.language && nameOf(wish.language)].filter(part => part !== null).join(' · ')
}

/** The same for a wish that a transcript has, or none. */
export function useWishName(wish: Wish | null | undefined): string | null {
	return useWishWords(wish ?? NO_WISH).says
}
