import type { FromWorker } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import type { SampleRange } from '../../native-bridge/protocol/units.ts'
import type { GapRecord } from '../contract/records.ts'
import { isSameWish } from '../contract/wish.ts'
import type { Hearer } from '../models/hearer.ts'
import { earFor, keyOf } from './hearing.ts'
import { OtherEngine, type OtherEngineDependencies } from './other-engine.ts'
import type { StepClaim } from './plausible.ts'
import { type Repair, RepairLine } from './repair-line.ts'

/** Gaps that the source has, not the engine: no try again helps. */
const HOPELESS: ReadonlySet<GapRecord['cause']> = new Set(['damaged', 'no-audio', 'not-recorded', 'device-lost'])

interface RepairDependencies extends OtherEngineDependencies {
	/** What the usual engine calls its model. */
	readonly model: () => string
	/** A step from `cursor` as it is to be believed. */
	readonly believed: (cursor: number, step: StepClaim) => StepClaim
	/** The engine said of `range` what can't be true. */
	readonly violated: (transcript: string, range: SampleRange, issue: string) => void
}

/** Gaps that the user wants tried again: by the usual engine, beside whatever else it does, or with another model by an engine of its own. */
export class Repairs {
	readonly #deps: RepairDependencies
	readonly #line: RepairLine
	readonly other: OtherEngine

	constructor(deps: RepairDependencies) {
		this.#deps = deps
		this.#line = new RepairLine({
			...deps,
			send: message => deps.workers.send('engine', message),
			produced: () => deps.workers.produced('engine'),
			stays: () => fail('gap-stays', 'The engine died at this place again, so the gap stays. Another model may get through.').problem
		})
		this.other = new OtherEngine(deps)
	}

	/**
	 * `model`: null for what its transcript is heard with. Problems: `no-gap`, `hopeless-gap`, `no-model`, `no-memory-for-model`. Asking twice is asking
	 * once; asking again with another model is asking for that instead.
	 */
	ask(transcript: string, from: number, model: string | null): Result<Record<string, never>> {
		const gap = this.#deps.ledger.gaps(transcript).find(each => each.from === from)
		if (!gap) return fail('no-gap', 'There is no gap at this place any more.')
		if (HOPELESS.has(gap.cause)) return fail('hopeless-gap', 'The source has no audio at this place, so there is nothing to transcribe.')
		const { ledger, models } = this.#deps
		const isUsual = model === models.chosen.id && models.chosen.lent === undefined
		const wish = model === null ? (ledger.get(transcript)?.wish ?? null) : isUsual ? null : { model, language: null }
		const ear = earFor(wish, models)
		if (ear.is === 'nobody') return { ok: false, problem: ear.problem }
		const other = ear.is === 'other' ? ear.hearer : null
		const before = this.#line.find(transcript, from) ?? this.other.find(transcript, from)
		if (before && keyOrNull(before.model) === keyOrNull(other) && isSameWish(before.wish, wish)) return ok({})
		if (other) {
			const asked = this.other.ask({ transcript, gap, wish }, other)
			if (!asked.ok) return asked
		} else this.#line.add({ transcript, gap, wish, model: null })
		if (before) this.#drop(each => each === before)
		return ok({})
	}

	/** The usual engine is ready. What it isn't right for any more goes to the other; where there is no memory for that it waits. */
	goOn(): void {
		for (let { first } = this.#line; first && !this.#line.held; first = this.#line.first) {
			const repair = first
			const ear = earFor(repair.wish, this.#deps.models)
			if (ear.is === 'usual') {
				this.#line.give()
				return
			}
			if (ear.is === 'later' || (ear.is === 'other' && !this.other.ask(repair, ear.hearer).ok)) return
			if (ear.is === 'nobody') this.#deps.emit({ type: 'notice', problem: ear.problem })
			this.#line.drop(each => each === repair)
		}
	}

	/** Whether the message, of the usual engine, was about a repair. */
	message(message: Extract<FromWorker, { attempt: string }>): boolean {
		return this.#line.message(message)
	}

	/** The usual engine is gone, and it isn't `known` yet why. */
	letGo(): void {
		this.#line.letGo()
	}

	known(): void {
		this.#line.known()
	}

	/** Whether the usual engine, which died over `range` of this transcript, did so over a gap. */
	blamed(transcript: string, range: SampleRange | null): boolean {
		return this.#line.blamed(transcript, range)
	}

	/** Whether a gap of this transcript is being tried, or waits for it. */
	has(transcript: string): boolean {
		return this.#line.has(transcript) || this.other.has(transcript)
	}

	forget(transcript: string): void {
		this.#drop(each => each.transcript === transcript)
	}

	stop(): void {
		this.other.stop()
	}

	#drop(isMeant: (repair: Repair) => boolean): void {
		this.#line.drop(isMeant)
		this.other.drop(isMeant)
	}
}

function keyOrNull(model: Hearer | null): string | null {
	return model && keyOf(model)
}
