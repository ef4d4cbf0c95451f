import type { ToWorker } from '../../native-bridge/protocol/messages.ts'
import type { Model } from '../contract/models.ts'
import { byName, type InstalledModel, installedModels } from './installed.ts'

export type LoadOrder = Extract<ToWorker, { type: 'load' }>

/** A model by its folder, and the engine that loads it. */
export interface ChosenModel {
	readonly id: string
	readonly engine: string
}

/** Which models there are, and which of them the engine works with. */
export class Models {
	readonly #shipped: string
	readonly #own: string | null
	/** What the engine (and its standby) loads. It need not be there: then the engine says so. */
	readonly chosen: ChosenModel

	/**
	 * @param shipped folder of the models that came with Holdfast; it may be one that can't be written to
	 * @param own folder of those that the user has brought; one of the same name comes before one that came with Holdfast
	 */
	constructor(shipped: string, chosen: ChosenModel, own: string | null = null) {
		this.#shipped = shipped
		this.#own = own
		this.chosen = chosen
	}

	list(): Model[] {
		return this.all().map(({ modelDir, languages, ...model }) => ({
			...model,
			languages: [...languages],
			shipped: modelDir === this.#shipped,
			loaded: model.id === this.chosen.id
		}))
	}

	/** Null: it is not there, or not any more. */
	find(id: string): InstalledModel | null {
		return this.all().find(model => model.id === id) ?? null
	}

	/** What a process is told first that is to work with this model. */
	order({ id, engine }: ChosenModel): LoadOrder {
		return { type: 'load', engine, model: id, modelDir: this.find(id)?.modelDir ?? this.#shipped }
	}

	/** The one that tells speakers apart; null: there is none. */
	speakers(): InstalledModel | null {
		return this.all().find(({ purpose }) => purpose === 'speakers') ?? null
	}

	all(): InstalledModel[] {
		const own = this.#own === null ? [] : installedModels(this.#own)
		const ids = new Set(own.map(model => model.id))
		return [...own, ...installedModels(this.#shipped).filter(model => !ids.has(model.id))].sort(byName)
	}
}

/**
 * The model to begin with: the user's for the language that is spoken, else one that came for it, else the usual one. What is not there is passed
 * over: no choice ever keeps the engine from starting.
 */
export function modelFor(
	spoken: string,
	choices: Readonly<Record<string, string>>,
	all: readonly Pick<InstalledModel, 'id' | 'engine' | 'languages' | 'purpose'>[],
	usual: ChosenModel
): ChosenModel {
	const there = all.filter(({ purpose }) => purpose === 'text')
	const wish = there.find(model => model.id === choices[spoken])
	if (wish) return { id: wish.id, engine: wish.engine }
	const speaks = ({ languages }: Pick<InstalledModel, 'languages'>) => languages.some(code => canonical(code) === canonical(spoken))
	const isUsual = there.find(model => model.id === usual.id)
	if (isUsual && speaks(isUsual)) return usual
	const other = there.find(speaks) ?? there.find(model => model.languages.includes('mul'))
	return other ? { id: other.id, engine: other.engine } : usual
}

/** Models spell some languages as they were spelt once: `jw` is Javanese, as `jv` is. */
function canonical(code: string): string {
	return Intl.getCanonicalLocales(code)[0] ?? code
}
