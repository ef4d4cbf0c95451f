import { pack, u8, u16, u32, u64, zeros } from './test-synth.ts'

/** A function of the file: where it lies, how it is called, and its unwind instructions (DW_CFA_…). */
export interface SynthFunction {
	readonly at: number
	readonly size: number
	readonly name?: string
	readonly unwind?: readonly number[]
}

export interface SynthElf {
	readonly buildId?: readonly number[]
	/** Sorted by address; code lies in 0x1000…0x2000. */
	readonly functions: readonly SynthFunction[]
	/** Written into the code from its first byte on. */
	readonly code?: Uint8Array
	/** Letters of the CIE; default "zR". */
	readonly augmentation?: string
	readonly machine?: number
}

/** Where the parts lie; offset in the file and address are the same. */
const CODE = 0x1000
const NOTE = 0x200
const INDEX = 0x2000

/** Initial rules of x86-64: the frame's address is rsp + 8, and the return address lies 8 below it. */
const INITIAL = [0x0c, 7, 8, 0x90, 1]

/** Builds a small x86-64 ELF file with a build id, code, unwind tables and symbols. */
export function synthElf({ buildId = [1, 2, 3, 4], functions, code, augmentation = 'zR', machine = 62 }: SynthElf): Uint8Array {
	const note = pack(u32(4, buildId.length, 3), Buffer.from('GNU\0'), buildId)
	const unwinding = unwindTables(functions, augmentation)
	const symbolsAt = INDEX + unwinding.length
	const { symbols, names } = symbolTable(functions)
	const sectionsAt = symbolsAt + symbols.length + names.length
	const sections = [
		zeros(64),
		section(2, symbolsAt, symbols.length, 2, 24),
		section(3, symbolsAt + symbols.length, names.length, 0, 0)
	].map(one => pack(one))
	const programs = [
		program(1, 4, 0, INDEX + unwinding.length),
		program(1, 5, CODE, INDEX - CODE),
		program(4, 4, NOTE, note.length),
		program(0x6474e550, 4, INDEX, 12 + 8 * unwound(functions).length)
	]
	const header = pack(
		u8(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1),
		zeros(9),
		u16(3, machine),
		u32(1),
		u64(CODE, 64, sectionsAt),
		u32(0),
		u16(64, 56, programs.length, 64, sections.length, 0)
	)
	const whole = new Uint8Array(sectionsAt + sections.length * 64)
	// The code's segment comes before the one that spans the file: the first that holds an address counts.
	whole.set(pack(header, programs[1] ?? [], programs[0] ?? [], programs[2] ?? [], programs[3] ?? []))
	whole.set(note, NOTE)
	whole.set(code ?? [], CODE)
	whole.set(pack(unwinding, symbols, names, ...sections), INDEX)
	return whole
}

function program(type: number, flags: number, at: number, size: number): number[] {
	return [...u32(type, flags), ...u64(at, at, at, size, size, 0x1000)]
}

function section(type: number, at: number, size: number, link: number, entrySize: number): number[] {
	return [...u32(0, type), ...u64(0, 0, at, size), ...u32(link, 0), ...u64(8, entrySize)]
}

function unwound(functions: readonly SynthFunction[]): readonly SynthFunction[] {
	return functions.filter(one => one.unwind !== undefined)
}

/** .eh_frame_hdr, and .eh_frame right behind it: one CIE, then an FDE for each function. */
function unwindTables(functions: readonly SynthFunction[], augmentation: string): Uint8Array {
	const entries = unwound(functions)
	const frameAt = INDEX + 12 + 8 * entries.length
	const data = [...augmentation].flatMap(letter =>
		letter === 'R' ? [0x1b] : letter === 'P' ? [0x1b, ...u32(0)] : letter === 'L' ? [0x1b] : []
	)
	const common = record([...u32(0), 1, ...Buffer.from(`${augmentation}\0`), 1, 0x78, 16, data.length, ...data, ...INITIAL])
	let at = frameAt + common.length
	const pairs: number[] = []
	const descriptions = entries.map(({ at: start, size, unwind = [] }) => {
		pairs.push(...u32(start - INDEX, at - INDEX))
		const one = record([...u32(at + 4 - frameAt, start - (at + 8), size), 0, ...unwind])
		at += one.length
		return one
	})
	return pack(u8(1, 0x1b, 0x03, 0x3b), u32(frameAt - (INDEX + 4), entries.length), pairs, common, ...descriptions, u32(0))
}

function record(body: readonly number[]): number[] {
	const padding = (4 - (body.length % 4)) % 4
	return [...u32(body.length + padding), ...body, ...zeros(padding)]
}

function symbolTable(functions: readonly SynthFunction[]): { symbols: Uint8Array; names: Uint8Array } {
	let names = '\0'
	const symbols = functions.flatMap(({ at, size, name }) => {
		if (name === undefined) return []
		const entry = [...u32(names.length), 0x12, 0, ...u16(1), ...u64(at, size)]
		names += `${name}\0`
		return [entry]
	})
	return { symbols: pack(zeros(24), ...symbols), names: Buffer.from(names) }
}
