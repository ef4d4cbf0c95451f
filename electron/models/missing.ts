import { fail, type Problem } from '../../native-bridge/protocol/problem.ts'
import type { Settings } from '../contract/settings.ts'
import type { CatalogueEntry } from './catalogue/entry.ts'
import type { InstalledModel } from './installed.ts'

/**
 * What is to be said when the model that was chosen for the language that is spoken is not here; null: it is, or none was chosen. `used`: what the
 * engine works with meanwhile. Its facts say whether it can be fetched again (`offered`: `yes`, `no`).
 */
export function missingModel(
	{ spoken, model }: Pick<Settings, 'spoken' | 'model'>,
	all: readonly Pick<InstalledModel, 'id' | 'name'>[],
	used: string,
	catalogue: readonly Pick<CatalogueEntry, 'id' | 'model'>[]
): Problem | null {
	const id = model[spoken]
	if (id === undefined || all.some(each => each.id === id)) return null
	const entry = catalogue.find(each => each.id === id)
	const name = entry?.model.name ?? id
	const now = all.find(each => each.id === used)?.name ?? null
	const meanwhile = now === null ? 'There is no other: until there is one nothing is transcribed.' : `Meanwhile Holdfast works with ${now}.`
	return fail('model-gone', `The model that you chose, “${name}”, is not on this machine any more. ${meanwhile}`, {
		...{ model: id, name, now },
		offered: entry ? 'yes' : 'no'
	}).problem
}
