import { type SampleRange, samplesOf } from '../protocol/units.ts'
import type { StepHooks, Tape } from './engine.ts'
import { type Heard, suspect } from './guards.ts'
import type { Pace } from './pace.ts'
import { closing, openFrom, type Packing, type Scan } from './packer.ts'
import { quietest } from './quietest.ts'
import { type Look, TAIL, Unsettled } from './unsettled.ts'

/** Silence put behind speech that goes on: of ten first words shown nine stay so, of ten that end in the middle of a sound seven. */
const HUSH = samplesOf(0.2)
/** Where a tail may begin, before its full length. */
const SEAM = samplesOf(0.6)

/**
 * A segment that is not closed yet, listened to early: its words are shown while they are spoken, and in a pause that may close it the
 * whole is decoded at once, so that its text is there when the pause is long enough.
 */
export class OpenSegment {
	readonly #tape: Tape
	readonly #packing: Packing
	readonly #hooks: StepHooks
	readonly #pace: Pace
	readonly #decode: (audio: Int16Array) => Promise<Heard>
	readonly #unsettled: Unsettled
	readonly #loopsAt: number | null
	#early: (SampleRange & { readonly heard: Heard }) | null = null

	constructor(
		tape: Tape,
		packing: Packing,
		hooks: StepHooks,
		pace: Pace,
		decode: (audio: Int16Array) => Promise<Heard>,
		loopsAt: number | null
	) {
		this.#tape = tape
		this.#packing = packing
		this.#hooks = hooks
		this.#pace = pace
		this.#decode = decode
		this.#unsettled = new Unsettled(pace)
		this.#loopsAt = loopsAt
	}

	/**
	 * What the model said to exactly this range, if it was asked already: it says the same to the same audio, so a final may be taken from it.
	 * An empty answer may be a failure that the library did not tell of: it is asked again.
	 */
	known(from: number, to: number): Heard | null {
		const early = this.#early
		return early?.from === from && early.to === to && early.heard.text.trim() !== '' ? early.heard : null
	}

	/** Decodes what is worth it at this moment, if anything, and shows what it seems to say. */
	async show(scan: Scan, show: NonNullable<StepHooks['partial']>): Promise<void> {
		const pause = closing(scan, this.#packing)
		if (pause) {
			if (this.#early?.to === pause.to || !this.#unsettled.affordable(pause.to - pause.from, performance.now())) return
			const heard = await this.#listen('early', { kind: 'whole' }, pause, pause.from, show)
			if (heard) this.#early = { ...pause, heard }
			return
		}
		const from = openFrom(scan, this.#packing)
		if (from === null || scan.open === null) return
		const range = { from, to: scan.scanned }
		const look = this.#unsettled.look(range.to - range.from, performance.now())
		if (look.kind === 'none') return
		await this.#listen('partial', look, range, look.kind === 'whole' ? from : await this.#seam(range.to), show)
	}

	async #listen(
		urgency: 'early' | 'partial',
		look: Look,
		range: SampleRange,
		from: number,
		show: NonNullable<StepHooks['partial']>
	): Promise<Heard | null> {
		const heardSoFar = await this.#tape.read(from, range.to)
		// What may become a final must be what the final would be.
		const audio = urgency === 'early' ? heardSoFar : hushed(heardSoFar)
		let startedMs = 0
		const heard = await this.#hooks.turn(urgency, () => {
			this.#hooks.crumb('partial', from, range.to)
			startedMs = performance.now()
			return this.#decode(audio)
		})
		const nowMs = performance.now()
		if (!heard) return this.#unsettled.skipped(nowMs)
		this.#pace.took(audio.length, nowMs - startedMs, nowMs)
		const partial = suspect(heard, audio.length, 0, 0, this.#loopsAt)
			? this.#unsettled.skipped(nowMs)
			: this.#unsettled.heard(look, heard.text, range, startedMs, nowMs)
		if (partial) show(partial)
		return heard
	}

	/** Where to begin listening to a tail: not in the middle of a word, if there is a better place near by. */
	async #seam(to: number): Promise<number> {
		const from = to - TAIL - SEAM
		return from + quietest(await this.#tape.read(from, from + SEAM))
	}
}

function hushed(audio: Int16Array): Int16Array {
	const out = new Int16Array(audio.length + HUSH)
	out.set(audio)
	return out
}
