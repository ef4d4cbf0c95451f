import { readdirSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Dumps that are kept: 60–300 kB each, some MB after an overflow. */
export const MOST_DUMPS = 50
export const MOST_DUMP_BYTES = 200_000_000

/** A dump that no record names is given so long: its record may still be on its way. */
const ORPHAN_MS = 24 * 3_600_000

/** Dumps on disk, of records and of nobody. No method throws: a dump that can't be deleted now is an orphan, and met again. */
export class KeptDumps {
	readonly #kept: string
	readonly #unclaimed: readonly string[]

	/**
	 * @param kept folder of dumps that belong to records
	 * @param unclaimed folders where crash reporters leave them: what stays there belongs to no death that was seen
	 */
	constructor(kept: string, unclaimed: readonly string[]) {
		this.#kept = kept
		this.#unclaimed = unclaimed
	}

	/** Deletes by the names in records. */
	remove(names: readonly string[]): void {
		// From records, so from outside: never a path.
		for (const name of names) remove(join(this.#kept, basename(name)))
	}

	removeAll(): void {
		for (const { path } of [this.#kept, ...this.#unclaimed].flatMap(dumpsIn)) remove(path)
	}

	/** Deletes dumps that none of `named` is, unless they are fresh. */
	removeOrphans(named: readonly string[], now: number): void {
		const known = new Set(named.map(name => basename(name)))
		const orphans = [...dumpsIn(this.#kept).filter(file => !known.has(file.name)), ...this.#unclaimed.flatMap(dumpsIn)]
		for (const { path, at } of orphans) if (at < now - ORPHAN_MS) remove(path)
	}

	/** Which of `named`, newest first, are too many or too much. */
	beyondLimit(named: readonly string[]): string[] {
		const sizes = new Map(dumpsIn(this.#kept).map(file => [file.name, file.bytes]))
		let [count, bytes] = [0, 0]
		return named.filter(name => {
			const size = sizes.get(basename(name))
			if (size === undefined) return false
			count++
			bytes += size
			return count > MOST_DUMPS || bytes > MOST_DUMP_BYTES
		})
	}
}

interface DumpFile {
	readonly name: string
	readonly path: string
	/** Last written, ms. */
	readonly at: number
	readonly bytes: number
}

function dumpsIn(folder: string): DumpFile[] {
	let names: string[]
	try {
		names = readdirSync(folder)
	} catch {
		// It is made with the first dump.
		return []
	}
	return names
		.filter(name => name.endsWith('.dmp'))
		.flatMap(name => {
			const path = join(folder, name)
			try {
				const { mtimeMs, size } = statSync(path)
				return [{ name, path, at: mtimeMs, bytes: size }]
			} catch {
				return []
			}
		})
}

function remove(path: string): void {
	try {
		rmSync(path, { force: true })
	} catch {
		// Held open by a scanner, on Windows: it is an orphan now.
	}
}
