import type { AddressSpace, Location } from './address-space.ts'
import { CALL_BYTES, endsInCall } from './call-site.ts'
import type { Memory } from './memory.ts'
import { FRAME_POINTER, framePointer, LINK_REGISTER, type Registers, STACK_POINTER, stackPointer } from './registers.ts'
import { type Caller, TAKEN_OUT, unwind } from './unwind.ts'

/** How a frame was found, the surest first. `scan` is a guess: a value on the stack that looks like a return address. */
export type Trust = 'context' | 'cfi' | 'frame-pointer' | 'scan'

export interface Frame {
	/** Null where the address was taken out of the dump to keep secrets (code made at run time). */
	readonly pc: bigint | null
	readonly location: Location | null
	/** The address in the module's file that tells which function this is; null without a file. */
	readonly asked: number | null
	readonly trust: Trust
}

export interface Walk {
	readonly frames: readonly Frame[]
	/** `outermost`: the thread's first function was reached. `limit`: there is more. `cut`: the saved
	 * part of the stack ends here. `lost`: no way further was found. */
	readonly end: 'outermost' | 'limit' | 'cut' | 'lost'
}

/** Words looked at for a return address: from the crashed function, which may keep much on its stack, and from all others. */
const SCAN_FIRST = 256
const SCAN_LATER = 64
/** Guesses in one walk. Behind three of them nothing is sure any more. */
const MAX_SCANNED = 3
/** Addresses of user programs; on arm64 the bits above may hold a signature. */
const ARM_ADDRESS = 0xffff_ffff_ffffn

/**
 * The frames of one thread, innermost first. Always ends: every step goes up the stack.
 *
 * @param maxFrames at least 1
 * @param goOn asked before each step; false ends the walk with `limit`
 */
export function walk(start: Registers, space: AddressSpace, memory: Memory, maxFrames: number, goOn: () => boolean): Walk {
	const frames: Frame[] = []
	let here: Step = { registers: start, exact: true, trust: 'context' }
	let scanned = 0
	while (true) {
		const frame = frameOf(here, space)
		frames.push(frame)
		if (frames.length >= maxFrames || !goOn()) return { frames, end: 'limit' }
		const mayScan = scanned < MAX_SCANNED
		const next = step(here, frame, space, memory, mayScan)
		if (next === 'outermost') return { frames, end: 'outermost' }
		const [before, after] = [stackPointer(here.registers), next && stackPointer(next.registers)]
		if (next === null || before === null || after === null || after <= before || next.registers.pc === 0n) {
			return { frames, end: before !== null && memory.word(before + BigInt(SCAN_LATER * 8)) === undefined ? 'cut' : 'lost' }
		}
		if (next.trust === 'scan') scanned++
		here = next
	}
}

type Step = Caller & { readonly trust: Trust }

function frameOf(here: Step, space: AddressSpace): Frame {
	const { pc } = here.registers
	const asked = pc === null || pc === 0n ? null : here.exact ? pc : pc - 1n
	const location = asked === null ? null : space.locate(asked)
	const isShifted = location !== null && !here.exact
	return {
		pc,
		location: isShifted ? { ...location, offset: location.offset + 1n } : location,
		asked: location?.inFile?.address ?? null,
		trust: here.trust
	}
}

/** Tables first, for they know; then the frame pointer; then a look at everything on the stack. */
function step(here: Step, frame: Frame, space: AddressSpace, memory: Memory, mayScan: boolean): Step | 'outermost' | null {
	const { registers } = here
	const inFile = frame.location?.inFile
	if (inFile && registers.cpu === 'x86_64') {
		const caller = unwind(inFile.elf, inFile.address, registers, memory)
		if (caller === 'outermost') return caller
		if (caller !== null) return { ...caller, trust: 'cfi' }
	}
	const isFirst = here.trust === 'context'
	// A call through a bad pointer: nothing was pushed but the return address.
	if (isFirst && frame.location === null) {
		const thrown = callerOfNowhere(registers, space, memory)
		if (thrown !== null) return thrown
	}
	const linked = byFramePointer(here, space, memory)
	if (linked !== null) return linked
	return mayScan ? scan(registers, space, memory, isFirst ? SCAN_FIRST : SCAN_LATER) : null
}

