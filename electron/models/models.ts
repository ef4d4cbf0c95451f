import type { ToWorker, Wishes } from '../../native-bridge/protocol/messages.ts'
import type { Model } from '../contract/models.ts'
import type { Settings } from '../contract/settings.ts'
import { canonical } from '../contract/wish.ts'
import { byName, type InstalledModel, installedModels } from './installed.ts'

export type LoadOrder = Extract<ToWorker, { type: 'load' }>

/** A model by its folder, and the engine that loads it. */
export interface ChosenModel {
	readonly id: string
	readonly engine: string
	/** What it is asked for besides; left out: nothing of it (see `ToWorker`). */
	readonly wishes?: Wishes
	/** Not as the settings say, but for this recording as long as it is heard. */
	readonly lent?: string
}

export function isSame(a: ChosenModel, b: ChosenModel): boolean {
	return a.id === b.id && a.engine === b.engine && JSON.stringify(a.wishes) === JSON.stringify(b.wishes)
}

/** What a model that knows these languages is asked for. One that doesn't know the one that is spoken is to find out. */
export function wishesFor(
	{ spoken, detectLanguage, hotwords, numbers }: Pick<Settings, 'spoken' | 'detectLanguage' | 'hotwords' | 'numbers'>,
	languages: readonly string[]
): Wishes {
	const known = languages.find(code => canonical(code) === canonical(spoken)) ?? null
	return { language: detectLanguage ? null : known, hotwords: [...hotwords], numbers }
}

/** Which models there are, and which of them the engine works with. */
export class Models {
	readonly #shipped: string
	readonly #own: string | null
	#chosen: ChosenModel
	#usual: ChosenModel
	/** What is being loaded to be used in its place (see `ModelSwitch`). */
	next: ChosenModel | null = null
	/** What the engine says that comes to nothing of its wishes. */
	unheeded: () => Model['unheeded'] = () => []

	/**
	 * @param shipped folder of the models that came with Holdfast; it may be one that can't be written to
	 * @param own folder of those that the user has brought; one of the same name comes before one that came with Holdfast
	 */
	constructor(shipped: string, chosen: ChosenModel, own: string | null = null) {
		this.#shipped = shipped
		this.#chosen = chosen
		this.#usual = chosen
		this.#own = own
	}

	/** What the engine (and its standby) loads. It need not be there: then the engine says so. */
	get chosen(): ChosenModel {
		return this.#chosen
	}

	set chosen(model: ChosenModel) {
		this.#chosen = model
		if (model.lent === undefined) this.#usual = model
	}

	/** What was chosen last that was lent to nobody: what is gone back to. */
	get usual(): ChosenModel {
		return this.#usual
	}

	list(): Model[] {
		return this.all().map(({ modelDir, heeds: _, languages, ...model }) => ({
			...model,
			languages: [...languages],
			shipped: modelDir === this.#shipped,
			loaded: model.id === this.chosen.id,
			next: model.id === this.next?.id,
			unheeded: model.id === this.chosen.id ? [...this.unheeded()] : []
		}))
	}

	/** Null: it is not there, or not any more. */
	find(id: string): InstalledModel | null {
		return this.all().find(model => model.id === id) ?? null
	}

	/** What a process is told first that is to work with this model. */
	order({ id, engine, wishes }: ChosenModel): LoadOrder {
		return { type: 'load', engine, model: id, modelDir: this.find(id)?.modelDir ?? this.#shipped, ...(wishes && { wishes }) }
	}

	/** The one that tells speakers apart: this one where it is here, else the first by name; null: there is none. */
	speakers(wanted: string | null): InstalledModel | null {
		const able = this.all().filter(({ purpose }) => purpose === 'speakers')
		return able.find(({ id }) => id === wanted) ?? able[0] ?? null
	}

	all(): InstalledModel[] {
		const own = this.#own === null ? [] : installedModels(this.#own)
		const ids = new Set(own.map(model => model.id))
		return [...own, ...installedModels(this.#shipped).filter(model => !ids.has(model.id))].sort(byName)
	}
}

/**
 * The model to work with: the user's for the language that is spoken, else the usual one, the one that is at work already (`now`), or any other
 * that knows the language; else the usual one. What is not there is passed over: no choice ever keeps the engine from starting.
 */
export function modelFor(
	spoken: string,
	choices: Readonly<Record<string, string>>,
	all: readonly Pick<InstalledModel, 'id' | 'engine' | 'languages' | 'purpose'>[],
	usual: ChosenModel,
	now: ChosenModel | null = null
): ChosenModel {
	const there = all.filter(({ purpose }) => purpose === 'text')
	const wish = there.find(model => model.id === choices[spoken])
	if (wish) return { id: wish.id, engine: wish.engine }
	const speaks = ({ languages }: Pick<InstalledModel, 'languages'>) => languages.some(code => canonical(code) === canonical(spoken))
	const forMany = ({ languages }: Pick<InstalledModel, 'languages'>) => languages.includes('mul')
	if (there.some(model => model.id === usual.id && speaks(model))) return usual
	if (now && there.some(model => model.id === now.id && (speaks(model) || forMany(model)))) return now
	const other = there.find(speaks) ?? there.find(forMany)
	return other ? { id: other.id, engine: other.engine } : usual
}
