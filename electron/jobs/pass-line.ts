import { randomUUID } from 'node:crypto'
import type { Log } from '../../native-bridge/log/log.ts'
import type { FromWorker, ToWorker } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Problem } from '../../native-bridge/protocol/problem.ts'
import { clockOf, type SampleRange } from '../../native-bridge/protocol/units.ts'
import type { AppEvent } from '../contract/events.ts'
import type { Shelf } from '../journal/shelf.ts'
import type { SecondPass, SecondPasses } from '../ledger/second-passes.ts'
import type { Transcripts } from '../ledger/transcripts.ts'
import { DEATHS_AT_ONE_PLACE } from '../supervisor/child-specs.ts'
import type { LedgerGate } from './ledger-gate.ts'
import { pieceFrom } from './pieces.ts'
import { isOutOf, type StepClaim } from './plausible.ts'

export interface PassLineDependencies {
	readonly ledger: Transcripts
	readonly passes: SecondPasses
	readonly shelf: Shelf
	readonly gate: LedgerGate
	readonly emit: (event: AppEvent) => void
	readonly log: Log
	readonly tell: (id: string) => void
	/** The engine by which they are done. */
	readonly send: (message: ToWorker) => void
	readonly produced: () => void
	/** What it calls its model. */
	readonly model: () => string
	readonly believed: (cursor: number, step: StepClaim) => StepClaim
	readonly violated: (transcript: string, range: SampleRange, issue: string) => void
	/** The name of a model that was asked for. */
	readonly nameOf: (model: string) => string
}

interface Pass {
	known: SecondPass
	/** What the engine is at, and which of its tries that is. */
	at: { readonly attempt: string; readonly piece: SampleRange } | null
	/** Deaths that are its doing since its cursor last moved. */
	deaths: number
}

/**
 * Passes over transcripts that are over, by one engine, one after the other: recordings that have ended are transcribed once more as a file is, and
 * whatever the user wants heard with another model. Each makes a draft that takes the place of the text when all of it is there. Until then
 * that stands, and it stays when the pass can't be finished: nobody waits for it.
 */
export class PassLine {
	readonly #deps: PassLineDependencies
	#queue: Pass[] = []
	/** An engine died over one, and it isn't known yet whether that was its doing. */
	#waits = false

	constructor(deps: PassLineDependencies) {
		this.#deps = deps
	}

	/** Takes it up, if it has not. */
	add(known: SecondPass): void {
		if (!this.has(known.transcript)) this.#queue.push({ known, at: null, deaths: 0 })
	}

	get first(): SecondPass | null {
		return this.#queue[0]?.known ?? null
	}

	/** The first is under way, or mustn't be yet. */
	get held(): boolean {
		return this.#waits || (this.#queue[0]?.at ?? null) !== null
	}

	/** Whether it is under way or to come. */
	has(transcript: string): boolean {
		return this.find(transcript) !== null
	}

	find(transcript: string): SecondPass | null {
		return this.#queue.find(({ known }) => known.transcript === transcript)?.known ?? null
	}

	/** Samples that it has settled; null when there is none. */
	cursorOf(transcript: string): number | null {
		return this.find(transcript)?.cursor ?? null
	}

