import { ok, type Problem, type Result } from '../../native-bridge/protocol/problem.ts'
import type { Wish } from '../contract/wish.ts'
import type { Hearer } from '../models/hearer.ts'
import type { InstalledModel } from '../models/installed.ts'
import type { ChosenModel } from '../models/models.ts'

/** What hearing needs to know of the models. */
export interface HearingModels {
	/** The one that the usual engine works with, and the one that is being loaded to be used in its place. */
	readonly chosen: ChosenModel
	readonly next: ChosenModel | null
	find(id: string): InstalledModel | null
	/** As the settings say. */
	settled(): ChosenModel
	/** Problems: `no-model`, `model-lacks-language`. */
	hearer(wish: Wish): Result<Hearer>
}

/** Who is to hear a job: the usual engine; one that has another model; nobody until the usual one has its model; nobody ever. */
export type Ear =
	| { readonly is: 'usual' }
	| { readonly is: 'other'; readonly hearer: Hearer }
	| { readonly is: 'later' }
	| { readonly is: 'nobody'; readonly problem: Problem }

const [USUAL, LATER] = [{ is: 'usual' }, { is: 'later' }] as const

/** Which engine a job is for, by what is wished for it; null: nothing is. */
export function earFor(wish: Wish | null, models: HearingModels): Ear {
	const { chosen, next } = models
	if (wish === null && chosen.lent === undefined) return USUAL
	const found = wish === null ? usualHearer(models) : models.hearer(wish)
	if (found === null) return LATER
	if (!found.ok) return { is: 'nobody', problem: found.problem }
	if (isHeardBy(found.value, chosen)) return USUAL
	// Soon the usual engine is right for it: another process would be loaded for seconds.
	return next && isHeardBy(found.value, next) ? LATER : { is: 'other', hearer: found.value }
}

/** Of two with one key each text is the other's. */
export function keyOf({ id, engine, wishes }: Pick<Hearer, 'id' | 'engine' | 'wishes'>): string {
	return JSON.stringify([id, engine, wishes])
}

/** Whether an engine with what was chosen gives what this hearer would. One that is asked for nothing (tests, drills) is known by its name. */
export function isHeardBy(hearer: Hearer, { id, engine, wishes }: ChosenModel): boolean {
	return wishes === undefined ? hearer.id === id && hearer.engine === engine : keyOf(hearer) === keyOf({ id, engine, wishes })
}

/** Who hears what nothing is wished for. Null: it is not here, and the engine says so. */
function usualHearer(models: HearingModels): Result<Hearer> | null {
	const { id, engine, wishes = { language: null, hotwords: [], numbers: true } } = models.settled()
	const found = models.find(id)
	return found && ok({ ...found, engine, wishes })
}
