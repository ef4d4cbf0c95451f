import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainReason, quickLook } from './quick-look.ts'
import { readDump } from './read.ts'
import { explainException, missingReason } from './reason.ts'
import { refineReason } from './refine-reason.ts'
import { ARM64, LINUX, MACOS, SynthDump, u8, WINDOWS, X86_64 } from './test-synth.ts'

interface Case {
	readonly on?: readonly [platform: number, cpu: number]
	readonly code: number
	readonly flags?: number
	readonly address?: bigint
	readonly parameters?: readonly bigint[]
}

const OWN_PID = 100

function reasonOf({ on = [LINUX, X86_64], ...exception }: Case) {
	const bytes = new SynthDump()
		.system(...on)
		.crashpad({}, {}, {})
		.misc(OWN_PID, 1)
		.exception({ threadId: 1, ...exception })
		.bytes()
	const reason = explainException(readDump(bytes).dump)
	assert.deepEqual(quickLook(bytes).reason, plainReason(reason), 'a first glance knows it as well')
	return reason
}

function check(given: Case, name: string, kind: string, text: RegExp, address: bigint | null = null, outside: boolean | null = false) {
	const reason = reasonOf(given)
	assert.deepEqual([reason?.name, reason?.kind, reason?.address, reason?.sentFromOutside], [name, kind, address, outside])
	assert.match(reason?.text ?? '', text)
}

test('a signal of the processor says what was touched', () => {
	check({ code: 11, flags: 1 }, 'SIGSEGV', 'null-pointer', /not there, at address 0x0 \(SEGV_MAPERR\)\. .*\(null\)/, 0n)
	check(
		{ code: 11, flags: 2, address: 0x7f0000001000n },
		'SIGSEGV',
		'bad-address',
		/not allowed there, at address 0x7f0000001000/,
		0x7f0000001000n
	)
	check({ code: 11, flags: 128 }, 'SIGSEGV', 'bad-address', /impossible address; the processor does not say which/)
	check({ code: 7, flags: 2, address: 0x5000n }, 'SIGBUS', 'unreadable-file', /disk is full\?/, 0x5000n)
	check({ code: 8, flags: 1, address: 0x5000n }, 'SIGFPE', 'arithmetic', /divided by zero/, 0x5000n)
	check({ code: 5, flags: 128 }, 'SIGTRAP', 'trap', /on purpose/)
	check({ code: 31, flags: 1 }, 'SIGSYS', 'other', /sandbox/)
	check({ code: 77, flags: 128 }, 'signal 77', 'other', /it received a signal/)
	check({ code: 11, flags: 99 }, 'SIGSEGV', 'bad-address', /code 99/, null, null)
})

