/** Why a recording is about to be closed by itself. `page-gone`: its page is, and may come back. `whole-ended`: the recording that it is a channel of has ended. */
export type WaitReason = 'page-gone' | 'whole-ended'

interface Wait {
	readonly why: WaitReason
	/** ms since 1970. */
	readonly since: number
	readonly timer: NodeJS.Timeout
}

/** Recordings that are closed after a while, unless something happens before. */
export class Waits {
	readonly #waits = new Map<string, Wait>()
	readonly #over: (recording: string, why: WaitReason, since: number) => void

	/** `over` is told when a wait has ended by itself; by then the recording waits no more. */
	constructor(over: (recording: string, why: WaitReason, since: number) => void) {
		this.#over = over
	}

	/** Replaces a wait for another reason; one for the same goes on as it is. `since`: when what it waits for began, ms since 1970. */
	begin(recording: string, why: WaitReason, ms: number, since: number): void {
		if (this.of(recording) === why) return
		this.end(recording)
		const timer = setTimeout(() => {
			this.#waits.delete(recording)
			this.#over(recording, why, since)
		}, ms)
		this.#waits.set(recording, { why, since, timer })
	}

	end(recording: string): void {
		clearTimeout(this.#waits.get(recording)?.timer)
		this.#waits.delete(recording)
	}

	of(recording: string): WaitReason | null {
		return this.#waits.get(recording)?.why ?? null
	}

	/** Since when it waits, ms since 1970; null: it does not. */
	since(recording: string): number | null {
		return this.#waits.get(recording)?.since ?? null
	}

	/** Recordings that wait for this reason, first come first. */
	waiting(why: WaitReason): string[] {
		return [...this.#waits].filter(([, wait]) => wait.why === why).map(([recording]) => recording)
	}

	endAll(): void {
		for (const recording of [...this.#waits.keys()]) this.end(recording)
	}
}
