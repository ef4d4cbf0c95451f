import type { Result } from '../../../native-bridge/protocol/problem.ts'
import type { Wish } from '../../contract/wish.ts'
import type { HearingModels } from '../../jobs/hearing.ts'
import type { LiveWish, LiveWishes } from '../../jobs/live-wishes.ts'
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

/** What the usual engine is to work with: what is wished for the recording that goes first, else as the settings say. Others are told if that isn't for them. */
export function wantedModel({
	settled,
	hearer,
	live
}: Rooms & { readonly live: Pick<LiveWishes, 'list' | 'refuse' | 'heardLater'> }): ChosenModel {
	const usual = settled()
	const wantedFor = ({ recording, wish }: LiveWish): ChosenModel => {
		const found = wish && hearer(wish)
		if (found === null) return usual
		if (found.ok) {
			const { id, engine, wishes } = found.value
			const wanted = { id, engine, wishes, lent: recording }
			return isSame(wanted, usual) ? usual : wanted
		}
		live.refuse(recording, found.problem)
		return usual
	}
	const [first, ...others] = live.list()
	const wanted = first ? wantedFor(first) : usual
	for (const other of others) if (!isSame(wantedFor(other), wanted)) live.heardLater(other.recording)
	return wanted
}
