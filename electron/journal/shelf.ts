import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { samplesInFile } from '../../native-bridge/journal/wav-header.ts'

const ID = /^[0-9a-f-]{36}$/

/** Where journals, their Opus copies, their levels and uploads lie. Ids only make paths when they look like ids: they come from outside. */
export class Shelf {
	readonly #audio: string
	readonly #uploads: string
	/** Transcripts with a whole copy. Kept in memory: every record that windows are told asks for it. */
	readonly #copies = new Set<string>()
	/** Files that it was told of: some are tried again each second. */
	readonly #told = new Set<string>()
	readonly #stuck: (file: string, code: string) => void

	/** What an earlier life left half done in the audio folder is thrown away. `stuck`: told once of each file that the disk refuses to let go of. */
	constructor(dataDir: string, stuck: (file: string, code: string) => void = () => {}) {
		this.#stuck = stuck
		this.#audio = join(dataDir, 'audio')
		this.#uploads = join(dataDir, 'uploads')
		mkdirSync(this.#audio, { recursive: true })
		mkdirSync(this.#uploads, { recursive: true })
		for (const name of readdirSync(this.#audio)) {
			if (name.endsWith('.part')) this.#discard(join(this.#audio, name))
			else if (name.endsWith('.opus')) this.#copies.add(name.slice(0, -'.opus'.length))
		}
	}

	/** Transcripts, or those there once were, that have audio here. */
	kept(): string[] {
		const ids = readdirSync(this.#audio).flatMap(name => /^([0-9a-f-]{36})\.(?:wav|opus)$/.exec(name)?.[1] ?? [])
		return [...new Set(ids)].filter(id => this.hasCopy(id) || this.samples(id) > 0)
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

	/** An uploaded copy has done its duty once its audio is in the journal. Files of the user's own are never touched. As with all below, false: the disk refuses, it is there yet. */
	discardUpload(path: string): boolean {
		return dirname(path) !== this.#uploads || this.#discard(path)
	}

	discardJournal(transcript: string): boolean {
		return this.#discard(this.journal(transcript))
	}

	discardCopy(transcript: string): boolean {
		const isGone = this.#discard(this.copy(transcript))
		if (isGone) this.#copies.delete(transcript)
		return isGone
	}

	/** What was begun of a copy or of a returning journal, and did not become one. */
	discardHalves(transcript: string): boolean {
		return [`${this.copy(transcript)}.part`, this.returning(transcript)].map(path => this.#discard(path)).every(Boolean)
	}

	/** All of its audio, for ever. */
	discardAudio(transcript: string): boolean {
		const gone = [
			this.discardJournal(transcript),
			this.discardCopy(transcript),
			this.discardHalves(transcript),
			this.#discard(this.levels(transcript))
		]
		return gone.every(Boolean)
	}

	/** Another program may hold it, or another user own it: that ends nobody. */
	#discard(path: string): boolean {
		try {
			rmSync(path, { force: true })
			this.#told.delete(path)
			return true
		} catch (error) {
			if (!this.#told.has(path)) this.#stuck(basename(path), (error as NodeJS.ErrnoException).code ?? 'unknown')
			this.#told.add(path)
			return false
		}
	}

	#file(transcript: string, ending: string): string {
		if (!ID.test(transcript)) throw new Error(`Not an id: ${transcript}`)
		return join(this.#audio, `${transcript}.${ending}`)
	}
}
