import { hexDigits } from './bytes.ts'
import type { Minidump } from './dump.ts'
import type { Reason } from './reason-value.ts'

/** Reasons that one instruction is to blame for: the processor refused it. */
const REFUSED = /^(SIGILL|EXC_BAD_INSTRUCTION|EXCEPTION_ILLEGAL_INSTRUCTION)$/

/**
 * A refused instruction is either one that programs use to stop themselves, or one that this processor is too old for. The bytes tell
 * which; without them the reason stays as it is.
 *
 * @param instruction first bytes at the place of the crash
 */
export function tellTrap(reason: Reason, instruction: Uint8Array | undefined, cpu: NonNullable<Minidump['system']>['cpu']): Reason {
	if (instruction === undefined || instruction.length < 4 || !REFUSED.test(reason.name)) return reason
	if (isTrap(instruction, cpu)) {
		return { ...reason, text: 'The program stopped itself on purpose (a check of its own failed, or memory was refused?).' }
	}
	const digits = hexDigits(instruction.subarray(0, 8))
	return {
		...reason,
		text: `The processor does not know the instruction ${digits} (is it too old for this build, or was the code damaged?).`
	}
}

/** UD2 and UD1 on x86; UDF and BRK on arm64. */
function isTrap(code: Uint8Array, cpu: string): boolean {
	if (cpu !== 'arm64') return code[0] === 0x0f && (code[1] === 0x0b || code[1] === 0xb9)
	const word = new DataView(code.buffer, code.byteOffset, 4).getUint32(0, true)
	return word >>> 16 === 0 || (word & 0xffe0001f) >>> 0 === 0xd4200000
}
