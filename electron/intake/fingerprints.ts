import { stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { NotedSource, Sources } from '../ledger/sources.ts'
import { fingerprintOf } from './fingerprint.ts'

/**
 * Fingerprints of files that were added by path, so that they are known again when they have been moved or are gone. Adding does not wait for
 * them: they are taken one at a time, and the disk is left alone for as long as each took.
 */
export class Fingerprints {
	readonly #sources: Sources
	readonly #waiting: string[] = []
	#working = false
	#stopped = false

	constructor(sources: Sources) {
		this.#sources = sources
	}

	/** This transcript's, when there is time. */
	later(id: string): void {
		this.#waiting.push(id)
		if (!this.#working) void this.#work()
	}

	/** Null: it isn't known, and the file is not there any more as it was. */
	async of(source: NotedSource): Promise<string | null> {
		if (source.fingerprint !== null) return source.fingerprint
		const facts = await stat(source.path).catch(() => null)
		if (facts?.size !== source.bytes || Math.round(facts.mtimeMs) !== source.changedAt) return null
		const found = await fingerprintOf(source.path, source.bytes, () => this.#stopped)
		// Not kept where the ledger can't be written now: it is taken again.
		if (found !== null && !this.#stopped) this.#sources.setFingerprint(source.id, found)
		return found
	}

	stop(): void {
		this.#stopped = true
		this.#waiting.length = 0
	}

	async #work(): Promise<void> {
		this.#working = true
		for (let id = this.#waiting.shift(); id !== undefined && !this.#stopped; id = this.#waiting.shift()) {
			const began = performance.now()
			const source = this.#sources.get(id)
			if (source) await this.of(source)
			if (this.#waiting.length > 0) await pause(performance.now() - began)
		}
		this.#working = false
	}
}
