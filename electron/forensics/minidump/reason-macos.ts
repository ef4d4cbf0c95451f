import { hex } from './bytes.ts'
import type { Cpu, ExceptionInfo } from './dump.ts'
import { nullPointer, plain, type Reason, raisedInside } from './reason-value.ts'

const EXC_BAD_ACCESS = 1
const EXC_I386_GPFLT = 13
const EXC_SOFT_SIGNAL = 0x10003
const EXC_CRASH = 10

/** Mach exceptions (mach/exception_types.h). */
const EXCEPTIONS: Readonly<Record<number, readonly [name: string, text: string]>> = {
	1: ['EXC_BAD_ACCESS', 'The program touched memory that it may not'],
	2: ['EXC_BAD_INSTRUCTION', 'The processor does not know the instruction, or the program trapped on purpose'],
	3: ['EXC_ARITHMETIC', 'The program made an arithmetic error'],
	4: ['EXC_EMULATION', 'The processor could not emulate an instruction'],
	5: ['EXC_SOFTWARE', 'The program or its libraries gave up'],
	6: ['EXC_BREAKPOINT', 'The program stopped itself on purpose (a check of its own failed, or memory was refused?)'],
	7: ['EXC_SYSCALL', 'The program made a wrong system call'],
	8: ['EXC_MACH_SYSCALL', 'The program made a wrong system call'],
	10: ['EXC_CRASH', 'The process ended by a signal'],
	11: ['EXC_RESOURCE', 'The process used more of a resource than it may'],
	12: ['EXC_GUARD', 'The program broke a rule that guards a resource'],
	13: ['EXC_CORPSE_NOTIFY', 'The process ended']
}

/** What a bad access was, by the kernel's code (mach/kern_return.h, mach/arm/exception.h). */
const ACCESSES: Readonly<Record<number, readonly [name: string, text: string]>> = {
	1: ['KERN_INVALID_ADDRESS', 'The program touched memory that is not there'],
	2: ['KERN_PROTECTION_FAILURE', 'The program touched memory in a way that is not allowed there'],
	50: ['KERN_CODESIGN_ERROR', 'The program ran code whose signature is not right'],
	257: ['EXC_ARM_DA_ALIGN', 'The program touched memory at an address that is not aligned'],
	261: ['EXC_ARM_PAC_FAIL', 'A pointer is damaged: its signature is wrong']
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
	const [name, text] = EXCEPTIONS[exception.code] ?? [`exception ${exception.code}`, 'The process ended by an exception']
	if (exception.code === EXC_BAD_ACCESS) return badAccess(exception, cpu)
	const signal = signalOf(exception)
	if (signal === null) return raisedInside(name, `${text} (code ${exception.flags}).`)
	if (signal === 'SIGABRT') return plain(name, 'The program gave up (abort), or was told to: SIGABRT.')
	// A signal may come from anybody, and the exception doesn't keep the sender.
	return plain(name, `The process ended by ${signal}.`)
}

function badAccess(exception: ExceptionInfo, cpu: Cpu): Reason {
	if (cpu === 'x86_64' && exception.flags === EXC_I386_GPFLT) {
		return raisedInside('EXC_BAD_ACCESS', 'The program touched memory at an impossible address; the processor does not say which.')
	}
	const [name, text] = ACCESSES[exception.flags] ?? [`code ${exception.flags}`, 'The program touched memory that it may not']
	return raisedInside(
		'EXC_BAD_ACCESS',
		`${text}, at address ${hex(exception.address)} (${name}).${nullPointer(exception.address)}`,
		exception.address
	)
}

function signalOf(exception: ExceptionInfo): string | null {
	// EXC_CRASH packs the signal into bits 24 to 31 of its code.
	const number =
		exception.code === EXC_CRASH
			? exception.flags >>> 24
			: exception.flags === EXC_SOFT_SIGNAL
				? Number(BigInt.asUintN(32, exception.address))
				: 0
	return number === 0 ? null : (SIGNALS[number] ?? `signal ${number}`)
}
