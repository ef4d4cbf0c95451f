import { randomUUID } from 'node:crypto'
import type { Log } from '../../native-bridge/log/log.ts'
import type { FromWorker } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import type { SampleRange } from '../../native-bridge/protocol/units.ts'
import type { AppEvent } from '../contract/events.ts'
import type { GapRecord } from '../contract/records.ts'
import type { Shelf } from '../journal/shelf.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import { isOutOf, type StepClaim } from './plausible.ts'
import type { Workers } from './workers.ts'

/** Gaps that the source has, not the engine: no try again helps. */
const HOPELESS: ReadonlySet<GapRecord['cause']> = new Set(['damaged', 'no-audio', 'not-recorded', 'device-lost'])

interface RepairDependencies {
	readonly ledger: Transcripts
	readonly shelf: Shelf
	readonly workers: Workers
	readonly emit: (event: AppEvent) => void
	readonly log: Log
	/** What the engine calls its model. */
	readonly model: () => string
	/** A step from `cursor` as it is to be believed. */
	readonly believed: (cursor: number, step: StepClaim) => StepClaim
	/** The engine said of `range` what can't be true. */
	readonly violated: (transcript: string, range: SampleRange, issue: string) => void
}

/** Where a repair stands is where its gap begins: with each step the gap in the ledger shrinks. */
interface Repair {
	readonly transcript: string
	gap: GapRecord
	/** The try that the engine is at. */
	attempt: string | null
	deaths: number
}

/** Gaps that the user wants tried again, one after the other, beside whatever else is done. One that main's end interrupts stays a gap. */
export class Repairs {
	readonly #deps: RepairDependencies
	#queue: Repair[] = []
	/** An engine died over one, and it isn't known yet whether that was its doing. */
	#waits = false

	constructor(deps: RepairDependencies) {
		this.#deps = deps
	}

	/** Problems: `no-gap`, `hopeless-gap`. Asking twice is asking once. */
	ask(transcript: string, from: number): Result<Record<string, never>> {
		const gap = this.#deps.ledger.gaps(transcript).find(each => each.from === from)
		if (!gap) return fail('no-gap', 'There is no gap at this place any more.')
		if (HOPELESS.has(gap.cause)) return fail('hopeless-gap', 'The source has no audio at this place, so there is nothing to transcribe.')
		if (!this.#queue.some(each => each.transcript === transcript && each.gap.from === from))
			this.#queue.push({ transcript, gap, attempt: null, deaths: 0 })
		return ok({})
	}

	/** The engine is ready: gives it the first in line, if it isn't at one. */
	goOn(): void {
		const repair = this.#queue[0]
		if (!repair || repair.attempt !== null || this.#waits) return
		const { workers, shelf, log } = this.#deps
		repair.attempt = randomUUID()
		const { from, to } = repair.gap
		workers.send('engine', {
			type: 'transcribe',
			attempt: repair.attempt,
			job: repair.transcript,
			journal: shelf.journal(repair.transcript),
			cursor: from,
			samples: to,
			ended: true,
			tuning: 'file',
			partials: false
		})
		log.info({ job: repair.transcript, from, to }, 'trying a gap again')
	}

	/** Whether the message was about a repair. */
	message(message: Extract<FromWorker, { attempt: string }>): boolean {
		const repair = this.#queue[0]
		if (!repair || message.attempt !== repair.attempt) return false
		switch (message.type) {
			case 'step':
				this.#step(repair, message)
				break
			case 'transcribed':
				// Silence to its end, or no more than the steps have told: nothing is left to try.
				if (repair.gap.from < repair.gap.to) this.#step(repair, { cursor: repair.gap.to, segment: null, gap: null })
				if (this.#queue[0] === repair) this.#queue.shift()
				break
			case 'failed':
				this.#deps.emit({ type: 'notice', problem: message.problem })
				this.#queue.shift()
				break
			default:
		}
		return true
	}

	/** The engine is gone. What it was at is tried with the next one, but nobody is in a hurry: first it must be `known` what that was. */
	letGo(): void {
		const repair = this.#queue[0]
		if (!repair || repair.attempt === null) return
		repair.attempt = null
		this.#waits = true
	}

	known(): void {
		this.#waits = false
	}

	/** Whether an engine that died over `range` of this transcript did so over a gap. Over one that killed it before: it stays a gap. */
	blamed(transcript: string, range: SampleRange | null): boolean {
		const repair = this.#queue[0]
		if (!repair || repair.transcript !== transcript || range === null) return false
		if (range.from < repair.gap.from || range.from >= repair.gap.to) return false
		if (++repair.deaths < 2) return true
		this.#queue.shift()
		const { problem } = fail('gap-stays', 'The engine died at this place again, so the gap stays. Another model may get through.')
		this.#deps.emit({ type: 'notice', problem })
		return true
	}

	/** Whether a gap of this transcript is being tried, or waits for it. */
	has(transcript: string): boolean {
		return this.#queue.some(each => each.transcript === transcript)
	}

	forget(transcript: string): void {
		const first = this.#queue[0]
		if (first?.transcript === transcript && first.attempt) this.#deps.workers.send('engine', { type: 'cancel', attempt: first.attempt })
		this.#queue = this.#queue.filter(each => each.transcript !== transcript)
	}

	#step(repair: Repair, said: StepClaim): void {
		const { ledger, emit, model, log } = this.#deps
		const { transcript, gap } = repair
		const step = this.#deps.believed(gap.from, said)
		const wrong = isOutOf(step, gap)
		if (wrong !== null) {
			this.#deps.violated(transcript, gap, wrong)
			return
		}
		const done = ledger.commitRepair(transcript, gap, step, model(), Date.now())
		if (!done.ok || done.value === null) {
			// No room, or the gap is not there any more (the transcript was deleted): nothing is lost, it can be asked for again.
			log.warn({ job: transcript, from: gap.from, code: done.ok ? 'gone' : done.problem.code }, 'repair given up')
			if (repair.attempt) this.#deps.workers.send('engine', { type: 'cancel', attempt: repair.attempt })
			if (!done.ok) emit({ type: 'notice', problem: done.problem })
			this.#queue.shift()
			return
		}
		const { segment, left } = done.value
		emit({ type: 'gap-changed', transcript, from: gap.from, gap: left })
		if (segment) emit({ type: 'segment', segment })
		if (step.gap) emit({ type: 'gap', gap: { ...step.gap, transcript } })
		repair.gap = left ?? { ...gap, from: gap.to }
		if (left === null) this.#queue.shift()
	}
}
