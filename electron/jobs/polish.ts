import { randomUUID } from 'node:crypto'
import type { Log } from '../../native-bridge/log/log.ts'
import type { FromWorker } from '../../native-bridge/protocol/messages.ts'
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
import type { Workers } from './workers.ts'

interface PolishDependencies {
	readonly ledger: Transcripts
	readonly passes: SecondPasses
	readonly shelf: Shelf
	readonly workers: Workers
	readonly gate: LedgerGate
	readonly emit: (event: AppEvent) => void
	readonly log: Log
	readonly model: () => string
	readonly believed: (cursor: number, step: StepClaim) => StepClaim
	readonly violated: (transcript: string, range: SampleRange, issue: string) => void
	readonly tell: (id: string) => void
}

interface Pass {
	known: SecondPass
	/** What the engine is at, and which of its tries that is. */
	at: { readonly attempt: string; readonly piece: SampleRange } | null
	/** Deaths that are its doing since its cursor last moved. */
	deaths: number
}

/**
 * Second passes over recordings that have ended, one after the other: each is transcribed once more as a file is, into a draft that takes the place
 * of the live text when all of it is there. Until then that stands, and it stays when the pass can't be finished: nobody waits for it.
 */
export class Polish {
	readonly #deps: PolishDependencies
	#queue: Pass[] = []
	/** An engine died over one, and it isn't known yet whether that was its doing. */
	#waits = false

	constructor(deps: PolishDependencies) {
		this.#deps = deps
	}

	/** Takes up what the ledger has of it, if it has; at the start, when a recording's job is done, when its transcript comes out of the trash. */
	found(transcript: string): void {
		const known = this.#deps.passes.get(transcript)
		if (known && !this.has(transcript)) this.#queue.push({ known, at: null, deaths: 0 })
	}

	/** Whether it is under way or to come. */
	has(transcript: string): boolean {
		return this.cursorOf(transcript) !== null
	}

	/** Samples that it has settled; null when there is none. */
	cursorOf(transcript: string): number | null {
		return this.#queue.find(({ known }) => known.transcript === transcript)?.known.cursor ?? null
	}

	/** There is nothing more important: gives the engine what is next, if it isn't at one. */
	goOn(): void {
		for (let pass = this.#queue[0]; pass && pass.at === null && !this.#waits && !this.#deps.gate.held; pass = this.#queue[0])
			if (this.#order(pass)) return
	}

	/** The engine has something more important to do. What the draft has is kept. */
	halt(): void {
		const pass = this.#queue[0]
		if (!pass?.at) return
		this.#deps.workers.send('engine', { type: 'cancel', attempt: pass.at.attempt })
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
		const at = clockOf(pass.known.cursor)
		const text = `The second pass over this recording was given up at ${at}, because the engine died there twice. Its text is as it was heard.`
		if (++pass.deaths >= DEATHS_AT_ONE_PLACE) this.#giveUp(pass, fail('polish-died', text, { at }).problem)
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

	cancelAll(): void {
		for (const { known } of [...this.#queue]) this.cancel(known.transcript)
	}

	/** Whether the engine has something to do now; false: it was the end of this pass. */
	#order(pass: Pass): boolean {
		const { passes, workers, shelf, gate, log } = this.#deps
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
		workers.send('engine', {
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
		log.info({ job: transcript, ...piece }, 'second pass')
		return true
	}

	#step(pass: Pass, piece: SampleRange, said: StepClaim): void {
		const { passes, workers, gate, model, tell } = this.#deps
		const { transcript } = pass.known
		const from = Math.max(piece.from, pass.known.cursor)
		if (said.cursor <= from) return
		const step = this.#deps.believed(from, said)
		const wrong = isOutOf(step, { from, to: piece.to })
		if (wrong !== null) {
			this.#deps.violated(transcript, { from, to: Math.min(step.cursor, piece.to) }, wrong)
			return
		}
		workers.produced('engine')
		const [of, at] = [model(), Date.now()]
		gate.write(() => {
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
		const done = passes.replace(transcript)
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
		if (done.value.outcome === 'worse') this.#say(transcript, worse(clockOf(done.value.place)))
		tell(transcript)
	}

	#giveUp(pass: Pass, problem: Problem): void {
		this.#deps.log.warn({ job: pass.known.transcript, code: problem.code }, 'second pass given up')
		this.#say(pass.known.transcript, problem)
		this.cancel(pass.known.transcript)
	}

	#say(transcript: string, problem: Problem): void {
		this.#deps.gate.write(() => this.#deps.ledger.notice(transcript, [problem]))
	}
}

function worse(at: string): Problem {
	const text = `The second pass over this recording found no words at ${at}, where there were some. Its text is as it was heard.`
	return fail('polish-worse', text, { at }).problem
}
