import { hexDigits } from './bytes.ts'
import type { ImageSource } from './image-source.ts'

const MAGIC = 0x464c457f
/** Class 2 (64 bits), then byte order 1 (little endian). */
const LITTLE_ENDIAN_64 = 0x0102
const PT_LOAD = 1
const PT_NOTE = 4
const PT_GNU_EH_FRAME = 0x6474e550
const PF_X = 1
const NT_GNU_BUILD_ID = 3
const SHT_SYMTAB = 2
const SHT_DYNSYM = 11
const MAX_HEADERS = 256
const MAX_SECTIONS = 4096
const MAX_NOTES = 65_536

/** A 64-bit little-endian ELF file, as far as finding one's way through a stack needs it. All addresses are the file's own. */
export interface ElfFile {
	readonly source: ImageSource
	readonly machine: 'x86_64' | 'arm64' | 'other'
	/** Lower case; null when the linker left none. */
	readonly buildId: string | null
	/** What the loader maps, by address. */
	readonly segments: readonly Segment[]
	/** Address of .eh_frame_hdr; null when the file has none. */
	readonly unwindIndex: number | null
	readonly symbolTables: readonly SymbolTable[]
}

export interface Segment {
	readonly address: number
	readonly offset: number
	readonly size: number
	readonly executable: boolean
}

/** A table of symbols with its names: places in the file. */
export interface SymbolTable {
	readonly at: number
	readonly size: number
	readonly namesAt: number
	readonly namesSize: number
}

/** Reads the headers; null when it is no such file. Never throws, whatever the file holds. */
export function readElf(source: ImageSource): ElfFile | null {
	const header = view(source, 0, 64)
	if (header === undefined || header.getUint32(0, true) !== MAGIC || header.getUint16(4, true) !== LITTLE_ENDIAN_64) return null
	const programs = records(source, offset(header, 32), header.getUint16(54, true), 56, Math.min(header.getUint16(56, true), MAX_HEADERS))
	const segments: Segment[] = []
	let buildId: string | null = null
	let unwindIndex: number | null = null
	for (const program of programs) {
		const part = { address: offset(program, 16), offset: offset(program, 8), size: offset(program, 32) }
		const type = program.getUint32(0, true)
		if (type === PT_LOAD) segments.push({ ...part, executable: (program.getUint32(4, true) & PF_X) !== 0 })
		if (type === PT_NOTE) buildId ??= readBuildId(source, part.offset, part.size)
		if (type === PT_GNU_EH_FRAME) unwindIndex = part.address
	}
	return {
		source,
		machine: MACHINES[header.getUint16(18, true)] ?? 'other',
		buildId,
		segments,
		unwindIndex,
		symbolTables: readSymbolTables(source, header)
	}
}

/** What the file holds at one of its addresses: `size` bytes; undefined where nothing is mapped from it. */
export function atAddress(elf: ElfFile, address: number, size: number): Uint8Array | undefined {
	const segment = segmentAt(elf, address)
	if (segment === undefined || address + size > segment.address + segment.size) return undefined
	return elf.source.read(segment.offset + (address - segment.address), size)
}

/** The segment that an address of the file lies in. */
export function segmentAt(elf: ElfFile, address: number): Segment | undefined {
	return elf.segments.find(segment => address >= segment.address && address < segment.address + segment.size)
}

/** Address of the file's first byte: what has to be taken off to get from the file's addresses to offsets in the loaded module. */
export function imageBase(elf: ElfFile): number {
	const first = elf.segments.find(segment => segment.offset < 4096) ?? elf.segments[0]
	return first === undefined ? 0 : first.address - first.offset
}

/** Exactly `size` bytes at a place in the file, to read numbers from. */
export function view(source: ImageSource, at: number, size: number): DataView | undefined {
	const bytes = source.read(at, size)
	return bytes && new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

const MACHINES: Readonly<Record<number, 'x86_64' | 'arm64'>> = { 62: 'x86_64', 183: 'arm64' }

/** 64 bits as a number. One that doesn't fit exactly is far outside any file, and refused when it is used. */
function offset(record: DataView, at: number): number {
	return Number(record.getBigUint64(at, true))
}

function records(source: ImageSource, at: number, claimedSize: number, size: number, count: number): DataView[] {
	if (claimedSize < size) return []
	const found: DataView[] = []
	for (let n = 0; n < count; n++) {
		const record = view(source, at + n * claimedSize, size)
		if (record === undefined) break
		found.push(record)
	}
	return found
}

function readBuildId(source: ImageSource, at: number, size: number): string | null {
	const notes = size > MAX_NOTES ? undefined : view(source, at, size)
	if (notes === undefined) return null
	for (let n = 0; n + 12 <= size; ) {
		const [nameSize, valueSize, type] = [notes.getUint32(n, true), notes.getUint32(n + 4, true), notes.getUint32(n + 8, true)]
		const value = n + 12 + align(nameSize)
		if (value + valueSize > size) return null
		const isGnu = nameSize === 4 && notes.getUint32(n + 12, true) === 0x554e47
		if (isGnu && type === NT_GNU_BUILD_ID && valueSize >= 4 && valueSize <= 64) {
			return hexDigits(new Uint8Array(notes.buffer, notes.byteOffset + value, valueSize))
		}
		n = value + align(valueSize)
	}
	return null
}

function readSymbolTables(source: ImageSource, header: DataView): SymbolTable[] {
	const count = Math.min(header.getUint16(60, true), MAX_SECTIONS)
	const sections = records(source, offset(header, 40), header.getUint16(58, true), 64, count)
	return sections.flatMap(section => {
		const type = section.getUint32(4, true)
		const names = sections[section.getUint32(40, true)]
		if ((type !== SHT_SYMTAB && type !== SHT_DYNSYM) || names === undefined) return []
		return [{ at: offset(section, 24), size: offset(section, 32), namesAt: offset(names, 24), namesSize: offset(names, 32) }]
	})
}

function align(size: number): number {
	return Math.ceil(size / 4) * 4
}
