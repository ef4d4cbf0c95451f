import { fail, ok, type Result } from '../../../native-bridge/protocol/problem.ts'
import type { Model } from '../../contract/models.ts'

export interface SpeakersAsked {
	/** How many people speak; null: as many as are found. */
	readonly count: number | null
	/** The model that tells them apart, by its id or name; null: as the settings say. */
	readonly model: string | null
}

/** `auto` or a number, then perhaps a colon and a model. */
export function speakersAsked(said: string): Result<SpeakersAsked> {
	const [, count, model = null] = /^(auto|[1-9]|1\d|20)(?::(.+))?$/.exec(said) ?? []
	if (count === undefined)
		return fail(
			'bad-speakers',
			'--speakers takes a number from 1 to 20, or “auto” for as many as are found; behind a colon the model may be named, as in “auto:NAME”.'
		)
	return ok({ count: count === 'auto' ? null : Number(count), model })
}

/** The id of the model that is meant; null: none was named. */
export function voicesAsked(name: string | null, models: readonly Pick<Model, 'id' | 'name' | 'purpose'>[]): Result<string | null> {
	if (name === null) return ok(null)
	const here = models.filter(({ purpose }) => purpose === 'speakers')
	const found = here.find(model => [model.id, model.name].some(each => each.toLowerCase() === name.toLowerCase()))
	if (found) return ok(found.id)
	const there = here.length === 0 ? 'There is none.' : `There are: ${here.map(({ id }) => id).join(', ')}.`
	return fail('no-speakers-model', `No model “${name}” that tells speakers apart is here. ${there}`)
}
