/** Who goes first: finals of live recordings, finals of files, partials. */
export type Rank = 'live' | 'file' | 'partial'

const ORDER: Readonly<Record<Rank, number>> = { live: 0, file: 1, partial: 2 }

interface Waiting {
	readonly rank: Rank
	readonly run: () => Promise<void>
	readonly refuse: () => void
}

/** One native call at a time, over all jobs of the process. */
export class Turns {
	#busy = false
	#waiting: Waiting[] = []

	/**
	 * Runs `work` when its turn has come; of the same rank, first come first served. A partial resolves to null, its work not done,
	 * when anything else waits or comes to wait before it: its audio would be old by then.
	 */
	take<T>(rank: Rank, work: () => Promise<T>): Promise<T | null> {
		if (rank === 'partial' && this.#waiting.length > 0) return Promise.resolve(null)
		if (rank !== 'partial') this.#refusePartials()
		return new Promise<T | null>((resolve, reject) => {
			const run = () => work().then(resolve, reject)
			this.#waiting.push({ rank, run, refuse: () => resolve(null) })
			this.#waiting.sort((a, b) => ORDER[a.rank] - ORDER[b.rank])
			this.#goOn()
		})
	}

	#goOn(): void {
		if (this.#busy) return
		const next = this.#waiting.shift()
		if (!next) return
		this.#busy = true
		void next.run().finally(() => {
			this.#busy = false
			this.#goOn()
		})
	}

	#refusePartials(): void {
		for (const { rank, refuse } of this.#waiting) if (rank === 'partial') refuse()
		this.#waiting = this.#waiting.filter(({ rank }) => rank !== 'partial')
	}
}
