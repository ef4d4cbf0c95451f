import { randomUUID } from 'node:crypto'
import type { Log } from '../../native-bridge/log/log.ts'
import type { FromWorker, ToWorker } from '../../native-bridge/protocol/messages.ts'
import type { Problem } from '../../native-bridge/protocol/problem.ts'
import type { SampleRange } from '../../native-bridge/protocol/units.ts'
import type { AppEvent } from '../contract/events.ts'
import type { GapRecord } from '../contract/records.ts'
import type { Wish } from '../contract/wish.ts'
import type { Shelf } from '../journal/shelf.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import type { Hearer } from '../models/hearer.ts'
import { DEATHS_AT_ONE_PLACE } from '../supervisor/child-specs.ts'
import { isOutOf, type StepClaim } from './plausible.ts'

interface LineDependencies {
	readonly ledger: Transcripts
	readonly shelf: Shelf
	readonly emit: (event: AppEvent) => void
	/** Of this transcript the windows must know how many words and gaps it has now. */
	readonly tell: (transcript: string) => void
	readonly log: Log
	/** The engine by which they are done. */
	readonly send: (message: ToWorker) => void
	readonly produced: () => void
	/** What it calls its model. */
	readonly model: () => string
	/** A step from `cursor` as it is to be believed. */
	readonly believed: (cursor: number, step: StepClaim) => StepClaim
	/** It said of `range` what can't be true. */
	readonly violated: (transcript: string, range: SampleRange, issue: string) => void
	/** What is said when it has died over a gap as often as it may at one place. */
	readonly stays: (repair: Repair) => Problem
}

/** Where a repair stands is where its gap begins: with each step the gap in the ledger shrinks. */
export interface Repair {
	readonly transcript: string
	/** How it is to be heard; null: as the settings say. */
	readonly wish: Wish | null
	/** With which model; null: with the one that does everything else. */
	readonly model: Hearer | null
	gap: GapRecord
	/** The try that the engine is at. */
	attempt: string | null
	deaths: number
}

/** Gaps that are tried again by one engine, one after the other. One that main's end interrupts stays a gap. */
export class RepairLine {
	readonly #deps: LineDependencies
	#queue: Repair[] = []
	/** An engine died over the first, and it isn't known yet whether that was its doing. */
	#waits = false

	constructor(deps: LineDependencies) {
		this.#deps = deps
	}

	get first(): Repair | null {
		return this.#queue[0] ?? null
	}

	/** The first is being tried, or mustn't be yet. */
	get held(): boolean {
		return this.#waits || (this.#queue[0]?.attempt ?? null) !== null
	}

	add(what: Pick<Repair, 'transcript' | 'gap' | 'wish' | 'model'>): void {
		this.#queue.push({ ...what, attempt: null, deaths: 0 })
	}

	find(transcript: string, from: number): Repair | null {
		return this.#queue.find(each => each.transcript === transcript && each.gap.from === from) ?? null
	}

	/** Whether a gap of this transcript is being tried, or waits for it. */
	has(transcript: string): boolean {
		return this.#queue.some(each => each.transcript === transcript)
	}

	/** The engine is ready: gives it the first in line, if it isn't at one. */
	give(): void {
		const repair = this.#queue[0]
		if (!repair || this.held) return
		const { send, shelf, log } = this.#deps
		repair.attempt = randomUUID()
		const { from, to } = repair.gap
		send({
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
		log.info({ job: repair.transcript, from, to, model: repair.model?.id }, 'trying a gap again')
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

	/**
	 * The engine is gone: gives what it was at. That is tried with the next one, but nobody is in a hurry: first it must be `known` what its
	 * death was.
	 */
	letGo(): Repair | null {
		const repair = this.#queue[0]
		if (!repair || repair.attempt === null) return null
		repair.attempt = null
		this.#waits = true
		return repair
	}

	known(): void {
		this.#waits = false
	}

	/** Whether an engine that died over `range` of this transcript did so over a gap. Over one that killed it before: it stays a gap. */
	blamed(transcript: string, range: SampleRange | null): boolean {
		const repair = this.#queue[0]
		if (!repair || repair.transcript !== transcript || range === null) return false
		if (range.from < repair.gap.from || range.from >= repair.gap.to) return false
		if (++repair.deaths < DEATHS_AT_ONE_PLACE) return true
		this.#queue.shift()
		this.#deps.emit({ type: 'notice', problem: this.#deps.stays(repair) })
		return true
	}

	/** Those that are meant are not tried any more. */
	drop(isMeant: (repair: Repair) => boolean): void {
		const first = this.#queue[0]
		if (first?.attempt && isMeant(first)) this.#deps.send({ type: 'cancel', attempt: first.attempt })
		this.#queue = this.#queue.filter(each => !isMeant(each))
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
			this.drop(each => each === repair)
			if (!done.ok) emit({ type: 'notice', problem: done.problem })
			return
		}
		this.#deps.produced()
		const { segment, left } = done.value
		emit({ type: 'gap-changed', transcript, from: gap.from, gap: left })
		if (segment) emit({ type: 'segment', segment })
		if (step.gap) emit({ type: 'gap', gap: { ...step.gap, transcript } })
		this.#deps.tell(transcript)
		repair.gap = left ?? { ...gap, from: gap.to }
		if (left === null) this.#queue.shift()
	}
}
