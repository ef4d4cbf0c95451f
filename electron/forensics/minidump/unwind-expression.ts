import { DwarfCursor } from './dwarf-cursor.ts'
import type { Memory } from './memory.ts'
import type { Registers } from './registers.ts'

const MAX_STACK = 64
/** Jumps could run in circles; no expression of a real file has more steps than bytes. */
const MAX_STEPS = 512

/**
 * The value of a DWARF expression: the operations that compilers use in unwind tables (PLT stubs, signal frames, aligned stacks).
 *
 * @param initial what lies on its stack at first; undefined for none
 * @returns null when it needs something unknown, or is damaged
 */
export function evaluate(expression: Uint8Array, registers: Registers, memory: Memory, initial?: bigint): bigint | null {
	const from = new DwarfCursor(new DataView(expression.buffer, expression.byteOffset, expression.length), 0)
	const stack: bigint[] = initial === undefined ? [] : [initial]
	for (let steps = 0; !from.atEnd; steps++) {
		const value = steps < MAX_STEPS ? operate(from.u8(), from, stack, registers, memory) : null
		if (value === null || from.failed || stack.length >= MAX_STACK) return null
		stack.push(BigInt.asUintN(64, value))
	}
	return from.failed ? null : (stack.pop() ?? null)
}

/** Each operation takes what it needs off the stack and gives the one value that goes on it. */
function operate(code: number, from: DwarfCursor, stack: bigint[], registers: Registers, memory: Memory): bigint | null {
	if (code >= 0x30 && code <= 0x4f) return BigInt(code - 0x30)
	if (code >= 0x70 && code <= 0x8f) return plus(registers.general[code - 0x70], from.sleb())
	switch (code) {
		case 0x06: {
			const address = stack.pop()
			return address === undefined ? null : (memory.word(address) ?? null)
		}
		case 0x08:
			return BigInt(from.u8())
		case 0x09:
			return BigInt((from.u8() << 24) >> 24)
		case 0x0a:
			return BigInt(from.u16())
		case 0x0b:
			return BigInt((from.u16() << 16) >> 16)
		case 0x0c:
			return BigInt(from.u32())
		case 0x0d:
			return BigInt(from.u32() | 0)
		case 0x10:
			return BigInt(from.uleb())
		case 0x11:
			return BigInt(from.sleb())
		case 0x12:
			return stack.at(-1) ?? null
		case 0x23:
			return plus(stack.pop(), from.uleb())
		case 0x92:
			return plus(registers.general[from.uleb()], from.sleb())
		default:
			return combine(code, stack.pop(), stack.pop())
	}
}

function combine(code: number, right: bigint | undefined, left: bigint | undefined): bigint | null {
	if (left === undefined || right === undefined) return null
	const [signedLeft, signedRight] = [BigInt.asIntN(64, left), BigInt.asIntN(64, right)]
	switch (code) {
		case 0x1a:
			return left & right
		case 0x1c:
			return left - right
		case 0x1e:
			return left * right
		case 0x21:
			return left | right
		case 0x22:
			return left + right
		case 0x24:
			return right > 63n ? 0n : left << right
		case 0x25:
			return right > 63n ? 0n : left >> right
		case 0x27:
			return left ^ right
		case 0x29:
			return left === right ? 1n : 0n
		case 0x2a:
			return signedLeft >= signedRight ? 1n : 0n
		case 0x2b:
			return signedLeft > signedRight ? 1n : 0n
		case 0x2c:
			return signedLeft <= signedRight ? 1n : 0n
		case 0x2d:
			return signedLeft < signedRight ? 1n : 0n
		case 0x2e:
			return left === right ? 0n : 1n
		default:
			return null
	}
}

function plus(value: bigint | null | undefined, offset: number): bigint | null {
	return value === null || value === undefined ? null : value + BigInt(offset)
}
