import type { Problem } from '../../native-bridge/protocol/problem.ts'
import { isOver } from '../contract/records.ts'
import type { Wish } from '../contract/wish.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import type { ChosenModel } from '../models/models.ts'
import { type HearingModels, isHeardBy } from './hearing.ts'
import type { LedgerGate } from './ledger-gate.ts'
import type { RunningJobs } from './running-jobs.ts'

const HEARD_LATER: Problem = {
	code: 'heard-later',
	text: 'This was heard with the model and language of a recording that goes first. The second pass hears it as it is to be heard; without one, “Transcribe again” does.',
	facts: {}
}

/** How a recording is to be heard that is heard now; null: as the settings say. */
export interface LiveWish {
	readonly recording: string
	readonly wish: Wish | null
}

interface LiveWishesDependencies {
	readonly jobs: RunningJobs
	readonly ledger: Transcripts
	readonly gate: LedgerGate
	readonly models: HearingModels
	/** The transcript as windows are to see it now. */
	readonly tell: (id: string) => void
	/** Work is to be given out again. */
	readonly refused: () => void
}

/** What is wished for the recordings that are heard now: all by the usual engine, which can be lent to one of them only. */
export class LiveWishes {
	readonly #deps: LiveWishesDependencies
	/** The list as it was last. */
	#before = '[]'

	constructor(deps: LiveWishesDependencies) {
		this.#deps = deps
	}

	/**
	 * The first has its way. First are those that are being recorded, the earliest first, then those of which only text is made yet. Asked after every
	 * message: without a copy of what may be ten thousand.
	 */
	list(): LiveWish[] {
		const live: (LiveWish & { place: number; after: boolean })[] = []
		for (const [recording, { wish, job, place }] of this.#deps.jobs)
			if (job.kind === 'recording' && job.state !== 'paused' && !isOver(job.state))
				live.push({ recording, wish, place, after: job.state !== 'recording' })
		return live.sort((a, b) => Number(a.after) - Number(b.after) || a.place - b.place).map(({ recording, wish }) => ({ recording, wish }))
	}

	/** Whether the list is another than when this was asked last. */
	areNew(): boolean {
		const before = this.#before
		this.#before = JSON.stringify(this.list())
		return this.#before !== before
	}

	/** While another recording goes first it isn't heard as it is to be, so its transcript says so. */
	heardLater(id: string): void {
		const { ledger, gate, tell } = this.#deps
		if (ledger.get(id)?.notices.some(({ code }) => code === HEARD_LATER.code)) return
		gate.write(() => ledger.notice(id, [HEARD_LATER]))
		tell(id)
	}

	/** It can't be heard as it was wished. */
	refuse(id: string, problem: Problem): void {
		this.#deps.jobs.refuseWish(id, problem)
		this.#deps.refused()
	}

	/** No recording can be heard with what was lent for one. */
	refuseLent(model: ChosenModel, problem: Problem): void {
		for (const { recording, wish } of this.list()) {
			const found = wish && this.#deps.models.hearer(wish)
			if (found?.ok && isHeardBy(found.value, model)) this.#deps.jobs.refuseWish(recording, problem)
		}
		this.#deps.refused()
	}
}
