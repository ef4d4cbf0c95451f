import { TextDecoder } from 'node:util'
import { type ElfFile, type SymbolTable, view } from './elf.ts'

const ENTRY = 24
/** Entries are looked through in pieces of 1.5 MB. */
const PIECE = 65_536
/** The largest seen is Node's with 146,000. */
const MAX_ENTRIES = 4_000_000
const MAX_NAME = 1024

/** STT_FUNC, and functions chosen at load time. */
const FUNCTION = 2
const CHOSEN_FUNCTION = 10

/**
 * The names of the functions that the addresses (of the file) lie in, in one pass over the file's tables. Only a function whose size
 * is known and covers the address gives it its name: the nearest one below would often be nonsense.
 *
 * @param goOn asked before each piece; false ends the search with what was found
 */
export function findSymbols(elf: ElfFile, addresses: Iterable<number>, goOn: () => boolean): Map<number, string> {
	const sorted = Float64Array.from(new Set(addresses)).sort()
	const found = new Map<number, Candidate>()
	for (const table of elf.symbolTables) {
		const count = Math.min(Math.floor(table.size / ENTRY), MAX_ENTRIES)
		for (let n = 0; n < count && sorted.length > 0 && goOn(); n += PIECE) {
			const entries = view(elf.source, table.at + n * ENTRY, Math.min(PIECE, count - n) * ENTRY)
			if (entries === undefined) break
			searchPiece(entries, table, sorted, found)
		}
	}
	const names = new Map<number, string>()
	for (const [address, candidate] of found) {
		const name = nameAt(elf, candidate.table, candidate.name)
		if (name !== '') names.set(address, name)
	}
	return names
}

interface Candidate {
	readonly start: number
	readonly name: number
	readonly table: SymbolTable
}

function searchPiece(entries: DataView, table: SymbolTable, sorted: Float64Array, found: Map<number, Candidate>): void {
	const [lowest, highest] = [sorted[0] ?? 0, sorted.at(-1) ?? 0]
	for (let at = 0; at < entries.byteLength; at += ENTRY) {
		const start = entries.getUint32(at + 8, true) + entries.getUint32(at + 12, true) * 2 ** 32
		if (start > highest) continue
		const end = start + entries.getUint32(at + 16, true) + entries.getUint32(at + 20, true) * 2 ** 32
		if (end <= lowest) continue
		const type = entries.getUint8(at + 4) & 15
		const isImported = entries.getUint16(at + 6, true) === 0
		if (isImported || (type !== FUNCTION && type !== CHOSEN_FUNCTION)) continue
		for (let n = firstFrom(sorted, start); n < sorted.length && (sorted[n] ?? end) < end; n++) {
			const address = sorted[n] as number
			// The innermost one names it best: parts of a function may have names of their own.
			if (start > (found.get(address)?.start ?? -1)) found.set(address, { start, name: entries.getUint32(at, true), table })
		}
	}
}

function firstFrom(sorted: Float64Array, value: number): number {
	let [low, high] = [0, sorted.length]
	while (low < high) {
		const middle = (low + high) >>> 1
		if ((sorted[middle] as number) < value) low = middle + 1
		else high = middle
	}
	return low
}

function nameAt(elf: ElfFile, table: SymbolTable, at: number): string {
	if (at >= table.namesSize) return ''
	const bytes = elf.source.read(table.namesAt + at, Math.min(MAX_NAME, table.namesSize - at, elf.source.size - table.namesAt - at))
	const end = bytes?.indexOf(0) ?? -1
	return bytes === undefined ? '' : new TextDecoder('utf-8').decode(end < 0 ? bytes : bytes.subarray(0, end))
}
