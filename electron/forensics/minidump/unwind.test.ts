import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readElf } from './elf.ts'
import { imageOf } from './image-source.ts'
import { savedMemory } from './memory.ts'
import type { Registers } from './registers.ts'
import { type SynthFunction, synthElf } from './test-elf.ts'
import { pack, u64 } from './test-synth.ts'
import { TAKEN_OUT, unwind } from './unwind.ts'

const STACK = 0x7000n
const [RAX, RBX, RBP, RSP, RIP] = [0, 3, 6, 7, 16]

/** What the caller's pc, rsp, rbp and rbx are, by a function at 0x1000 with these unwind instructions. */
function callerOf(instructions: readonly number[], words: readonly (bigint | number)[], at = 0x1010, augmentation = 'zR') {
	const elf = readElf(imageOf(synthElf({ functions: [{ at: 0x1000, size: 0x100, unwind: instructions }], augmentation })))
	assert.ok(elf)
	const general = Array.from({ length: 16 }, (_, n): bigint | null => BigInt(n))
	general[RSP] = STACK
	general[RBP] = STACK + 32n
	const registers: Registers = { cpu: 'x86_64', pc: BigInt(at), general }
	const memory = savedMemory({ start: STACK, bytes: pack(u64(...words)) }, [])
	const caller = unwind(elf, at, registers, memory)
	if (caller === null || caller === 'outermost') return caller
	const { pc, general: found } = caller.registers
	return { pc, rsp: found[RSP], rbp: found[RBP], rbx: found[RBX], rax: found[RAX], exact: caller.exact }
}

const words = [100n, 101n, 102n, 103n, 104n, 105n, 106n, 107n]
const kept = { rbp: STACK + 32n, rbx: 3n, rax: null, exact: false }

test('the plainest function has only its return address on the stack', () => {
	assert.deepEqual(callerOf([], words), { ...kept, pc: 100n, rsp: STACK + 8n })
})

test('rules change from instruction to instruction', () => {
	// push rbp (until +1), mov rbp,rsp (until +4): then the frame is counted from rbp.
	const prologue = [0x41, 0x0e, 16, 0x86, 2, 0x43, 0x0d, RBP]
	assert.deepEqual(callerOf(prologue, words, 0x1000), { ...kept, pc: 100n, rsp: STACK + 8n })
	assert.deepEqual(callerOf(prologue, words, 0x1001), { ...kept, pc: 101n, rsp: STACK + 16n, rbp: 100n })
	assert.deepEqual(callerOf(prologue, words, 0x1004), { ...kept, pc: 105n, rsp: STACK + 48n, rbp: 104n })
	// The same with longer steps, and remembered over an early return.
	const early = [0x02, 2, 0x0e, 32, 0x83, 3, 0x0a, 0x03, 4, 0, 0x0e, 8, 0xc3, 0x04, 8, 0, 0, 0, 0x0b]
	assert.deepEqual(callerOf(early, words, 0x1003), { ...kept, pc: 103n, rsp: STACK + 32n, rbx: 101n })
	assert.deepEqual(callerOf(early, words, 0x1006), { ...kept, pc: 100n, rsp: STACK + 8n })
	assert.deepEqual(callerOf(early, words, 0x1020), { ...kept, pc: 103n, rsp: STACK + 32n, rbx: 101n })
})

test('rules of every kind are followed', () => {
	assert.deepEqual(callerOf([0x05, RBX, 3, 0x0e, 32], words), { ...kept, pc: 103n, rsp: STACK + 32n, rbx: 101n })
	assert.deepEqual(callerOf([0x11, RBX, 0x7f], words), { ...kept, pc: 100n, rsp: STACK + 8n, rbx: 102n })
	assert.deepEqual(callerOf([0x09, RBX, RAX, 0x07, RBP], words), { ...kept, pc: 100n, rsp: STACK + 8n, rbx: 0n, rbp: null })
	assert.deepEqual(callerOf([0x14, RBX, 2, 0x08, RBP], words), { ...kept, pc: 100n, rsp: STACK + 8n, rbx: STACK - 8n })
	// The frame's address is rsp + 8 + 8.
	assert.deepEqual(callerOf([0x0f, 4, 0x77, 8, 0x23, 8], words), { ...kept, pc: 101n, rsp: STACK + 16n })
	// rbx lies at rsp + 24; rbp is that address itself.
	assert.deepEqual(callerOf([0x10, RBX, 2, 0x77, 24, 0x16, RBP, 2, 0x77, 24], words), {
		...kept,
		pc: 100n,
		rsp: STACK + 8n,
		rbx: 103n,
		rbp: STACK + 24n
	})
})

test('a function whose return address is undefined is the outermost', () => {
	assert.equal(callerOf([0x07, RIP], words), 'outermost')
})

test('a return address that was taken out of the dump is not known, and the rest is', () => {
	assert.deepEqual(callerOf([], [TAKEN_OUT]), { ...kept, pc: null, rsp: STACK + 8n })
})

test("a signal's frame goes on at the very instruction that was interrupted", () => {
	assert.deepEqual(callerOf([], words, 0x1010, 'zRS'), { ...kept, pc: 100n, rsp: STACK + 8n, exact: true })
	assert.deepEqual(callerOf([], words, 0x1010, 'zPLR'), { ...kept, pc: 100n, rsp: STACK + 8n })
})

test('where the table knows no way there is none', () => {
	assert.equal(callerOf([], words, 0x1100), null)
	assert.equal(callerOf([], words, 0xfff), null)
	assert.equal(callerOf([], []), null)
	assert.equal(callerOf([0x3f], words), null)
	assert.equal(callerOf([0x0b], words), null)
	assert.equal(callerOf([0x0f, 1, 0x22], words), null)
	assert.equal(callerOf([0x0f, 3, 0x12, 0x12, 0x12], words), null)
	assert.equal(
		callerOf(
			Array.from({ length: 40 }, () => 0x0a),
			words
		),
		null
	)
	assert.equal(callerOf([], words, 0x1010, 'eh'), null)
})

test('the right function is found among many', () => {
	const functions = Array.from(
		{ length: 100 },
		(_, n): SynthFunction => ({ at: 0x1000 + n * 16, size: 12, unwind: [0x0e, 8 * (n % 5) + 8] })
	)
	const elf = readElf(imageOf(synthElf({ functions })))
	assert.ok(elf)
	const memory = savedMemory({ start: STACK, bytes: pack(u64(...words)) }, [])
	const general = Array.from({ length: 16 }, () => STACK)
	for (let n = 0; n < 100; n++) {
		const at = 0x1000 + n * 16
		const caller = unwind(elf, at + 5, { cpu: 'x86_64', pc: BigInt(at), general }, memory)
		assert.ok(caller !== null && caller !== 'outermost')
		assert.equal(caller.registers.pc, words[n % 5])
		assert.equal(unwind(elf, at + 13, { cpu: 'x86_64', pc: BigInt(at), general }, memory), null)
	}
})
