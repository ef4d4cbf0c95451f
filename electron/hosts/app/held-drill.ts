import { fail, ok, type Result } from '../../../native-bridge/protocol/problem.ts'
import type { Drill } from '../../contract/drill.ts'

/** Holds a fire drill in a library of its own, telling how it goes; the signal ends it. */
export type HoldDrill = (told: (drill: Drill) => void, signal: AbortSignal) => Promise<void>

/** The fire drill of this life of main: one at a time, the last one stays to be looked at. */
export class HeldDrill {
	readonly #hold: HoldDrill | undefined
	readonly #tell: (drill: Drill) => void
	#now: Drill | null = null
	#end: AbortController | null = null

	/** `hold`: undefined where none can be held. */
	constructor(hold: HoldDrill | undefined, tell: (drill: Drill) => void) {
		this.#hold = hold
		this.#tell = tell
	}

	get now(): Drill | null {
		return this.#now
	}

	/** Harmless while one is held. */
	start(): Result<Record<string, never>> {
		if (!this.#hold) return fail('no-drill', 'A fire drill can’t be held here. Run npm run drill instead.')
		if (this.#end) return ok({})
		this.#end = new AbortController()
		const told = (now: Drill) => {
			this.#now = now
			this.#tell(now)
		}
		void this.#hold(told, this.#end.signal).finally(() => {
			this.#end = null
		})
		return ok({})
	}

	stop(): Result<Record<string, never>> {
		this.#end?.abort()
		return ok({})
	}
}
