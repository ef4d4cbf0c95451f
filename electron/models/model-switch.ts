import type { Log } from '../../native-bridge/log/log.ts'
import { fail, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import { type ChosenModel, isSame, type Models } from './models.ts'

interface ModelSwitchDependencies {
	readonly models: Pick<Models, 'chosen' | 'next' | 'find'>
	/** What is to be used, by the settings and the models that are here. */
	readonly wanted: () => ChosenModel
	/** An engine with what is next is to be loaded and to take over, or nobody any more. */
	readonly engine: { changeOver(): void; keep(): void }
	/** Whether the machine has the memory for one more process with this model. */
	readonly roomFor: (model: ChosenModel) => Result<unknown>
	/** It can't be used: the choice is to be what it was, and the user to be told why. */
	readonly refused: (model: ChosenModel, stays: ChosenModel, problem: Problem) => void
	/** What is used, or is to be, is another. */
	readonly changed: () => void
	readonly log: Log
}

/**
 * Brings the engine to the model that is wanted while it works: an engine with that is loaded beside it, and takes the post when it is ready. Each
 * job goes on behind its last segment, so nothing is lost, and no moment is without an engine. One that can't be loaded is refused, and all stays.
 */
export class ModelSwitch {
	readonly #deps: ModelSwitchDependencies

	constructor(deps: ModelSwitchDependencies) {
		this.#deps = deps
	}

	/** Settings or models have changed. */
	look(): void {
		const { models, wanted, engine, roomFor, changed, log } = this.#deps
		const want = wanted()
		if (models.next && isSame(want, models.next)) return
		const before = models.next
		models.next = null
		if (isSame(want, models.chosen)) {
			if (!before) return
			engine.keep()
			changed()
			return
		}
		const room = roomFor(want)
		if (!room.ok) {
			if (before) engine.keep()
			this.#refuse(want, room.problem)
			return
		}
		log.info({ from: models.chosen.id, to: want.id }, 'loading another model')
		models.next = want
		engine.changeOver()
		changed()
	}

	/** It is loaded, and whoever has it holds the post. */
	done(): void {
		const { models, changed, log } = this.#deps
		if (!models.next) return
		models.chosen = models.next
		models.next = null
		log.info({ model: models.chosen.id }, 'the engine has another model')
		changed()
	}

	/** It can't be loaded. `problem`: what the engine says; null: it died each time. */
	failed(problem: Problem | null): void {
		const { models } = this.#deps
		const { next } = models
		if (!next) return
		models.next = null
		const name = this.#nameOf(next)
		this.#refuse(
			next,
			problem ?? fail('model-kills', `The engine died each time it loaded ${name}. The crash history says why.`, { model: name }).problem
		)
	}

	#refuse(model: ChosenModel, problem: Problem): void {
		const { models, refused, changed, log } = this.#deps
		log.warn({ model: model.id, code: problem.code }, 'another model was refused')
		refused(model, models.chosen, problem)
		changed()
	}

	#nameOf({ id }: ChosenModel): string {
		return this.#deps.models.find(id)?.name ?? id
	}
}
