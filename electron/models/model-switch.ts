import type { Log } from '../../native-bridge/log/log.ts'
import { fail, ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import { type ChosenModel, isSame, type Models } from './models.ts'

export interface ModelSwitchDependencies {
	readonly models: Pick<Models, 'chosen' | 'usual' | 'next' | 'find'>
	/** What is to be used, by the settings and the models that are here. */
	readonly wanted: () => ChosenModel
	/** An engine with what is next is to be loaded and to take over, or nobody any more; or the engine is to begin anew with what is chosen. */
	readonly engine: { changeOver(): void; keep(): void; beginAnew(): void }
	/** Whether the machine has the memory for one more process with this model. Null: somebody who is going has it yet (see `memoryFreed`). */
	readonly roomFor: (model: ChosenModel) => Result<unknown> | null
	/** It can't be used: the choice is to be what it was, and the user to be told why; of one that was `lent`, recordings are to be heard as the settings say. */
	readonly refused: (model: ChosenModel, stays: ChosenModel, problem: Problem) => void
	/** The same without wishes that may be what it can't be loaded with; null: it has none. */
	readonly withoutRisk: (model: ChosenModel) => ChosenModel | null
	/** Without what the second has not of the wishes of the first, the engine can be loaded: from here on they are not wished. False: there is nothing. */
	readonly putAside: (model: ChosenModel, stays: ChosenModel) => boolean
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
	/** What the engine could not be had with, while it is tried without its wishes. */
	#suspect: ChosenModel | null = null
	/** What is wanted is loaded when there is memory, which somebody is just giving back. */
	#waits = false

	constructor(deps: ModelSwitchDependencies) {
		this.#deps = deps
	}

	/** Settings or models have changed. */
	look(): void {
		const { models, wanted, engine, roomFor, changed, log } = this.#deps
		const want = wanted()
		if (models.next && isSame(want, models.next)) {
			// Perhaps for another reason: for a recording, or as the settings say.
			models.next = want
			return
		}
		this.#waits = false
		// It is just being found out whether that can be had at all.
		if (this.#suspect && isSame(want, this.#suspect)) return
		const before = models.next
		models.next = null
		if (isSame(want, models.chosen)) {
			// As with what is next.
			models.chosen = want
			if (!before) return
			engine.keep()
			changed()
			return
		}
		// What was lent goes back, for there is nothing else to go on with.
		const room = models.chosen.lent === undefined ? roomFor(want) : ok(null)
		if (!room?.ok) {
			if (before) engine.keep()
			// What was being loaded has memory too.
			if (room && !before) this.#refuse(want, room.problem)
			else this.#waits = true
			return
		}
		log.info({ from: models.chosen.id, to: want.id }, 'loading another model')
		models.next = want
		engine.changeOver()
		changed()
	}

	/** A process has ended. */
	memoryFreed(): void {
		if (this.#waits) this.look()
	}

	/** It is loaded, and whoever has it holds the post. */
	done(): void {
		const { models, changed, log } = this.#deps
		if (!models.next) return
		this.#suspect = null
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
		if (next.lent === undefined && isSame(next, models.usual)) this.#noWayBack(next)
		else if (this.#isOfWishes(next, problem)) {
			this.#deps.changed()
			this.#lookBehind(next)
		} else this.#refuse(next, problem ?? this.#kills(next))
	}

	/**
	 * The engine can't be had with what it works with; `problem` as of `failed`. What was lent gives the post to the usual one; else it is tried
	 * without wishes. False: there is nothing more to go back to.
	 */
	gaveUp(problem: Problem | null): boolean {
		const { models, refused } = this.#deps
		const { chosen } = models
		if (chosen.lent !== undefined) {
			refused(chosen, models.usual, problem ?? this.#kills(chosen))
			this.look()
			if (models.next) return true
		}
		return this.#tryWithout(models.chosen)
	}

	/** Whether it is the usual model, which died of wishes that it had not before: they are put aside. One that is not there has died of nothing. */
	#isOfWishes(next: ChosenModel, problem: Problem | null): boolean {
		const { models, putAside } = this.#deps
		const isUsual = next.id === models.usual.id && next.engine === models.usual.engine
		return next.lent === undefined && isUsual && problem?.code !== 'model-missing' && putAside(next, models.usual)
	}

	/** The usual one can't be had any more. Nobody is to take over who has what was lent, unless that is what is wanted by now. */
	#noWayBack(usual: ChosenModel): void {
		const { models, wanted, changed } = this.#deps
		const want = wanted()
		if (isSame(want, models.chosen)) {
			models.chosen = want
			changed()
		} else this.#beginWith(usual)
	}

	/** `model` is out, and what is wanted now is perhaps not what the engine has: a term that came along with it, or what was lent is to go back. */
	#lookBehind(model: ChosenModel): void {
		if (!isSame(this.#deps.wanted(), model)) this.look()
	}

	/** The engine is there. */
	ready(): void {
		const suspect = this.#suspect
		this.#suspect = null
		if (suspect) this.#deps.putAside(suspect, this.#deps.models.chosen)
	}

	#tryWithout(model: ChosenModel): boolean {
		const { models, withoutRisk, log } = this.#deps
		const suspect = this.#suspect
		this.#suspect = null
		if (suspect) {
			// They were not what it died of.
			models.chosen = suspect
			return false
		}
		const plain = withoutRisk(model)
		if (plain === null) return false
		log.warn({ model: model.id }, 'trying without wishes')
		this.#beginWith(plain)
		this.#suspect = model
		return true
	}

	/** Without a successor beside it: there is nobody to be kept waiting for. */
	#beginWith(model: ChosenModel): void {
		const { models, engine, changed, log } = this.#deps
		log.warn({ from: models.chosen.id, to: model.id }, 'going back to another model')
		models.next = null
		models.chosen = model
		engine.beginAnew()
		changed()
	}

	#refuse(model: ChosenModel, problem: Problem): void {
		const { models, refused, changed, log } = this.#deps
		log.warn({ model: model.id, code: problem.code }, 'another model was refused')
		refused(model, models.usual, problem)
		changed()
		if (model.lent === undefined) this.#lookBehind(model)
	}

	#kills({ id }: ChosenModel): Problem {
		const model = this.#deps.models.find(id)?.name ?? id
		return fail('model-kills', `The engine died each time it loaded ${model}. The crash history says why.`, { model }).problem
	}
}