	/** There is nothing more important: gives the engine what is next, if it isn't at one. `isMeant`: what it can do. */
	goOn(isMeant: (pass: SecondPass) => boolean = () => true): void {
		for (let pass = this.#queue[0]; pass && !this.held && !this.#deps.gate.held && isMeant(pass.known); pass = this.#queue[0])
			if (this.#order(pass)) return
	}

	/** The engine has something more important to do. What the draft has is kept. */
	halt(): void {
		const pass = this.#queue[0]
		if (!pass?.at) return
		this.#deps.send({ type: 'cancel', attempt: pass.at.attempt })
		pass.at = null
	}

	/** Whether the message was about a second pass. */
	message(message: Extract<FromWorker, { attempt: string }>): boolean {
		const pass = this.#queue[0]
		if (!pass?.at || message.attempt !== pass.at.attempt) return false
		const { piece } = pass.at
		switch (message.type) {
			case 'step':
				this.#step(pass, piece, message)
				break
			case 'transcribed':
				// Silence to the end of the piece, or no more than the steps have told.
				if (pass.known.cursor < piece.to) this.#step(pass, piece, { cursor: piece.to, segment: null, gap: null })
				pass.at = null
				break
			case 'failed':
				pass.at = null
				this.#giveUp(pass, message.problem)
				break
			default:
		}
		return true
	}

	/** The engine is gone. What it was at waits until it is `known` why: gives the transcript. */
	letGo(): string[] {
		const pass = this.#queue[0]
		if (!pass?.at) return []
		pass.at = null
		this.#waits = true
		return [pass.known.transcript]
	}

	known(): void {
		this.#waits = false
	}

	/** Whether an engine that died over this transcript did so over its second pass. One that kills where others died is given up. */
	blamed(transcript: string): boolean {
		const pass = this.#queue.find(({ known }) => known.transcript === transcript)
		if (!pass) return false
		if (++pass.deaths >= DEATHS_AT_ONE_PLACE) this.#giveUp(pass, died(clockOf(pass.known.cursor), this.#nameOf(pass)))
		return true
	}

	/** The transcript is in the trash: its pass goes on should it come out again. */
	forget(transcript: string): void {
		if (this.#queue[0]?.known.transcript === transcript) this.halt()
		this.#queue = this.#queue.filter(({ known }) => known.transcript !== transcript)
	}

	/** The user does not want it: the text stays as it was heard. */
	cancel(transcript: string): void {
		this.forget(transcript)
		this.#deps.gate.write(() => this.#deps.passes.drop(transcript))
		this.#deps.tell(transcript)
	}

	/** Main ends. What the ledger has stays there for the next one. */
	clear(): void {
		this.#queue = []
	}

	/** What nobody asked for: the user does not want second passes any more. */
	cancelUnasked(): void {
		for (const { known } of [...this.#queue]) if (known.model === null) this.cancel(known.transcript)
	}

	/** Those that are meant can't be done. */
	refuse(isMeant: (pass: SecondPass) => boolean, problem: Problem): void {
		for (const pass of [...this.#queue]) if (isMeant(pass.known)) this.#giveUp(pass, problem)
	}

	/** Whether the engine has something to do now; false: it was the end of this pass. */
	#order(pass: Pass): boolean {
		const { passes, send, shelf, gate, log } = this.#deps
		const { transcript, samples } = pass.known
		if (pass.known.around === null) {
			const begun = passes.begin(transcript)
			if (!begun.ok) {
				gate.hold(begun.problem)
				return false
			}
			if (begun.value === null) {
				this.forget(transcript)
				return false
			}
			pass.known = begun.value
		}
		const piece = pieceFrom(pass.known.cursor, pass.known.around ?? [], samples)
		if (piece === null) {
			this.#replace(pass)
			return false
		}
		pass.at = { attempt: randomUUID(), piece }
		send({
			type: 'transcribe',
			attempt: pass.at.attempt,
			job: transcript,
			journal: shelf.journal(transcript),
			cursor: piece.from,
			samples: piece.to,
			ended: true,
			tuning: 'file',
			partials: false
		})
		log.info({ job: transcript, ...piece, model: pass.known.model }, 'second pass')
		return true
	}

	#step(pass: Pass, piece: SampleRange, said: StepClaim): void {
		const { passes, produced, gate, model, tell } = this.#deps
		const { transcript } = pass.known
		const from = Math.max(piece.from, pass.known.cursor)
		if (said.cursor <= from) return
		const step = this.#deps.believed(from, said)
		const wrong = isOutOf(step, { from, to: piece.to })
		if (wrong !== null) {
			this.#deps.violated(transcript, { from, to: Math.min(step.cursor, piece.to) }, wrong)
			return
		}
		produced()
		const [of, at] = [model(), Date.now()]
		gate.write(() => {
			// In the trash meanwhile, or ended: should the pass go on, it goes on from what the ledger has.
			if (!this.#queue.includes(pass)) return ok(null)
			const kept = passes.commitStep(transcript, step, of, at)
			if (!kept.ok) return kept
			pass.known = { ...pass.known, cursor: step.cursor }
			pass.deaths = 0
			tell(transcript)
			return ok(null)
		})
	}

	#replace(pass: Pass): void {
		const { passes, gate, emit, log, tell } = this.#deps
		const { transcript } = pass.known
		const done = passes.replace(transcript, Date.now())
		if (!done.ok) {
			gate.hold(done.problem)
			return
		}
		log.info({ job: transcript, outcome: done.value.outcome }, 'second pass ended')
		if (done.value.outcome === 'anew') {
			pass.known = { ...pass.known, cursor: 0, around: null }
			return
		}
		this.forget(transcript)
		if (done.value.outcome === 'replaced') emit({ type: 'text-replaced', transcript })
		if (done.value.outcome === 'worse') this.#say(transcript, worse(clockOf(done.value.place), this.#nameOf(pass)))
		tell(transcript)
	}

	#giveUp(pass: Pass, problem: Problem): void {
		this.#deps.log.warn({ job: pass.known.transcript, code: problem.code }, 'second pass given up')
		this.#say(pass.known.transcript, problem)
		this.cancel(pass.known.transcript)
	}

	#nameOf({ known }: Pass): string | null {
		return known.model === null ? null : this.#deps.nameOf(known.model)
	}

	#say(transcript: string, problem: Problem): void {
		this.#deps.gate.write(() => this.#deps.ledger.notice(transcript, [problem]))
	}
}

/** `model`: the one that was asked for; null of a second pass. */
function died(at: string, model: string | null): Problem {
	return model === null
		? fail(
				'polish-died',
				`The second pass over this recording was given up at ${at}, because the engine died there twice. Its text is as it was heard.`,
				{ at }
			).problem
		: fail('again-died', `The engine with the model ${model} died twice at ${at}, so the text stays as it was.`, { model, at }).problem
}

function worse(at: string, model: string | null): Problem {
	return model === null
		? fail(
				'polish-worse',
				`The second pass over this recording found no words at ${at}, where there were some. Its text is as it was heard.`,
				{ at }
			).problem
		: fail('again-worse', `The model ${model} found no words in it, so the text stays as it was.`, { model }).problem
}
