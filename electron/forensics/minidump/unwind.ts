import type { ElfFile } from './elf.ts'
import type { Memory } from './memory.ts'
import { CALLEE_SAVED, type Registers, STACK_POINTER } from './registers.ts'
import { evaluate } from './unwind-expression.ts'
import { findUnwindEntry, type UnwindEntry } from './unwind-index.ts'
import { type FrameAddress, type Row, type Rule, rowAt } from './unwind-rules.ts'

/** What Crashpad writes over words of a stack that point to no known code or stack, when told to keep secrets out. */
export const TAKEN_OUT = 0x0defaced0defacedn

/** One frame further out. */
export interface Caller {
	readonly registers: Registers
	/** Its pc is the very instruction that was interrupted, not the one behind a call. */
	readonly exact: boolean
}

/**
 * The calling function by the file's unwind table (.eh_frame).
 *
 * @param address of the file that the table is asked about: the pc where it is exact, else one before, for a call may be a function's
 *   last instruction
 * @returns `outermost` when the table says that nobody called this function; null when it knows no way
 */
export function unwind(elf: ElfFile, address: number, registers: Registers, memory: Memory): Caller | 'outermost' | null {
	const found = lookUp(elf, address)
	if (found === null) return null
	const { entry, row } = found
	const returnRule = row.rules.get(entry.returnRegister)
	if (returnRule?.kind === 'undefined') return 'outermost'
	const frame = frameAddress(row.frame, registers, memory)
	if (frame === null) return null
	const find = (rule: Rule, register: number) => value(rule, register, frame, registers, memory)
	const pc = returnRule === undefined ? null : find(returnRule, entry.returnRegister)
	if (pc === null) return null
	const kept: readonly number[] = CALLEE_SAVED[registers.cpu]
	const general = registers.general.map((old, register) => {
		const rule = row.rules.get(register)
		if (rule !== undefined) return find(rule, register)
		if (register === STACK_POINTER[registers.cpu]) return frame
		return kept.includes(register) ? old : null
	})
	return { registers: { cpu: registers.cpu, pc: pc === TAKEN_OUT ? null : pc, general }, exact: entry.isSignalFrame }
}

/** A recursion asks about the same few addresses thousands of times. */
const lookedUp = new WeakMap<ElfFile, Map<number, Found | null>>()
const MAX_KEPT = 4096

interface Found {
	readonly entry: UnwindEntry
	readonly row: Row
}

function lookUp(elf: ElfFile, address: number): Found | null {
	const kept = lookedUp.get(elf) ?? new Map<number, Found | null>()
	const known = kept.get(address)
	if (known !== undefined) return known
	const entry = findUnwindEntry(elf, address)
	const row = entry && rowAt(entry, address)
	const found = entry && row && { entry, row }
	if (kept.size < MAX_KEPT) lookedUp.set(elf, kept.set(address, found))
	return found
}

function frameAddress(frame: FrameAddress, registers: Registers, memory: Memory): bigint | null {
	if (frame.kind === 'expression') return evaluate(frame.expression, registers, memory)
	const base = registers.general[frame.register] ?? null
	return base === null ? null : wrap(base, frame.offset)
}

function value(rule: Rule, register: number, frame: bigint, registers: Registers, memory: Memory): bigint | null {
	switch (rule.kind) {
		case 'undefined':
			return null
		case 'same':
			return registers.general[register] ?? null
		case 'saved':
			return memory.word(wrap(frame, rule.offset)) ?? null
		case 'address':
			return wrap(frame, rule.offset)
		case 'register':
			return registers.general[rule.register] ?? null
		case 'saved-by': {
			const address = evaluate(rule.expression, registers, memory, frame)
			return address === null ? null : (memory.word(address) ?? null)
		}
		case 'value-of':
			return evaluate(rule.expression, registers, memory, frame)
		default:
			return unknownRule(rule)
	}
}

function wrap(base: bigint, offset: number): bigint {
	return Number.isSafeInteger(offset) ? BigInt.asUintN(64, base + BigInt(offset)) : 0n
}

function unknownRule(rule: never): never {
	throw new Error(`No such unwind rule: ${JSON.stringify(rule)}`)
}
