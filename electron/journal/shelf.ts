import { mkdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { samplesInFile } from '../../native-bridge/journal/wav-header.ts'

const ID = /^[0-9a-f-]{36}$/

/** Where journals and uploads lie. Ids only make paths when they look like ids: they come from outside. */
export class Shelf {
	readonly #journals: string
	readonly #uploads: string

	constructor(dataDir: string) {
		this.#journals = join(dataDir, 'audio')
		this.#uploads = join(dataDir, 'uploads')
		mkdirSync(this.#journals, { recursive: true })
		mkdirSync(this.#uploads, { recursive: true })
	}

	/** Where journals lie. */
	get audioFolder(): string {
		return this.#journals
	}

	/** The journal of a transcript, whether it exists or not. */
	journal(transcript: string): string {
		if (!ID.test(transcript)) throw new Error(`Not an id: ${transcript}`)
		return join(this.#journals, `${transcript}.wav`)
	}

	/** Where an upload is to be put, or null when `upload` is not an id. */
	upload(upload: string): string | null {
		return ID.test(upload) ? join(this.#uploads, upload) : null
	}

	/** Samples in a journal; 0 when there is none. */
	samples(transcript: string): number {
		return this.written(transcript)?.samples ?? 0
	}

	/** What a journal holds and when it was last written to, ms since 1970; null when there is none. */
	written(transcript: string): { samples: number; at: number } | null {
		try {
			const { size, mtimeMs } = statSync(this.journal(transcript))
			return { samples: samplesInFile(size), at: Math.round(mtimeMs) }
		} catch {
			return null
		}
	}

	/** An uploaded copy has done its duty once its audio is in the journal. Files of the user's own are never touched. */
	discardUpload(path: string): void {
		if (dirname(path) === this.#uploads) rmSync(path, { force: true })
	}

	discardJournal(transcript: string): void {
		rmSync(this.journal(transcript), { force: true })
	}
}
