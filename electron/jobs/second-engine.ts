import { OTHER_ENGINE_IDLE_MS } from '../supervisor/child-specs.ts'
import type { Workers } from './workers.ts'

const NAME = 'engine-second'

/** A second engine with the usual model, which takes the next file while the first is at one: called when it is needed, let go of soon after. */
export class SecondEngine {
	readonly #workers: Workers
	readonly #wants: (has: boolean) => boolean
	#timer: NodeJS.Timeout | null = null
	#gaveUp = false

	/** `wants`: whether the user wants one and the machine allows it; `has`: there is one already. */
	constructor(workers: Workers, wants: (has: boolean) => boolean) {
		this.#workers = workers
		this.#wants = wants
	}

	get isWanted(): boolean {
		return !this.#gaveUp && this.#wants(this.#workers.standing(NAME) !== 'away')
	}

	/** A file waits for it, or it has one. */
	need(): void {
		this.#wait(false)
		// Not before the first has shown that the model can be loaded.
		if (this.#workers.standing(NAME) === 'away' && this.#workers.isReady('engine')) this.#workers.start(NAME)
	}

	/** Nobody needs it now. */
	rest(): void {
		if (this.#workers.standing(NAME) === 'away') this.#wait(false)
		else this.#wait(true)
	}

	/** It can't be started: the first does everything, as without it. */
	giveUp(): void {
		this.#gaveUp = true
		this.#wait(false)
		this.#workers.letGo(NAME)
	}

	/** The user has chosen anew. */
	forgive(): void {
		this.#gaveUp = false
	}

	/** Main ends. */
	stop(): void {
		this.#gaveUp = true
		this.#wait(false)
	}

	#wait(begins: boolean): void {
		if (begins && this.#timer) return
		if (this.#timer) clearTimeout(this.#timer)
		this.#timer = begins ? setTimeout(() => this.#workers.letGo(NAME), OTHER_ENGINE_IDLE_MS) : null
	}
}
