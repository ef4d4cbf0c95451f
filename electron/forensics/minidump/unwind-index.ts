import { DwarfCursor } from './dwarf-cursor.ts'
import { atAddress, type ElfFile } from './elf.ts'

/** Largest entry we read; the largest in Node and onnxruntime is below 8 KB. */
const MAX_ENTRY = 65_536
/** The only table that linkers write: pairs of signed 32 bits, counted from the index itself. */
const SORTED_TABLE = 0x3b
const EXTENDED_LENGTH = 0xffffffff

/** What .eh_frame says about one function (an FDE together with its CIE). Addresses are the file's. */
export interface UnwindEntry {
	readonly start: number
	/** First address behind the function. */
	readonly end: number
	readonly codeFactor: number
	readonly dataFactor: number
	readonly returnRegister: number
	/** The frame of a signal handler's caller: its pc is the very instruction, not the one behind a call. */
	readonly isSignalFrame: boolean
	readonly initial: Uint8Array
	readonly instructions: Uint8Array
}

/** The entry of the function at an address of the file; null when .eh_frame knows none, or is damaged there. */
export function findUnwindEntry(elf: ElfFile, address: number): UnwindEntry | null {
	const at = entryAddress(elf, address)
	const entry = at === null ? null : readEntry(elf, at)
	return entry !== null && address >= entry.start && address < entry.end ? entry : null
}

/** Looks the function up in .eh_frame_hdr, which is sorted by address. */
function entryAddress(elf: ElfFile, address: number): number | null {
	if (elf.unwindIndex === null) return null
	const base = elf.unwindIndex
	const header = cursorAt(elf, base, 12) ?? cursorAt(elf, base, 8)
	if (header === undefined || header.u8() !== 1) return null
	const [frameEncoding, countEncoding, tableEncoding] = [header.u8(), header.u8(), header.u8()]
	header.pointer(frameEncoding, base)
	const count = header.pointer(countEncoding, base)
	if (header.failed || tableEncoding !== SORTED_TABLE) return null
	const pair = (n: number, which: 0 | 4) => {
		const cursor = cursorAt(elf, header.address + n * 8 + which, 4)
		return cursor === undefined ? undefined : base + (cursor.u32() | 0)
	}
	let [low, high] = [0, count]
	while (low < high) {
		const middle = Math.floor((low + high) / 2)
		const start = pair(middle, 0)
		if (start === undefined) return null
		if (start <= address) low = middle + 1
		else high = middle
	}
	return low === 0 ? null : (pair(low - 1, 4) ?? null)
}

function readEntry(elf: ElfFile, at: number): UnwindEntry | null {
	const body = bodyAt(elf, at)
	if (body === undefined) return null
	const here = body.address
	const common = readCommon(elf, here - body.u32())
	if (common === null) return null
	const start = body.pointer(common.pointerEncoding)
	const size = body.pointer(common.pointerEncoding & 0x0f)
	if (common.hasAugmentation) body.block(body.uleb())
	const instructions = body.block(body.size - body.at)
	return body.failed ? null : { ...common, start, end: start + size, instructions }
}

interface Common extends Omit<UnwindEntry, 'start' | 'end' | 'instructions'> {
	readonly hasAugmentation: boolean
	readonly pointerEncoding: number
}

function readCommon(elf: ElfFile, at: number): Common | null {
	const body = bodyAt(elf, at)
	if (body === undefined || body.u32() !== 0) return null
	const version = body.u8()
	if (version !== 1 && version !== 3) return null
	let letters = ''
	for (let byte = body.u8(); byte !== 0 && !body.failed; byte = body.u8()) letters += String.fromCharCode(byte)
	const codeFactor = body.uleb()
	const dataFactor = body.sleb()
	const returnRegister = version === 1 ? body.u8() : body.uleb()
	const hasAugmentation = letters.startsWith('z')
	// Without the "z" nobody knows how long the data of a letter is.
	if (letters !== '' && !hasAugmentation) return null
	const augmentationEnd = hasAugmentation ? body.uleb() + body.at : body.at
	const pointerEncoding = readAugmentation(body, letters)
	if (augmentationEnd > body.size) return null
	body.at = augmentationEnd
	const initial = body.block(body.size - body.at)
	if (body.failed) return null
	return {
		codeFactor,
		dataFactor,
		returnRegister,
		hasAugmentation,
		pointerEncoding,
		isSignalFrame: letters.includes('S'),
		initial
	}
}

/** Returns how the addresses of the functions are written. */
function readAugmentation(body: DwarfCursor, letters: string): number {
	let encoding = 0
	for (const letter of letters) {
		if (letter === 'R') encoding = body.u8()
		else if (letter === 'P') body.pointer(body.u8())
		else if (letter === 'L') body.u8()
	}
	return encoding
}

/** The record at `at`, without its length. */
function bodyAt(elf: ElfFile, at: number): DwarfCursor | undefined {
	const length = cursorAt(elf, at, 4)?.u32()
	if (length === undefined || length === EXTENDED_LENGTH || length > MAX_ENTRY) return undefined
	return cursorAt(elf, at + 4, length)
}

function cursorAt(elf: ElfFile, address: number, size: number): DwarfCursor | undefined {
	const bytes = atAddress(elf, address, size)
	return bytes && new DwarfCursor(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), address)
}
