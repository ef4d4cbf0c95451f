import type { Wishes } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import type { Settings } from '../contract/settings.ts'
import { speaks, type Wish } from '../contract/wish.ts'
import type { InstalledModel } from './installed.ts'
import { type ChosenModel, modelFor, wishesFor } from './models.ts'

/** A model with what it is asked for: a text is a pure function of its journal and of these. */
export interface Hearer extends InstalledModel {
	readonly wishes: Wishes
}

/**
 * Who hears what this is wished for. `usual`: the model for languages that nobody chose one for. Problems: `no-model`, where it is not here any
 * more; `model-lacks-language`.
 */
export function hearerFor(
	wish: Wish,
	all: readonly InstalledModel[],
	settings: Pick<Settings, 'spoken' | 'model' | 'detectLanguage' | 'hotwords' | 'numbers'>,
	usual: ChosenModel
): Result<Hearer> {
	const spoken = wish.language === null || wish.language === 'detect' ? null : wish.language
	const id = wish.model ?? modelFor(spoken ?? settings.spoken, settings.model, all, usual).id
	const model = all.find(each => each.id === id && each.purpose === 'text')
	if (!model) return fail('no-model', `The model “${id}” is not here any more. Choose another.`, { model: id })
	if (spoken !== null && !speaks(model, spoken))
		return fail(
			'model-lacks-language',
			`${model.name} does not know this language (${spoken}). Choose another model for it, under Models.`,
			{
				model: model.name,
				language: spoken
			}
		)
	const asked = {
		...settings,
		...(wish.language !== null && { detectLanguage: wish.language === 'detect' }),
		...(spoken !== null && { spoken })
	}
	return ok({ ...model, wishes: wishesFor(asked, model.languages) })
}
