import { OTHER_ENGINE_IDLE_MS } from '../supervisor/child-specs.ts'

/** How long a process that is called on demand has had nothing to do: it is kept for a while, since people ask for one thing after the other. */
export class IdleTime {
	readonly #over: () => void
	#timer: NodeJS.Timeout | null = null
	#isOver = false

	/** `over`: nobody has needed it for as long as it is kept. */
	constructor(over: () => void) {
		this.#over = over
	}

	/** Since it was last needed it was kept as long as it is. */
	get isOver(): boolean {
		return this.#isOver
	}

	get isUnderWay(): boolean {
		return this.#timer !== null
	}

	/** Nobody needs it now; nothing new where that is known. */
	begin(): void {
		if (this.#timer) return
		this.#isOver = false
		this.#timer = setTimeout(() => {
			this.#timer = null
			this.#isOver = true
			this.#over()
		}, OTHER_ENGINE_IDLE_MS)
	}

	/** It is needed, or gone. */
	end(): void {
		if (this.#timer) clearTimeout(this.#timer)
		this.#timer = null
		this.#isOver = false
	}
}
