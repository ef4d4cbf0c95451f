import type { Problem, Result } from '../../native-bridge/protocol/problem.ts'

/** How long to wait before trying again what the ledger could not take (disk full), ms. */
const RETRY_MS = 2_000

/**
 * Between the jobs and a ledger that may refuse. While it refuses nothing is written and no more work is asked for; what it did not
 * take is tried again, in order, until it does. Doing a write twice must be harmless.
 */
export class LedgerGate {
	readonly #refused: (problem: Problem, isNews: boolean) => void
	readonly #again: () => void
	readonly #unsaved: (() => Result<null>)[] = []
	#timer: NodeJS.Timeout | null = null
	/** Why nothing is written now; null while it is. */
	refusal: Problem | null = null
	#said = false

	/** `refused`: stop asking for more (`isNews`: the windows don't know yet). `again`: there may be room, save what the jobs hold, then go on. */
	constructor(refused: (problem: Problem, isNews: boolean) => void, again: () => void) {
		this.#refused = refused
		this.#again = again
	}

	get held(): boolean {
		return this.#timer !== null
	}

	/** The ledger has refused something that the caller keeps by itself. */
	hold(problem: Problem): void {
		if (this.#timer) return
		this.#timer = setTimeout(() => this.#goOn(), RETRY_MS)
		this.refusal = problem
		this.#refused(problem, !this.#said)
		this.#said = true
	}

	/** Writes now, or when there is room. */
	write(work: () => Result<null>): void {
		const done = this.#timer ? null : work()
		if (done?.ok) return
		this.#unsaved.push(work)
		if (done) this.hold(done.problem)
	}

	stop(): void {
		if (this.#timer) clearTimeout(this.#timer)
	}

	#goOn(): void {
		this.#timer = null
		this.refusal = null
		for (let next = this.#unsaved[0]; next; next = this.#unsaved[0]) {
			const done = next()
			if (!done.ok) {
				this.hold(done.problem)
				return
			}
			this.#unsaved.shift()
		}
		this.#again()
		if (!this.held) this.#said = false
	}
}
