import type { ToWorker } from '../../native-bridge/protocol/messages.ts'
import type { Model } from '../contract/models.ts'
import { type InstalledModel, installedModels } from './installed.ts'

export type LoadOrder = Extract<ToWorker, { type: 'load' }>

/** A model by its folder, and the engine that loads it. */
export interface ChosenModel {
	readonly id: string
	readonly engine: string
}

/** Which models there are, and which of them the engine works with. */
export class Models {
	readonly #folder: string
	/** What the engine (and its standby) loads. It need not be there: then the engine says so. */
	readonly chosen: ChosenModel

	constructor(folder: string, chosen: ChosenModel) {
		this.#folder = folder
		this.chosen = chosen
	}

	list(): Model[] {
		return installedModels(this.#folder).map(({ id, name, engine, language }) => ({
			id,
			name,
			engine,
			language,
			loaded: id === this.chosen.id
		}))
	}

	/** Null: it is not there, or not any more. */
	find(id: string): InstalledModel | null {
		return installedModels(this.#folder).find(model => model.id === id) ?? null
	}

	/** What a process is told first that is to work with this model. */
	order({ id, engine }: ChosenModel): LoadOrder {
		return { type: 'load', engine, model: id, modelDir: this.#folder }
	}
}
