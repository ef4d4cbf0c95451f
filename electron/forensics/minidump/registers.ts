import type { Bytes } from './bytes.ts'
import type { Cpu, Place } from './dump.ts'

/**
 * The registers of one frame, numbered as DWARF does (x86-64: 7 is rsp, 6 rbp; arm64: 31 is sp, 29 fp, 30 lr). Null: not known in
 * this frame.
 */
export interface Registers {
	readonly cpu: 'x86_64' | 'arm64'
	/** Null where the return address was taken out of the dump. */
	readonly pc: bigint | null
	readonly general: readonly (bigint | null)[]
}

/** Where in `Registers.general` the stack and frame pointer are. */
export const STACK_POINTER = { x86_64: 7, arm64: 31 } as const
export const FRAME_POINTER = { x86_64: 6, arm64: 29 } as const
export const LINK_REGISTER = 30

/** Those that a function gives back as it found them (System V for x86-64, AAPCS for arm64). */
export const CALLEE_SAVED = { x86_64: [3, 6, 12, 13, 14, 15], arm64: [19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29] } as const

/** DWARF's order of the registers in CONTEXT_AMD64, where rax comes first: rax rdx rcx rbx rsi rdi rbp rsp r8…r15. */
const X86_64_PLACES = [0, 2, 1, 3, 6, 7, 5, 4, 8, 9, 10, 11, 12, 13, 14, 15]

/** The registers a thread context holds; null for a processor we can't walk, or a context that is cut off. */
export function readRegisters(bytes: Bytes, place: Place, cpu: Cpu): Registers | null {
	if (cpu === 'x86_64') {
		const view = place.size < 256 ? undefined : bytes.view(place.at, 256)
		if (view === undefined) return null
		return { cpu, pc: view.getBigUint64(248, true), general: X86_64_PLACES.map(n => view.getBigUint64(120 + 8 * n, true)) }
	}
	if (cpu !== 'arm64') return null
	// Two layouts: Windows' own, and an older one of Breakpad's that begins with 64 bits of flags. Both have the registers from byte 8 on.
	const view = place.size < 272 ? undefined : bytes.view(place.at, 272)
	if (view === undefined) return null
	return { cpu, pc: view.getBigUint64(264, true), general: Array.from({ length: 32 }, (_, n) => view.getBigUint64(8 + 8 * n, true)) }
}

/** The address of the instruction a 32-bit x86 thread stood at: all we read of such a context. */
export function readX86Pc(bytes: Bytes, place: Place): bigint | null {
	const view = place.size < 204 ? undefined : bytes.view(place.at, 204)
	return view === undefined ? null : BigInt(view.getUint32(184, true))
}

/** The stack pointer; null when it isn't known. */
export function stackPointer(registers: Registers): bigint | null {
	return registers.general[STACK_POINTER[registers.cpu]] ?? null
}

/** The frame pointer; null when it isn't known. Whether it really points to a frame is another question. */
export function framePointer(registers: Registers): bigint | null {
	return registers.general[FRAME_POINTER[registers.cpu]] ?? null
}
