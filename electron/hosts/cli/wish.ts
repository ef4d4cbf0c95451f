import * as v from 'valibot'
import { fail, ok, type Result } from '../../../native-bridge/protocol/problem.ts'
import type { Model } from '../../contract/models.ts'
import { detects, speaks, type Wish, WishedLanguage, wishOr } from '../../contract/wish.ts'

/** What a person asks for: a model by its id or name, a language by its code or `detect`. Refused at once, where somebody is there to read it. */
export function wishAsked(
	said: { readonly model?: string | undefined; readonly language?: string | undefined },
	models: readonly Pick<Model, 'id' | 'name' | 'languages' | 'purpose'>[]
): Result<Wish | null> {
	const here = models.filter(({ purpose }) => purpose === 'text')
	const is = ({ id, name }: Pick<Model, 'id' | 'name'>) => [id, name].some(each => each.toLowerCase() === said.model?.toLowerCase())
	const model = said.model === undefined ? null : here.find(is)
	if (model === undefined)
		return fail('no-model', `There is no model “${said.model}” here. There are: ${here.map(({ id }) => id).join(', ')}.`)
	const language = said.language ?? null
	if (language === null) return ok(wishOr({ model: model?.id ?? null, language }))
	if (!v.is(WishedLanguage, language)) return fail('bad-language', `--language takes a code such as “en” or “zh”, or “detect”.`)
	const able = (model ? [model] : here).some(each => (language === 'detect' ? detects(each) : speaks(each, language)))
	if (!able)
		return fail('model-lacks-language', model ? `${model.name} does not know “${language}”.` : `No model that is here knows “${language}”.`)
	return ok({ model: model?.id ?? null, language })
}