function callerOfNowhere(registers: Registers, space: AddressSpace, memory: Memory): Step | null {
	const sp = stackPointer(registers)
	if (sp === null) return null
	if (registers.cpu === 'x86_64') return scan(registers, space, memory, 1)
	const pc = address(registers.general[LINK_REGISTER] ?? undefined, registers)
	// The link register says it, and nothing was pushed; the walk demands that each step goes up, so this one goes up by the least.
	return pc !== undefined && isReturn(pc, space, memory, registers) ? called(registers, pc, sp + 1n, framePointer(registers), 'scan') : null
}

/** [fp] is the caller's frame pointer, [fp + 8] the return address: on x86-64 and arm64 alike. */
function byFramePointer(here: Step, space: AddressSpace, memory: Memory): Step | 'outermost' | null {
	const { registers } = here
	const [fp, sp] = [framePointer(registers), stackPointer(registers)]
	if (!space.keepsFramePointers || fp === null || sp === null) return null
	// The first function of a thread is called with 0: that ends a chain, where there was one.
	if (fp === 0n && here.trust === 'frame-pointer') return 'outermost'
	if (fp % 8n !== 0n || fp < sp - (sp % 8n)) return null
	const [outer, stored] = [memory.word(fp), memory.word(fp + 8n)]
	if (outer === undefined || stored === undefined) return null
	// Two zeros end the chain, where it is one; a register that serves for something else may point to zeros too.
	if (outer === 0n && stored === 0n) return here.trust === 'frame-pointer' || registers.cpu === 'arm64' ? 'outermost' : null
	const pc = stored === TAKEN_OUT ? null : address(stored, registers)
	const climbs = outer > fp && outer % 8n === 0n && memory.word(outer) !== undefined
	const isPlausible =
		pc === null || pc === undefined ? climbs : isReturn(pc, space, memory, registers) || (climbs && isMadeAtRunTime(pc, space))
	return isPlausible ? called(registers, pc ?? null, fp + 16n, outer, 'frame-pointer') : null
}

/** Code without a module, as a compiler at run time makes it: nobody can say what lies before it. */
function isMadeAtRunTime(pc: bigint, space: AddressSpace): boolean {
	return pc > 0xffffn && space.locate(pc) === null && space.isCode(pc) === true
}

function scan(registers: Registers, space: AddressSpace, memory: Memory, words: number): Step | null {
	const sp = stackPointer(registers)
	if (sp === null) return null
	const from = sp + ((8n - (sp % 8n)) % 8n)
	for (let n = 0; n < words; n++) {
		const slot = from + BigInt(n * 8)
		const pc = address(memory.word(slot), registers)
		if (pc === undefined) return null
		if (!isReturn(pc, space, memory, registers)) continue
		const fp = framePointer(registers)
		return called(registers, pc, slot + 8n, fp !== null && fp > slot ? fp : null, 'scan')
	}
	return null
}

/** In code, and behind a call, as far as that can be seen. */
function isReturn(pc: bigint, space: AddressSpace, memory: Memory, registers: Registers): boolean {
	if (pc < 0x1000n || space.isCode(pc - 1n) === false) return false
	const size = CALL_BYTES[registers.cpu]
	const before = space.code(pc - BigInt(size), size, memory)
	return before === undefined ? space.locate(pc - 1n) !== null : endsInCall(before, registers.cpu)
}

/** A caller of which only these three registers are known. */
function called(registers: Registers, pc: bigint | null, sp: bigint, fp: bigint | null, trust: Trust): Step {
	const { cpu } = registers
	const general = registers.general.map((_, n) => (n === STACK_POINTER[cpu] ? sp : n === FRAME_POINTER[cpu] ? fp : null))
	return { registers: { cpu, pc, general }, exact: false, trust }
}

function address(word: bigint | undefined, registers: Registers): bigint | undefined {
	return word !== undefined && registers.cpu === 'arm64' ? word & ARM_ADDRESS : word
}
