import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { samplesInFile } from '../../native-bridge/journal/wav-header.ts'

const ID = /^[0-9a-f-]{36}$/

/** Where journals, their Opus copies, their levels and uploads lie. Ids only make paths when they look like ids: they come from outside. */
export class Shelf {
	readonly #audio: string
	readonly #uploads: string
	/** Transcripts with a whole copy. Kept in memory: every record that windows are told asks for it. */
	readonly #copies = new Set<string>()

	/** What an earlier life left half done in the audio folder is thrown away. */
	constructor(dataDir: string) {
		this.#audio = join(dataDir, 'audio')
		this.#uploads = join(dataDir, 'uploads')
		mkdirSync(this.#audio, { recursive: true })
		mkdirSync(this.#uploads, { recursive: true })
		for (const name of readdirSync(this.#audio)) {
			if (name.endsWith('.part')) rmSync(join(this.#audio, name), { force: true })
			else if (name.endsWith('.opus')) this.#copies.add(name.slice(0, -'.opus'.length))
		}
	}

	/** Where journals lie. */
	get audioFolder(): string {
		return this.#audio
	}

	/** Where uploads lie. */
	get uploadFolder(): string {
		return this.#uploads
	}

	/** The journal of a transcript, whether it exists or not. */
	journal(transcript: string): string {
		return this.#file(transcript, 'wav')
	}

	/** The Opus copy of a journal, whether it exists or not. It has this name only once it is whole and checked. */
	copy(transcript: string): string {
		return this.#file(transcript, 'opus')
	}

	/** How loud a journal is (`audio/levels.ts`), whether that is known or not. */
	levels(transcript: string): string {
		return this.#file(transcript, 'levels')
	}

	/** Where a journal is made again from its copy, until it is whole. */
	returning(transcript: string): string {
		return this.#file(transcript, 'wav.part')
	}

	hasCopy(transcript: string): boolean {
		return this.#copies.has(transcript)
	}

	/** A copy has been made. */
	copied(transcript: string): void {
		this.#copies.add(transcript)
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

	discardCopy(transcript: string): void {
		this.#copies.delete(transcript)
		rmSync(this.copy(transcript), { force: true })
	}

	/** What was begun of a copy or of a returning journal, and did not become one. */
	discardHalves(transcript: string): void {
		for (const path of [`${this.copy(transcript)}.part`, this.returning(transcript)]) rmSync(path, { force: true })
	}

	/** All of its audio, for ever. */
	discardAudio(transcript: string): void {
		this.discardJournal(transcript)
		this.discardCopy(transcript)
		this.discardHalves(transcript)
		rmSync(this.levels(transcript), { force: true })
	}

	#file(transcript: string, ending: string): string {
		if (!ID.test(transcript)) throw new Error(`Not an id: ${transcript}`)
		return join(this.#audio, `${transcript}.${ending}`)
	}
}
