import { type FileHandle, open, stat } from 'node:fs/promises'
import { samplesInFile, WAV_HEADER_BYTES } from '../../native-bridge/journal/wav-header.ts'
import type { Log } from '../../native-bridge/log/log.ts'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import type { Transcript } from '../contract/records.ts'
import type { Shelf } from '../journal/shelf.ts'
import { columnsOf, levelsOf, SPAN, spansOf, type Waveform } from './levels.ts'

/** So much of a journal is read at once: 16 s, of which the levels take main about a millisecond. */
const BLOCK = 800 * SPAN
/** Who asks waits no longer than this for levels that are not made yet, ms; they are made on meanwhile. */
const PATIENCE_MS = 150

interface WaveformDependencies {
	readonly shelf: Pick<Shelf, 'journal' | 'levels' | 'hasCopy'>
	/** Makes a journal again from its compressed copy, and calls `then` when it is there, or can't be. */
	readonly bringBack: (id: string, then: (back: Result<null>) => void) => void
	readonly log: Log
}

/**
 * How loud journals are, for pictures of them. The levels of a journal are kept in a file beside it, which is only added to: after a death
 * it goes on where it ends, and what is missing of one is made of the journal. They stay when a compressed copy takes the journal's place.
 */
export class Waveforms {
	readonly #deps: WaveformDependencies
	/** Those that are made now. */
	readonly #making = new Map<string, Promise<void>>()
	/** Journals that something is written to. */
	readonly #growing = new Set<string>()
	/** Journals that were asked for to be made again. */
	readonly #wanted = new Set<string>()
	#stopped = false

	constructor(deps: WaveformDependencies) {
		this.#deps = deps
	}

	/** So it stands with a transcript now. */
	noticed({ id, state }: Pick<Transcript, 'id' | 'state'>): void {
		if (state === 'recording' || state === 'decoding') this.#growing.add(id)
		// Once more: what came last.
		else if (this.#growing.delete(id)) void this.#make(id)
	}

	/** Once a second: what was written since becomes levels. */
	tend(): void {
		for (const id of this.#growing) void this.#make(id)
	}

	/** Whether a journal is to be there for this. */
	needsJournal(id: string): boolean {
		return this.#wanted.has(id) || this.#making.has(id)
	}

	/** Its loudness from one sample to another, as far as that is known by now; `samples`: how long it is. */
	async of(id: string, from: number, to: number, columns: number, samples: number): Promise<Waveform> {
		await Promise.race([this.#make(id), new Promise(resolve => setTimeout(resolve, PATIENCE_MS))])
		const { first, end } = spansOf(from, Math.min(to, samples))
		const { levels, spans } = await readLevels(this.#deps.shelf.levels(id), first, end)
		// The audio is there, but as a copy only. A second more or less at its end is nothing to hear it again for.
		if ((spans + 50) * SPAN < samples) this.#want(id)
		return { levels: columnsOf(levels, first, from, to, columns), known: spans * SPAN }
	}

	stop(): void {
		this.#stopped = true
	}

	#want(id: string): void {
		const { shelf, bringBack } = this.#deps
		if (this.#wanted.has(id) || this.#making.has(id) || !shelf.hasCopy(id)) return
		this.#wanted.add(id)
		bringBack(id, back => {
			void (back.ok ? this.#make(id) : Promise.resolve()).finally(() => this.#wanted.delete(id))
		})
	}

	#make(id: string): Promise<void> {
		let making = this.#making.get(id)
		if (making === undefined) {
			const { shelf, log } = this.#deps
			making = this.#catchUp(shelf.journal(id), shelf.levels(id))
				// No picture is a small loss beside a full disk.
				.catch((error: NodeJS.ErrnoException) => void (error.code === 'ENOENT' || log.warn({ job: id, code: error.code }, 'no levels')))
				.finally(() => this.#making.delete(id))
			this.#making.set(id, making)
		}
		return making
	}

	async #catchUp(journal: string, path: string): Promise<void> {
		const source = await open(journal, 'r')
		let levels: FileHandle | null = null
		try {
			levels = await open(path, 'a+')
			let spans = (await levels.stat()).size
			const all = Math.floor(samplesInFile((await source.stat()).size) / SPAN)
			if (spans > all) {
				// They are of audio that is not there any more.
				await levels.truncate(0)
				spans = 0
			}
			const block = new Int16Array(Math.min(BLOCK, Math.max(0, all - spans) * SPAN))
			while (spans < all && !this.#stopped) {
				const bytes = Math.min(block.length, (all - spans) * SPAN) * 2
				const { bytesRead } = await source.read(new Uint8Array(block.buffer), 0, bytes, WAV_HEADER_BYTES + spans * SPAN * 2)
				const made = levelsOf(block.subarray(0, bytesRead >> 1))
				if (made.length === 0) return
				await levels.appendFile(made)
				spans += made.length
			}
		} finally {
			await source.close()
			await levels?.close()
		}
	}
}

/** Levels `first` to `end` of a file, as far as they exist, and how many there are in all. */
async function readLevels(path: string, first: number, end: number): Promise<{ levels: Uint8Array; spans: number }> {
	const spans = await stat(path).then(
		({ size }) => size,
		() => 0
	)
	const levels = new Uint8Array(Math.max(0, Math.min(end, spans) - first))
	if (levels.length === 0) return { levels, spans }
	const file = await open(path, 'r')
	try {
		const { bytesRead } = await file.read(levels, 0, levels.length, first)
		return { levels: levels.subarray(0, bytesRead), spans }
	} finally {
		await file.close()
	}
}