test('a signal that was sent names its sender where the dump does', () => {
	const SI_TKILL = -6 >>> 0
	check({ code: 6, flags: SI_TKILL, parameters: [BigInt(OWN_PID), 0n, 0n] }, 'SIGABRT', 'abort', /gave up by itself/)
	check({ code: 6, flags: 0, parameters: [7n, 0n, 0n] }, 'SIGABRT', 'signal', /from outside, by process 7/, null, true)
	check({ code: 11, flags: 0, address: 0x3e8_0000_0007n }, 'SIGSEGV', 'signal', /from outside, by process 7/, null, true)
	check({ code: 11, flags: SI_TKILL, address: BigInt(OWN_PID) }, 'SIGSEGV', 'signal', /sent itself SIGSEGV/)
	check({ code: 6, flags: 0, parameters: [0n] }, 'SIGABRT', 'signal', /from outside, by process 0/, null, true)
	check({ code: 6, flags: 0 }, 'SIGABRT', 'signal', /by a process; whether by itself isn't known/, null, null)
	assert.equal(reasonOf({ code: 6, flags: 0, parameters: [7n] })?.sentByPid, 7)
})

test('a dump of Breakpad that keeps no si_code is not taken for a signal that was sent', () => {
	const bytes = new SynthDump().system(LINUX, X86_64).misc(OWN_PID, 1).exception({ threadId: 1, code: 11, address: 0x45n }).bytes()
	const reason = explainException(readDump(bytes).dump)
	assert.deepEqual([reason?.kind, reason?.address, reason?.sentFromOutside, reason?.sentByPid], ['null-pointer', 0x45n, null, null])
})

test('a status of Windows has its name', () => {
	const on = [WINDOWS, X86_64] as const
	check({ on, code: 0xc0000005, parameters: [0n, 0x10n] }, 'EXCEPTION_ACCESS_VIOLATION', 'null-pointer', /read memory .* 0x10\./, 0x10n)
	check({ on, code: 0xc0000005, parameters: [1n, 0x123456n] }, 'EXCEPTION_ACCESS_VIOLATION', 'bad-address', /wrote/, 0x123456n)
	check({ on, code: 0xc0000005, parameters: [8n, 0x123456n] }, 'EXCEPTION_ACCESS_VIOLATION', 'bad-address', /ran code in/, 0x123456n)
	check({ on, code: 0xc0000005 }, 'EXCEPTION_ACCESS_VIOLATION', 'bad-address', /may not/)
	check(
		{ on, code: 0xc0000006, parameters: [0n, 0x123456n, 0xc000009cn] },
		'EXCEPTION_IN_PAGE_ERROR',
		'unreadable-file',
		/0xc000009c/,
		0x123456n
	)
	check({ on, code: 0xc0000409, parameters: [7n] }, 'STATUS_STACK_BUFFER_OVERRUN', 'abort', /FATAL_APP_EXIT/)
	check({ on, code: 0xc0000409, parameters: [77n] }, 'STATUS_STACK_BUFFER_OVERRUN', 'damaged-memory', /subcode 77/)
	check({ on, code: 0xc00000fd }, 'EXCEPTION_STACK_OVERFLOW', 'stack-overflow', /used up/)
	check({ on, code: 0xc000001d }, 'EXCEPTION_ILLEGAL_INSTRUCTION', 'refused-instruction', /too old/)
	check({ on, code: 0xe06d7363 }, 'CPP_EXCEPTION', 'uncaught-exception', /C\+\+/)
	check({ on, code: 0xe0000008 }, 'OUT_OF_MEMORY', 'out-of-memory', /got none/)
	check({ on, code: 0xc0ffee }, 'status 0xc0ffee', 'other', /0xc0ffee/, null, null)
	check({ on, code: 0x517a7ed }, 'SIMULATED', 'asked-for', /had not crashed/, null, null)
})

test('a Mach exception has its name', () => {
	const on = [MACOS, ARM64] as const
	check({ on, code: 1, flags: 1, address: 8n }, 'EXC_BAD_ACCESS', 'null-pointer', /KERN_INVALID_ADDRESS/, 8n)
	check({ on, code: 1, flags: 13, address: 0x123456n }, 'EXC_BAD_ACCESS', 'bad-address', /code 13/, 0x123456n)
	check({ on: [MACOS, X86_64], code: 1, flags: 13 }, 'EXC_BAD_ACCESS', 'bad-address', /impossible address/)
	check({ on, code: 2, flags: 1 }, 'EXC_BAD_INSTRUCTION', 'refused-instruction', /refused/)
	check({ on, code: 5, flags: 0x10003, address: 6n }, 'EXC_SOFTWARE', 'abort', /SIGABRT/, null, null)
	check({ on, code: 10, flags: 0x0b000000 }, 'EXC_CRASH', 'signal', /SIGSEGV/, null, null)
	check({ on, code: 6, flags: 1 }, 'EXC_BREAKPOINT', 'trap', /on purpose/)
})

test('a bad address beside the stack pointer is a stack overflow', () => {
	const reason = reasonOf({ code: 11, flags: 1, address: 0x7ffc_0000_0ff8n })
	const refine = (stackPointer: bigint | null) =>
		reason && refineReason(reason, { cpu: 'x86_64', stackPointer, instruction: undefined }).kind
	assert.equal(refine(0x7ffc_0000_1000n), 'stack-overflow')
	assert.equal(refine(0x7ffc_0002_0000n), 'bad-address')
	assert.equal(refine(null), 'bad-address')
})

test('the bytes of a refused instruction tell a trap from a processor that is too old', () => {
	const reason = reasonOf({ code: 4, flags: 2, address: 0x1000n })
	const refine = (cpu: 'x86_64' | 'arm64', ...code: number[]) =>
		reason && refineReason(reason, { cpu, stackPointer: null, instruction: new Uint8Array(u8(...code)) })
	assert.equal(refine('x86_64', 0x0f, 0x0b, 0, 0)?.kind, 'trap')
	assert.equal(refine('arm64', 0, 0, 0x20, 0xd4)?.kind, 'trap')
	assert.equal(refine('arm64', 1, 0, 0, 0)?.kind, 'trap')
	assert.equal(refine('x86_64', 0x0f)?.kind, 'refused-instruction')
	const vector = refine('x86_64', 0xc5, 0xf8, 0x77, 0x90)
	assert.equal(vector?.kind, 'unknown-instruction')
	assert.match(vector?.text ?? '', /c5f87790 \(is it too old/)
})

test('no exception is said to be none', () => {
	const { dump } = readDump(new SynthDump().system(LINUX, X86_64).bytes())
	assert.equal(explainException(dump), null)
	assert.match(missingReason(dump).text, /no exception/)
})
