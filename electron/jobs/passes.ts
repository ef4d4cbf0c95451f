import type { FromWorker } from '../../native-bridge/protocol/messages.ts'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import { isOver, type Transcript } from '../contract/records.ts'
import type { SecondPass } from '../ledger/second-passes.ts'
import type { TranscriptRow } from '../ledger/transcript-row.ts'
import { type Ear, earFor, type HearingModels } from './hearing.ts'
import type { OtherEngine } from './other-engine.ts'
import { PassLine, type PassLineDependencies } from './pass-line.ts'

interface PassesDependencies extends PassLineDependencies {
	readonly models: HearingModels
	readonly other: OtherEngine
}

/** Passes over transcripts that are over: by the usual engine while nothing else is to do, or with another model by an engine of its own. */
export class Passes {
	readonly #deps: PassesDependencies
	readonly usual: PassLine

	constructor(deps: PassesDependencies) {
		this.#deps = deps
		this.usual = new PassLine(deps)
	}

	/** Takes up what the ledger has of it, if it has; at the start, when a recording's job is done, when its transcript comes out of the trash. */
	found(transcript: string): void {
		const known = this.#deps.passes.get(transcript)
		if (known) this.#add(known)
	}

	/**
	 * All of it is heard again as is wished, and its text replaced when all of the new one is there. Asking again is asking for that instead.
	 * Problems: `no-transcript`, `still-at-work`, `not-read-yet`, `no-model`, `model-lacks-language`, `no-memory-for-model`, `ledger-write`.
	 */
	ask(row: TranscriptRow, { model, language }: { readonly model: string; readonly language: string | null }): Result<null> {
		if (!isOver(row.state))
			return fail('still-at-work', 'This is being transcribed. When it is over it can be heard again with another model.')
		if (!row.ended || row.samples === 0)
			return fail('not-read-yet', 'This has not been read to its end, so there is nothing to be heard again yet. Try again first.')
		const ear = earFor({ model, language }, this.#deps.models)
		if (ear.is === 'nobody') return { ok: false, problem: ear.problem }
		const room = ear.is === 'other' ? this.#deps.other.roomFor(ear.hearer) : null
		if (room && !room.ok) return room
		// What the ledger is still to be told is of another pass.
		const { refusal } = this.#deps.gate
		if (refusal) return { ok: false, problem: refusal }
		const asked = this.#deps.passes.ask(row.id, model, language)
		if (!asked.ok) return asked
		this.forget(row.id)
		if (asked.value) this.#add(asked.value)
		return ok(null)
	}

	/** The usual engine has nothing more important to do. What it isn't right for, or not any more, goes to the other. */
	goOn(): void {
		if (this.usual.held) return
		for (let { first } = this.usual; first && !this.#isForUsual(first); first = this.usual.first) this.#giveToOther(first)
		this.usual.goOn(pass => this.#earOf(pass).is === 'usual')
	}

	/** The usual engine has. */
	halt(): void {
		this.usual.halt()
	}

	/** Whether it is under way or to come. */
	has(transcript: string): boolean {
		return this.#lineOf(transcript) !== null
	}

	/** As the transcript's record says it. */
	of(transcript: string): Pick<Transcript, 'polishing' | 'polishModel'> {
		const known = this.#lineOf(transcript)?.find(transcript) ?? null
		return { polishing: known?.cursor ?? null, polishModel: known?.model ? this.#deps.nameOf(known.model) : null }
	}

	/** Whether the message, of the usual engine, was about a pass. */
	message(message: Extract<FromWorker, { attempt: string }>): boolean {
		return this.usual.message(message)
	}

	/** The transcript is in the trash: its pass goes on should it come out again. */
	forget(transcript: string): void {
		this.#lineOf(transcript)?.forget(transcript)
	}

	/** The user does not want it: the text stays as it is. */
	cancel(transcript: string): void {
		this.#lineOf(transcript)?.cancel(transcript)
	}

	/** What nobody asked for: the user does not want second passes any more. */
	cancelUnasked(): void {
		this.usual.cancelUnasked()
		this.#deps.other.passes.cancelUnasked()
	}

	/** Main ends. What the ledger has stays there for the next one. */
	clear(): void {
		this.usual.clear()
		this.#deps.other.passes.clear()
	}

	#add(known: SecondPass): void {
		if (this.has(known.transcript)) return
		if (this.#isForUsual(known)) this.usual.add(known)
		else this.#giveToOther(known)
	}

	/** Whether the usual engine is right for it, or soon; what nothing is wished for waits until it is. */
	#isForUsual(pass: SecondPass): boolean {
		const { is } = this.#earOf(pass)
		return is === 'usual' || is === 'later' || this.#deps.other.wishOf(pass) === null
	}

	#earOf(pass: SecondPass): Ear {
		return earFor(this.#deps.other.wishOf(pass), this.#deps.models)
	}

	#giveToOther(pass: SecondPass): void {
		const { other } = this.#deps
		this.usual.forget(pass.transcript)
		other.passes.add(pass)
		other.workerReady()
	}

	#lineOf(transcript: string): PassLine | null {
		return [this.usual, this.#deps.other.passes].find(line => line.has(transcript)) ?? null
	}
}
