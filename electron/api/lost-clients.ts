/** A window whose line broke without a goodbye, and that did not come back. */
export interface LostClient {
	/** The load of the page. */
	readonly page: string
	/** When it first connected, and when its line broke, ms since 1970. */
	readonly since: number
	readonly at: number
	/** The recording that it sent audio for, and how many samples of it are in the journal; null when it made none. */
	readonly recording: { readonly id: string; readonly samples: number } | null
}

/** A page that lives opens its line again within 2 s, however busy its machine is: one that has not after this time is dead. */
const RETURN_MS = 5_000

/** Tells windows that lost their line from windows that are lost. */
export class LostClients {
	readonly #tell: (lost: LostClient) => void
	/** When each page that is here, or may come back, first connected. */
	readonly #since = new Map<string, number>()
	readonly #missing = new Map<string, NodeJS.Timeout>()
	/** Said goodbye a moment ago. Their line, and even their first word on it, may come after that: the two don't come by one way. */
	readonly #left = new Set<string>()
	#closed = false

	constructor(tell: (lost: LostClient) => void) {
		this.#tell = tell
	}

	/** A page is here, for the first time or again. */
	came(page: string): void {
		clearTimeout(this.#missing.get(page))
		this.#missing.delete(page)
		if (!this.#since.has(page)) this.#since.set(page, Date.now())
	}

	/** It said goodbye, or was shown out. */
	left(page: string): void {
		clearTimeout(this.#missing.get(page))
		this.#missing.delete(page)
		this.#since.delete(page)
		this.#left.add(page)
		setTimeout(() => this.#left.delete(page), RETURN_MS).unref()
	}

	/** Its line broke. */
	broke(page: string, recording: LostClient['recording']): void {
		if (this.#closed || this.#left.has(page)) return
		const at = Date.now()
		const timer = setTimeout(() => {
			this.#missing.delete(page)
			this.#tell({ page, since: this.#since.get(page) ?? at, at, recording })
			this.#since.delete(page)
		}, RETURN_MS)
		// Main may end before.
		timer.unref()
		clearTimeout(this.#missing.get(page))
		this.#missing.set(page, timer)
	}

	/** Main ends: nobody is lost any more. */
	close(): void {
		this.#closed = true
		for (const timer of this.#missing.values()) clearTimeout(timer)
		this.#missing.clear()
	}
}
