import type { Problem, Result } from '../../native-bridge/protocol/problem.ts'
import { assertNever } from '../../native-bridge/protocol/units.ts'
import { IdleTime } from './idle-time.ts'
import { nextMove } from './on-call-moves.ts'
import type { Workers } from './workers.ts'

/** What is next in line, and what it needs. */
export interface Next<M> {
	readonly model: M
	/** Whether there is memory for that, beside all else; null: that is not known yet, and a move is made when it is. */
	readonly room: Result<unknown> | null
	/** It can't be had. What waited for it must be out of the line then. */
	refuse(problem: Problem): void
	/** Begins it; whether there may be another move at once. */
	give(): boolean
}

export interface OnCallDependencies<M> {
	readonly name: 'engine-other' | 'speakers'
	readonly workers: Pick<Workers, 'standing' | 'start' | 'letGo'>
	/** Two with the same key are one. */
	keyOf(model: M): string
	/** `has`: as of `OnCall`. Null: nobody is in line. */
	next(has: M | null): Next<M> | null
	/** It is at work, or died at it and nobody knows yet why. */
	held(): boolean
}

/** A process with a model that is started when somebody needs it, and let go of soon after. Whoever has a line for it says what is next in that. */
export class OnCall<M> {
	readonly #deps: OnCallDependencies<M>
	readonly #idle = new IdleTime(() => this.move())
	#has: M | null = null
	#over = false

	constructor(deps: OnCallDependencies<M>) {
		this.#deps = deps
	}

	/** The model with which it was started. */
	get has(): M | null {
		return this.#has
	}

	/** Nobody needs it, and it is not gone yet. */
	get isIdle(): boolean {
		return this.#idle.isUnderWay
	}

	isFor(model: M): boolean {
		const { keyOf } = this.#deps
		return this.#has !== null && keyOf(this.#has) === keyOf(model)
	}

	/** Anything may have changed. */
	move(): void {
		while (!this.#over && this.#moved()) {}
	}

	/** Main ends. */
	stop(): void {
		this.#over = true
		this.#idle.end()
	}

	/** Makes the next move; whether there may be another at once. */
	#moved(): boolean {
		const { name, workers, keyOf } = this.#deps
		const next = this.#deps.next(this.#has)
		const move = nextMove({
			needs: next && keyOf(next.model),
			has: this.#has && keyOf(this.#has),
			standing: workers.standing(name),
			held: this.#deps.held(),
			hasRoom: next ? (next.room?.ok ?? null) : true,
			idled: this.#idle.isOver
		})
		if (next) this.#idle.end()
		switch (move) {
			case 'start':
				this.#has = next?.model ?? null
				workers.start(name)
				return false
			case 'refuse':
				if (next?.room && !next.room.ok) next.refuse(next.room.problem)
				return true
			case 'give':
				return next?.give() ?? false
			case 'let-go':
				this.#idle.end()
				workers.letGo(name)
				// One that was just waiting to be started again is gone already.
				return workers.standing(name) === 'away'
			case 'let-go-later':
				this.#idle.begin()
				return false
			case 'wait':
				return false
			default:
				return assertNever(move)
		}
	}
}
