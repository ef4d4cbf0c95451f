import { hexDigits } from './bytes.ts'
import type { Cpu } from './dump.ts'
import type { Reason } from './reason-value.ts'

/** A stack ends this close to where its pointer stands when a call overruns it: a frame, or what a function reserves at once. */
const OVERRUN = 65_536n

/** What lay around the place of the crash, where the dump tells. */
export interface Surroundings {
	readonly cpu: Cpu
	readonly stackPointer: bigint | null
	/** First bytes of the instruction. */
	readonly instruction: Uint8Array | undefined
}

/**
 * An exception alone leaves two things open. A bad address close to the stack pointer means that the stack was used up: its own memory
 * is never a bad address before. And a refused instruction is either one that programs use to stop themselves, or one that this
 * processor doesn't know: its bytes tell which.
 */
export function refineReason(reason: Reason, { cpu, stackPointer, instruction }: Surroundings): Reason {
	if (reason.kind === 'bad-address' && reason.address !== null && stackPointer !== null) {
		const distance = reason.address - stackPointer
		if (distance < -OVERRUN || distance > OVERRUN) return reason
		return { ...reason, kind: 'stack-overflow', text: `The stack was used up (calls nested without end?). ${reason.text}` }
	}
	if (reason.kind !== 'refused-instruction' || instruction === undefined || instruction.length < 4) return reason
	if (isTrap(instruction, cpu)) {
		return { ...reason, kind: 'trap', text: 'The program stopped itself on purpose (a check of its own failed, or memory was refused?).' }
	}
	const text = `The processor does not know the instruction ${hexDigits(instruction.subarray(0, 8))} (is it too old for this build, or was the code damaged?).`
	return { ...reason, kind: 'unknown-instruction', text }
}

/** UD2 and UD1 on x86; UDF and BRK on arm64. */
function isTrap(code: Uint8Array, cpu: Cpu): boolean {
	if (cpu !== 'arm64') return code[0] === 0x0f && (code[1] === 0x0b || code[1] === 0xb9)
	const word = new DataView(code.buffer, code.byteOffset, 4).getUint32(0, true)
	return word >>> 16 === 0 || (word & 0xffe0001f) >>> 0 === 0xd4200000
}
