import { hex } from './bytes.ts'
import type { Cpu, ExceptionInfo } from './dump.ts'
import { atAddress, low32, plain, type Reason, type ReasonKind, raisedInside } from './reason-value.ts'

const EXC_BAD_ACCESS = 1
const EXC_I386_GPFLT = 13
const EXC_SOFT_SIGNAL = 0x10003
const EXC_CRASH = 10

type Meaning = readonly [name: string, kind: ReasonKind, text: string]

/** Mach exceptions (mach/exception_types.h). */
const EXCEPTIONS: Readonly<Record<number, Meaning>> = {
	1: ['EXC_BAD_ACCESS', 'bad-address', 'The program touched memory that it may not'],
	2: ['EXC_BAD_INSTRUCTION', 'refused-instruction', 'The processor refused an instruction'],
	3: ['EXC_ARITHMETIC', 'arithmetic', 'The program made an arithmetic error'],
	4: ['EXC_EMULATION', 'other', 'The processor could not emulate an instruction'],
	5: ['EXC_SOFTWARE', 'abort', 'The program or its libraries gave up'],
	6: ['EXC_BREAKPOINT', 'trap', 'The program stopped itself on purpose (a check of its own failed, or memory was refused?)'],
	7: ['EXC_SYSCALL', 'other', 'The program made a wrong system call'],
	8: ['EXC_MACH_SYSCALL', 'other', 'The program made a wrong system call'],
	10: ['EXC_CRASH', 'signal', 'The process ended by a signal'],
	11: ['EXC_RESOURCE', 'other', 'The process used more of a resource than it may'],
	12: ['EXC_GUARD', 'other', 'The program broke a rule that guards a resource'],
	13: ['EXC_CORPSE_NOTIFY', 'other', 'The process ended']
}

/** What a bad access was, by the kernel's code (mach/kern_return.h, mach/arm/exception.h). */
const ACCESSES: Readonly<Record<number, Meaning>> = {
	1: ['KERN_INVALID_ADDRESS', 'bad-address', 'The program touched memory that is not there'],
	2: ['KERN_PROTECTION_FAILURE', 'bad-address', 'The program touched memory in a way that is not allowed there'],
	50: ['KERN_CODESIGN_ERROR', 'unreadable-file', 'The program ran code whose signature is not right'],
	257: ['EXC_ARM_DA_ALIGN', 'bad-address', 'The program touched memory at an address that is not aligned'],
	261: ['EXC_ARM_PAC_FAIL', 'damaged-memory', 'A pointer is damaged: its signature is wrong']
}

/** macOS numbers a few signals otherwise than Linux. */
const SIGNALS: Readonly<Record<number, string>> = {
	3: 'SIGQUIT',
	4: 'SIGILL',
	5: 'SIGTRAP',
	6: 'SIGABRT',
	8: 'SIGFPE',
	9: 'SIGKILL',
	10: 'SIGBUS',
	11: 'SIGSEGV',
	12: 'SIGSYS',
	15: 'SIGTERM'
}

/** What a Mach exception means. Crashpad and Breakpad put its first code into the flags and its second into the address. */
export function machReason(exception: ExceptionInfo, cpu: Cpu): Reason {
	const [name, kind, text] = EXCEPTIONS[exception.code] ?? [`exception ${exception.code}`, 'other', 'The process ended by an exception']
	if (exception.code === EXC_BAD_ACCESS) return badAccess(exception, cpu)
	const signal = signalOf(exception)
	if (signal === null) return raisedInside(kind, name, `${text} (code ${exception.flags}).`)
	// A signal may come from anybody, and the exception doesn't keep the sender.
	if (signal === 'SIGABRT') return plain('abort', name, 'The program gave up (abort), or was told to: SIGABRT.')
	return plain('signal', name, `The process ended by ${signal}.`)
}

function badAccess(exception: ExceptionInfo, cpu: Cpu): Reason {
	const name = 'EXC_BAD_ACCESS'
	if (cpu === 'x86_64' && exception.flags === EXC_I386_GPFLT) {
		return raisedInside('bad-address', name, 'The program touched memory at an impossible address; the processor does not say which.')
	}
	const [codeName, kind, text] = ACCESSES[exception.flags] ?? [
		`code ${exception.flags}`,
		'bad-address',
		'The program touched memory that it may not'
	]
	return atAddress(kind, name, `${text}, at address ${hex(exception.address)} (${codeName}).`, exception.address)
}

function signalOf(exception: ExceptionInfo): string | null {
	// EXC_CRASH packs the signal into bits 24 to 31 of its code.
	const number = exception.code === EXC_CRASH ? exception.flags >>> 24 : exception.flags === EXC_SOFT_SIGNAL ? low32(exception.address) : 0
	return number === 0 ? null : (SIGNALS[number] ?? `signal ${number}`)
}
