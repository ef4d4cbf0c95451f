import type { Result } from '../../../native-bridge/protocol/problem.ts'
import type { Wish } from '../../contract/wish.ts'
import type { HearingModels } from '../../jobs/hearing.ts'
import type { Runner } from '../../jobs/runner.ts'
import type { Hearer } from '../../models/hearer.ts'
import { type ChosenModel, isSame, type Models } from '../../models/models.ts'

interface Rooms {
	readonly settled: () => ChosenModel
	readonly hearer: (wish: Wish) => Result<Hearer>
}

/** The models as jobs see them. */
export function hearingModels({ models, settled, hearer }: Rooms & { readonly models: Models }): HearingModels {
	return {
		settled,
		hearer,
		find: id => models.find(id),
		get chosen() {
			return models.chosen
		},
		get next() {
			return models.next
		}
	}
}

/** What the usual engine is to work with: what is wished for the recording that is heard now, else as the settings say. */
export function wantedModel({
	settled,
	hearer,
	runner
}: Rooms & { readonly runner: Pick<Runner, 'liveWishes' | 'refuseWish'> }): ChosenModel {
	const usual = settled()
	for (const { recording, wish } of runner.liveWishes()) {
		const found = hearer(wish)
		if (!found.ok) runner.refuseWish(recording, found.problem)
		else {
			const { id, engine, wishes } = found.value
			const wanted = { id, engine, wishes, lent: recording }
			return isSame(wanted, usual) ? usual : wanted
		}
	}
	return usual
}
